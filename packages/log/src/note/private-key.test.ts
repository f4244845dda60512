import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatPrivateKey, generateKey, parsePrivateKey } from './private-key.ts';
import { signerOf } from './sign.ts';
import { formatVkey } from './vkey.ts';

const seed = new Uint8Array(32).fill(9);

test('a generated key signs under its verifier key', async () => {
  for (const algorithm of ['ed25519', 'cosignature/v1'] as const) {
    const { privateKey, vkey } = await generateKey('example.com/k', { algorithm });
    assert.equal(formatVkey((await signerOf(privateKey)).vkey), vkey);
    assert.equal(formatPrivateKey(parsePrivateKey(`${privateKey}\n`)), privateKey);
    assert.notEqual((await generateKey('example.com/k', { algorithm })).vkey, vkey);
  }
});

test('the same seed gives the same key', async () => {
  const [a, b] = await Promise.all([generateKey('k', { seed }), generateKey('k', { seed })]);
  assert.deepEqual(a, b);
  assert.match(a.privateKey, /^PRIVATE\+KEY\+k\+[0-9a-f]{8}\+AQkJ/);
});

test('what is no private key is refused, without showing it', async () => {
  const { privateKey, vkey } = await generateKey('example.com/k', { seed });
  const secret = privateKey.split('+').at(-1)!;
  const id = parsePrivateKey(privateKey).keyId;
  const cases: [string, string][] = [
    ['', 'key_malformed'],
    [vkey, 'key_malformed'],
    [`PRIVATE+KEY+example.com/k+${id}`, 'key_malformed'],
    [`PRIVATE+KEY+example.com/k+${id}+AQkJ`, 'key_malformed'],
    [privateKey.replace('+AQkJ', '+AgkJ'), 'key_algorithm_unsupported'],
  ];
  for (const [text, code] of cases) {
    assert.throws(
      () => parsePrivateKey(text),
      (error: Error & { code: string }) => error.code === code && !error.message.includes(secret),
    );
  }
});

test('a key id that is not the seed’s is refused', async () => {
  const { privateKey } = await generateKey('example.com/k', { seed });
  const other = privateKey.replace(/\+[0-9a-f]{8}\+/, '+00000000+');
  await assert.rejects(signerOf(other), { code: 'key_mismatch' });
  await assert.rejects(signerOf(privateKey.replace('example.com/k', 'example.com/other')), {
    code: 'key_mismatch',
  });
  await assert.rejects(generateKey('a b'), { code: 'key_malformed' });
});
