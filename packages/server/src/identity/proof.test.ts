import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportJWK, generateKeyPair } from 'jose';
import { manualClock } from '../lib/clock.ts';
import { createLimits } from '../lib/limits.ts';
import { createMetrics } from '../lib/metrics.ts';
import { createMemory } from './memory.ts';
import { checkProof, digest } from './proof.ts';
import { audience, newSender, openIdentity } from './testing.ts';

/** RFC 9449 §7.1, figure 12, and the thumbprint of §6.1. */
const rfc = {
  token: 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU',
  ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo',
  jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I',
  url: 'https://resource.example.org/protectedresource',
  iat: 1_562_262_618,
  proof: [
    'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUkl',
    'DUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2',
    'R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0',
    'cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlV',
    'IeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPTo',
    'A1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA',
  ].join(''),
};

test('the example of RFC 9449 holds, once, in its time', async () => {
  const clock = manualClock(rfc.iat * 1000);
  const limits = createLimits({}, createMetrics());
  const context = { clock, limits, used: createMemory<true>(clock, 10) };
  const about = { method: 'GET', url: rfc.url, token: rfc.token };
  assert.equal(digest(rfc.token), rfc.ath);
  assert.equal(await checkProof(rfc.proof, about, context), rfc.jkt);
  await assert.rejects(checkProof(rfc.proof, about, context), { code: 'proof_replayed' });
  clock.add(60_000);
  await assert.rejects(checkProof(rfc.proof, about, context), { code: 'proof_expired' });
  clock.set((rfc.iat - 31) * 1000);
  await assert.rejects(checkProof(rfc.proof, about, context), { code: 'proof_expired' });
});

test('a sender gets a nonce, binds its token by the audience, and is sender_constrained', async (t) => {
  const { issuer, identify, clock, url } = await openIdentity(t);
  const sender = await newSender(() => clock.now());
  const token = await issuer.token({ aud: `${audience}#jkt=${sender.thumbprint}` });
  await assert.rejects(identify(token), { code: 'proof_missing' });
  const first = identify(token, { bound: true, proof: await sender.proof({ url, token }) });
  const nonce = await nonceOf(first);
  const proof = await sender.proof({ url, token, nonce });
  const known = await identify(token, { bound: true, proof });
  assert.equal(known.nonce, nonce);
  assert.equal(known.workload.actor.assurance, 'sender_constrained');
  assert.deepEqual(
    [known.workload.actor.credential?.type, known.workload.actor.credential?.name],
    ['oidc+dpop', `jkt:${sender.thumbprint}`],
  );
  await assert.rejects(identify(token, { proof }), { code: 'proof_replayed' });
  const thief = await newSender(() => clock.now());
  const stolen = await thief.proof({ url, token, nonce });
  await assert.rejects(identify(token, { proof: stolen }), { code: 'proof_wrong_key' });
});

test('a token that its issuer bound by cnf needs that key', async (t) => {
  const { issuer, identify, clock, url } = await openIdentity(t);
  const sender = await newSender(() => clock.now());
  const token = await issuer.token({ cnf: { jkt: sender.thumbprint } });
  const nonce = await nonceOf(identify(token, { proof: await sender.proof({ url, token }) }));
  const proof = await sender.proof({ url, token, nonce });
  const { workload } = await identify(token, { proof });
  assert.equal(workload.actor.assurance, 'sender_constrained');
});

test('a token that nobody bound is held to the key it was first used with, and says no more', async (t) => {
  const { issuer, identify, clock, url } = await openIdentity(t);
  const sender = await newSender(() => clock.now());
  const thief = await newSender(() => clock.now());
  const token = await issuer.token();
  const nonce = await nonceOf(identify(token, { proof: await sender.proof({ url, token }) }));
  const { workload } = await identify(token, { proof: await sender.proof({ url, token, nonce }) });
  assert.equal(workload.actor.assurance, 'token_verified');
  assert.equal(workload.actor.credential?.type, 'oidc+dpop');
  const stolen = await thief.proof({ url, token, nonce });
  await assert.rejects(identify(token, { proof: stolen }), { code: 'proof_wrong_key' });
  await assert.rejects(identify(token), { code: 'proof_missing' });
});

