import assert from 'node:assert/strict';
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { exportJWK, exportSPKI } from 'jose';
import { ActaError } from '../lib/errors.ts';
import { audience, githubClaims, openIdentity, start_ms } from './testing.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = start_ms / 1000;

test('a token of a configured issuer says who, with what the claims know', async (t) => {
  const { issuer, identify } = await openIdentity(t);
  const { workload, sources } = await identify(await issuer.token({ jti: 'j-1' }));
  assert.deepEqual(sources, ['ci']);
  assert.deepEqual(workload.actor, {
    type: 'workload',
    id: `${issuer.url}:repo:acme/pay:environment:production`,
    name: 'acme/pay: Deploy',
    assurance: 'token_verified',
    credential: { type: 'oidc', id: 'j-1', expires: '2026-11-20T09:05:00.000Z' },
  });
  assert.deepEqual(workload.person, {
    type: 'user',
    id: 'github:583231',
    name: 'octocat',
    assurance: 'token_verified',
  });
  assert.deepEqual(workload.pipeline, {
    run: 'acme/pay/actions/runs/4711',
    commit: 'a'.repeat(40),
    ref: 'refs/heads/main',
    environment: 'production',
  });
});

test('each claim that is wrong or missing has its own reason', async (t) => {
  const { issuer, identify } = await openIdentity(t);
  const cases: [code: string, claims: Record<string, unknown>, header?: Record<string, unknown>][] =
    [
      ['issuer_unknown', { iss: 'https://elsewhere.example' }],
      ['issuer_unknown', { iss: `${issuer.url}/` }],
      ['issuer_unknown', { iss: ['a'] }],
      ['audience_wrong', { aud: 'somebody else' }],
      ['audience_wrong', { aud: `${audience}.evil.example` }],
      ['audience_wrong', { aud: `${audience}#jkt=short` }],
      ['audience_wrong', { aud: [] }],
      ['audience_wrong', { aud: undefined }],
      ['token_expired', { exp: seconds - 30 }],
      ['token_not_yet_valid', { nbf: seconds + 31 }],
      ['token_not_yet_valid', { iat: seconds + 31 }],
      ['claims_missing', { exp: undefined }],
      ['claims_missing', { iat: undefined }],
      ['claims_missing', { exp: '1e99' }],
      ['claims_missing', { exp: 1e99 }],
      ['claims_missing', { iat: -1 }],
      ['claims_missing', { sub: '' }],
      ['claims_missing', { sub: 'two\nlines' }],
      ['claims_missing', { sub: undefined }],
      ['claims_missing', { sub: 's'.repeat(513) }],
      ['subject_refused', { repository: 'acme-evil/pay' }],
      ['subject_refused', { repository: undefined }],
      ['proof_wrong_key', { cnf: { 'x5t#S256': 'a certificate' } }],
      ['proof_missing', { cnf: { jkt: 'k'.repeat(43) } }],
      ['key_unknown', {}, { kid: '../../../etc/passwd' }],
      ['key_unknown', {}, { kid: 'https://evil.example/keys' }],
      ['key_unknown', {}, { kid: 'k'.repeat(257) }],
      ['token_type_refused', {}, { typ: 'dpop+jwt' }],
      ['token_type_refused', {}, { typ: 'logout+jwt' }],
    ];
  for (const [code, claims, header] of cases) {
    const token = await issuer.token(claims, header);
    await assert.rejects(identify(token), { code }, JSON.stringify([claims, header]));
  }
});

test('clocks may disagree by the leeway, and audiences may be several', async (t) => {
  const { issuer, identify } = await openIdentity(t);
  await identify(await issuer.token({ exp: seconds - 29, aud: ['other', audience] }));
  await identify(await issuer.token({ iat: seconds + 30, nbf: undefined }));
  await identify(await issuer.token({}, { typ: undefined }));
});

test('no signature, and a public key as a shared secret, are refused before any key is fetched', async (t) => {
  const { issuer, identify } = await openIdentity(t);
  const [, claims = ''] = (await issuer.token()).split('.');
  const spki = await exportSPKI(issuer.publicKey);
  for (const alg of ['none', 'None', 'NONE', 'HS256', 'hs256', '', 'RSA1_5', 7, null, undefined]) {
    const signed = `${part({ alg, kid: issuer.kid })}.${claims}`;
    const mac = createHmac('sha256', spki).update(signed).digest('base64url');
    await assert.rejects(identify(`${signed}.${mac}`), { code: 'algorithm_refused' }, String(alg));
  }
  await assert.rejects(identify(`${part({ alg: 'none' })}.${claims}.`), {
    code: 'token_malformed',
  });
  assert.equal(issuer.fetches, 0);
});

