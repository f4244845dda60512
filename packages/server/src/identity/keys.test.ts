import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportJWK, generateSecret } from 'jose';
import { isSafeUrl } from './issuers.ts';
import { openIdentity } from './testing.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

test('keys are fetched once for many tokens, and again when they are old', async (t) => {
  const { issuer, identify, clock } = await openIdentity(t);
  await Promise.all([1, 2, 3, 4].map(async () => identify(await issuer.token())));
  assert.equal(issuer.fetches, 1);
  clock.add(9 * MINUTE_MS);
  await identify(await issuer.token());
  assert.equal(issuer.fetches, 1);
  clock.add(MINUTE_MS);
  await identify(await issuer.token());
  assert.equal(issuer.fetches, 2);
});

test('a rotated key is found by one fetch; unknown ones cause no more for a while', async (t) => {
  const { issuer, identify, clock } = await openIdentity(t);
  const before = await issuer.token({ exp: 9e9 });
  await identify(before);
  await issuer.rotate();
  clock.add(MINUTE_MS);
  await identify(await issuer.token());
  assert.equal(issuer.fetches, 2);
  for (let n = 0; n < 5; n++) {
    const strange = await issuer.token({}, { kid: `made-up-${n}` });
    await assert.rejects(identify(strange), { code: 'key_unknown' });
  }
  assert.equal(issuer.fetches, 2);
  await assert.rejects(identify(before), { code: 'key_unknown' });
  clock.add(MINUTE_MS);
  await assert.rejects(identify(before), { code: 'key_unknown' });
  assert.equal(issuer.fetches, 3);
});

test('while the issuer is away its last keys count for a day, and not longer', async (t) => {
  const { issuer, identify, clock } = await openIdentity(t);
  await identify(await issuer.token());
  issuer.away = true;
  clock.add(23 * HOUR_MS);
  await identify(await issuer.token());
  clock.add(HOUR_MS);
  await assert.rejects(identify(await issuer.token()), { code: 'issuer_unreachable', status: 503 });
  issuer.away = false;
  clock.add(MINUTE_MS);
  await identify(await issuer.token());
});

test('an issuer that was never reached refuses nobody for good', async (t) => {
  const { issuer, identify, clock } = await openIdentity(t);
  issuer.away = true;
  await assert.rejects(identify(await issuer.token()), { code: 'issuer_unreachable' });
  issuer.away = false;
  // Not at once: an issuer in trouble is left alone.
  await assert.rejects(identify(await issuer.token()), { code: 'issuer_unreachable' });
  clock.add(MINUTE_MS);
  await identify(await issuer.token());
});

test('a configuration that names another issuer, or keys in the clear, is not used', async (t) => {
  for (const configuration of [
    { issuer: 'https://other.example' },
    { jwks_uri: 'http://10.0.0.1/keys' },
    { jwks_uri: 'file:///etc/passwd' },
    { jwks_uri: ['x'] },
  ]) {
    const { issuer, identify } = await openIdentity(t);
    issuer.configuration = configuration;
    await assert.rejects(identify(await issuer.token()), { code: 'issuer_unreachable' });
    assert.equal(issuer.fetches, 0);
  }
});

test('shared secrets and private keys in a key set are no keys', async (t) => {
  const { issuer, identify } = await openIdentity(t);
  const secret = await exportJWK(await generateSecret('HS256', { extractable: true }));
  issuer.extra = [
    { ...secret, kid: issuer.kid },
    { ...(await exportJWK(issuer.key)), kid: issuer.kid },
    null,
    'text',
    { kty: 'RSA' },
  ];
  await identify(await issuer.token());
});

test('two keys of one name are no answer to which', async (t) => {
  const { issuer, identify } = await openIdentity(t);
  issuer.extra = [{ ...(await exportJWK(issuer.publicKey)), kid: issuer.kid, alg: 'RS256' }];
  await assert.rejects(identify(await issuer.token()), { code: 'key_unknown' });
});

test('keys come by TLS, or from this machine', () => {
  for (const url of ['https://a.example/k', 'http://127.0.0.1:1/k', 'http://localhost/k']) {
    assert.ok(isSafeUrl(url), url);
  }
  for (const url of [
    'http://a.example/k',
    'http://127.0.0.1.evil.example',
    'https://u:p@a.example',
    'ftp://a',
    '',
  ]) {
    assert.ok(!isSafeUrl(url), url);
  }
});