test('a nonce counts for two periods, and none of another process does', async (t) => {
  const { issuer, identify, clock, url } = await openIdentity(t);
  const other = await openIdentity(t);
  const sender = await newSender(() => clock.now());
  const token = await issuer.token({ exp: 9e9 });
  const prove = async (nonce: string) =>
    identify(token, { proof: await sender.proof({ url, token, nonce }) });
  const nonce = await nonceOf(prove('made-up'));
  clock.add(300_000);
  const known = await prove(nonce);
  assert.notEqual(known.nonce, nonce);
  clock.add(300_000);
  await assert.rejects(prove(nonce), { code: 'use_dpop_nonce' });
  const foreign = await other.issuer.token();
  const theirs = other.identify(foreign, { proof: await sender.proof({ url, token: foreign }) });
  await assert.rejects(prove(await nonceOf(theirs)), { code: 'use_dpop_nonce' });
});

test('everything that can be wrong with a proof has its own reason', async (t) => {
  const { issuer, identify, clock, url } = await openIdentity(t);
  const sender = await newSender(() => clock.now());
  const token = await issuer.token();
  const nonce = await nonceOf(identify(token, { proof: await sender.proof({ url, token }) }));
  const now = Math.floor(clock.now() / 1000);
  const pair = await generateKeyPair('ES256', { extractable: true });
  const secret = await exportJWK(pair.privateKey);
  const other = await exportJWK(pair.publicKey);
  const good = await sender.proof({ url, token, nonce });
  const [head, body] = good.split('.');
  const cases: [code: string, proof: string][] = [
    ['proof_wrong_method', await sender.proof({ url, token, nonce, htm: 'GET' })],
    ['proof_wrong_method', await sender.proof({ url, token, nonce, htm: 'post' })],
    ['proof_wrong_url', await sender.proof({ url, token, nonce, htu: `${url}/more` })],
    ['proof_wrong_url', await sender.proof({ url, token, nonce, htu: 'nonsense' })],
    ['proof_wrong_url', await sender.proof({ url, token, nonce, htu: 'http://acta.example.com' })],
    ['proof_wrong_token', await sender.proof({ url, token: 'another', nonce })],
    ['proof_wrong_token', await sender.proof({ url, token, nonce, ath: undefined })],
    ['proof_expired', await sender.proof({ url, token, nonce, iat: now - 60 })],
    ['proof_expired', await sender.proof({ url, token, nonce, iat: now + 31 })],
    ['proof_malformed', await sender.proof({ url, token, nonce, iat: String(now) })],
    ['proof_malformed', await sender.proof({ url, token, nonce, jti: '' })],
    ['proof_malformed', await sender.proof({ url, token, nonce, jti: 'j'.repeat(257) })],
    ['proof_malformed', await sender.proof({ url, token, nonce }, { typ: 'JWT' })],
    ['proof_malformed', await sender.proof({ url, token, nonce, pad: 'x'.repeat(8192) })],
    ['proof_key_refused', await sender.proof({ url, token, nonce }, { jwk: secret })],
    ['proof_key_refused', await sender.proof({ url, token, nonce }, { jwk: undefined })],
    ['proof_key_refused', await sender.proof({ url, token, nonce }, { jwk: { kty: 'EC' } })],
    ['proof_signature_invalid', await sender.proof({ url, token, nonce }, { jwk: other })],
    ['proof_signature_invalid', `${head}.${body}.AAAA`],
    ['proof_malformed', `${good}, ${good}`],
    ['proof_malformed', 'nonsense'],
    ['use_dpop_nonce', await sender.proof({ url, token, nonce: 7 })],
  ];
  for (const [code, proof] of cases) await assert.rejects(identify(token, { proof }), { code });
  // The address is compared as RFC 3986 normalises it, without query and fragment.
  const htu = 'HTTPS://ACTA.example.com:443/v1/x/../events?a=1#b';
  await identify(token, { proof: await sender.proof({ url, token, nonce, htu }) });
});

test('proofs that can no longer be remembered are refused, and room comes with time', async (t) => {
  const { issuer, identify, clock, url } = await openIdentity(t, {
    limits: { 'identity.proof_memory_items': 2 },
  });
  const sender = await newSender(() => clock.now());
  const token = await issuer.token();
  const nonce = await nonceOf(identify(token, { proof: await sender.proof({ url, token }) }));
  const prove = async () => identify(token, { proof: await sender.proof({ url, token, nonce }) });
  await prove();
  await prove();
  await assert.rejects(prove(), { code: 'proof_memory_full', status: 503 });
  clock.add(60_000);
  await prove();
});

/** The nonce of the refusal. */
async function nonceOf(answer: Promise<unknown>): Promise<string> {
  let nonce = '';
  await assert.rejects(answer, (error: { code: string; headers: Record<string, string> }) => {
    nonce = error.headers['dpop-nonce'] ?? '';
    assert.match(error.headers['www-authenticate'] ?? '', /DPoP error="use_dpop_nonce"/);
    return error.code === 'use_dpop_nonce';
  });
  return nonce;
}