test('an algorithm that the issuer is not set to use is refused though its key would do', async (t) => {
  const { issuer, identify } = await openIdentity(t);
  const token = await issuer.token();
  const [, claims] = token.split('.');
  const signed = `${part({ alg: 'RS512', kid: issuer.kid })}.${claims}`;
  await assert.rejects(identify(`${signed}.AAAA`), { code: 'algorithm_refused' });
});

test('keys and addresses in the header are not looked at', async (t) => {
  const { issuer, identify } = await openIdentity(t);
  const evil = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = await exportJWK(evil.publicKey);
  const [, claims] = (await issuer.token()).split('.');
  for (const more of [
    { jwk },
    { jku: 'https://evil.example/keys' },
    { x5u: 'https://evil.example/cert' },
    { x5c: ['MIIB'] },
  ]) {
    const signed = `${part({ alg: 'RS256', kid: issuer.kid, ...more })}.${claims}`;
    const signature = createSign('RSA-SHA256').update(signed).sign(evil.privateKey, 'base64url');
    await assert.rejects(identify(`${signed}.${signature}`), { code: 'signature_invalid' });
  }
  // A key of the issuer's own with such a header is as good as without.
  await identify(await issuer.token({}, { jku: 'https://evil.example/keys' }));
});

test('critical parameters, unencoded payloads and broken forms are refused', async (t) => {
  const { issuer, identify } = await openIdentity(t);
  const token = await issuer.token();
  const [header = '', claims = '', signature = ''] = token.split('.');
  const head = (more: object) => part({ alg: 'RS256', kid: issuer.kid, ...more });
  const cases: [string, string][] = [
    ['token_critical', `${head({ crit: ['exp'], exp: 1 })}.${claims}.${signature}`],
    ['token_critical', `${head({ b64: false, crit: ['b64'] })}.${claims}.${signature}`],
    ['token_critical', `${head({ crit: [] })}.${claims}.${signature}`],
    ['signature_invalid', `${header}.${claims}.${signature.slice(0, -4)}`],
    ['signature_invalid', `${header}.${part({ ...githubClaims, iss: issuer.url })}.${signature}`],
    ['token_malformed', `${header}.${claims}`],
    ['token_malformed', `${token}.more`],
    ['token_malformed', ` ${token}`],
    ['token_malformed', `${header}.${claims}=.${signature}`],
    ['token_malformed', `${part([])}.${claims}.${signature}`],
    ['token_malformed', `${header}.${part('text')}.${signature}`],
    ['token_malformed', `${Buffer.from('{"alg":"\xff"}', 'latin1').toString('base64url')}.a.a`],
    ['token_too_large', `${header}.${'a'.repeat(20_000)}.${signature}`],
    ['token_malformed', ''],
  ];
  for (const [code, text] of cases) {
    await assert.rejects(identify(text), { code }, `${code}: ${text.slice(0, 80)}`);
  }
});

test('reserved names in the claims change nothing', async (t) => {
  const { issuer, identify } = await openIdentity(t, {
    issuer: { rules: [{ claims: { 'constructor.name': 'Object' }, sources: ['ci'] }] },
  });
  await assert.rejects(identify(await issuer.token()), { code: 'subject_refused' });
});

test('whatever is sent as a token or a proof is refused for a reason', async (t) => {
  const { issuer, identify } = await openIdentity(t);
  const token = await issuer.token();
  const pieces = fc.oneof(fc.base64String(), fc.json().map(encoded), fc.string());
  const made = fc.array(pieces, { maxLength: 4 }).map((parts) => parts.join('.'));
  const changed = fc
    .tuple(fc.nat(token.length - 1), fc.string({ maxLength: 2 }))
    .map(([at, text]) => token.slice(0, at) + text + token.slice(at + 1));
  await fc.assert(
    fc.asyncProperty(fc.oneof(made, changed), fc.option(made), async (text, proof) => {
      if (text === token) return;
      const answer = identify(text, { proof: proof ?? undefined });
      // The last digits of a signature in base64url may say nothing.
      const known = await answer.catch((error: unknown) => error);
      if (known instanceof Error) assert.ok(known instanceof ActaError, String(known));
      else assert.equal(text.split('.', 2).join('.'), token.split('.', 2).join('.'));
    }),
    { numRuns: 300 },
  );
});

const encoded = (text: string) => Buffer.from(text).toString('base64url');

test('what came of tokens is counted', async (t) => {
  const { issuer, identify, metrics } = await openIdentity(t);
  await identify(await issuer.token());
  await assert.rejects(identify('nonsense'));
  const text = await metrics.text();
  assert.match(text, /acta_identity_tokens_total\{outcome="accepted"\} 1/);
  assert.match(text, /acta_identity_tokens_total\{outcome="token_malformed"\} 1/);
});
