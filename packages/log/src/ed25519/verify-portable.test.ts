import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { sha512 } from '../hash/sha512-portable.ts';
import * as native from './ed25519-node.ts';
import { verifierOfKey } from './ed25519-web.ts';
import { verifyEd25519 } from './verify-portable.ts';

test('SHA-512 at every length around the block size', () => {
  for (let length = 0; length < 280; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 5 + length);
    const expected = new Uint8Array(createHash('sha512').update(bytes).digest());
    assert.deepEqual(sha512(bytes), expected, `length ${length}`);
  }
});

test('signatures of node:crypto verify, and changed ones do not', async () => {
  const inputs = fc.record({
    seed: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    message: fc.uint8Array({ maxLength: 300 }),
    bit: fc.nat(511),
    keyBit: fc.nat(255),
  });
  await fc.assert(
    fc.asyncProperty(inputs, async ({ seed, message, bit, keyBit }) => {
      const signer = await native.signerOfSeed(seed);
      const { publicKey } = signer;
      const signature = await signer.sign(message);
      assert(verifyEd25519(publicKey, message, signature));
      assert(!verifyEd25519(publicKey, Uint8Array.of(...message, 1), signature));
      const changed = signature.with(bit >> 3, signature[bit >> 3]! ^ (1 << (bit & 7)));
      assert(!verifyEd25519(publicKey, message, changed));
      const other = publicKey.with(keyBit >> 3, publicKey[keyBit >> 3]! ^ (1 << (keyBit & 7)));
      assert(!verifyEd25519(other, message, signature));
    }),
    { numRuns: 15 },
  );
});

test('malformed keys and signatures do not verify', () => {
  const key = new Uint8Array(32).fill(9);
  assert(!verifyEd25519(key.subarray(1), new Uint8Array(1), new Uint8Array(64)));
  assert(!verifyEd25519(key, new Uint8Array(1), new Uint8Array(63)));
  assert(!verifyEd25519(new Uint8Array(32).fill(255), new Uint8Array(1), new Uint8Array(64)));
});

test('a page without WebCrypto verifies all the same', async () => {
  const signer = await native.signerOfSeed(new Uint8Array(32).fill(1));
  const message = Buffer.from('message');
  const signature = await signer.sign(message);
  const original = Object.getOwnPropertyDescriptor(globalThis, 'crypto')!;
  const refusing = {
    importKey: () => Promise.reject(new DOMException('no Ed25519', 'NotSupportedError')),
  };
  try {
    for (const value of [undefined, {}, { subtle: refusing }]) {
      Object.defineProperty(globalThis, 'crypto', { value, configurable: true });
      const verify = verifierOfKey(signer.publicKey);
      assert.equal(await verify(message, signature), true);
      assert.equal(await verify(Buffer.from('other'), signature), false);
    }
  } finally {
    Object.defineProperty(globalThis, 'crypto', original);
  }
});
