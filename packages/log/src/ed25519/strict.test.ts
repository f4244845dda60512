import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifierOf } from '../note/verify.ts';
import { makeVkey } from '../note/vkey.ts';
import { checkPublicKey, isStrictSignature } from './strict.ts';

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

function encode(y: bigint, sign = 0): Uint8Array {
  const out = new Uint8Array(32);
  for (let i = 0, rest = y; i < 32; i++, rest >>= 8n) out[i] = Number(rest & 0xffn);
  out[31]! |= sign << 7;
  return out;
}

/** y of the points of order 8, found by doubling: 2·(x, y) must have y = 0. */
function eighthOrderYs(): bigint[] {
  const d = (-121665n * power(121666n, P - 2n)) % P;
  const found: bigint[] = [];
  for (const y of [0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n]) {
    for (const candidate of [y, P - y]) {
      const y2 = (candidate * candidate) % P;
      const x2 = ((y2 - 1n) * power((d * y2 + 1n) % P, P - 2n)) % P;
      // y of the doubled point is (y² + x²) / (1 - d x² y²): zero where x² = -y²
      if ((((x2 + y2) % P) + P) % P === 0n) found.push(candidate);
    }
  }
  return found;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = ((base % P) + P) % P, e = exponent; e > 0n; e >>= 1n, b = (b * b) % P) {
    if (e & 1n) result = (result * b) % P;
  }
  return result;
}

test('all fourteen encodings of points of low order are refused as keys', () => {
  const ys = [0n, 1n, P - 1n, P, P + 1n, ...eighthOrderYs()];
  assert.equal(ys.length, 7);
  for (const y of ys) {
    for (const sign of [0, 1]) {
      const key = encode(y, sign);
      assert.throws(() => checkPublicKey(key), { code: 'key_weak' }, `${y} ${sign}`);
      assert.throws(() => makeVkey('example.com/k', 'ed25519', key), { code: 'key_weak' });
    }
  }
});

test('other encodings of a key, and other lengths, are refused', () => {
  for (let y = P; y < 2n ** 255n; y++) {
    assert.throws(() => checkPublicKey(encode(y)), { code: 'key_weak' });
  }
  for (const length of [0, 31, 33]) {
    assert.throws(() => checkPublicKey(new Uint8Array(length)), { code: 'key_malformed' });
  }
  assert.doesNotThrow(() => checkPublicKey(encode(4n)));
});

test('R of low order, and S that is not reduced, are refused', () => {
  const signature = (r: Uint8Array, s: bigint) => new Uint8Array([...r, ...encode(s)]);
  assert(isStrictSignature(signature(encode(9n), ORDER - 1n)));
  assert(!isStrictSignature(signature(encode(9n), ORDER)));
  assert(!isStrictSignature(signature(encode(1n), 5n)));
  assert(!isStrictSignature(signature(encode(P + 3n), 5n)));
  assert(!isStrictSignature(new Uint8Array(63)));
});

test('a signature by a weak key is refused though its equation holds', async () => {
  // With the identity as key, R = [S]B holds for every message: here S = 0 and R = identity.
  assert.throws(() => verifierOf({ ...weak(), name: 'example.com/weak' }.vkey), {
    code: 'key_weak',
  });
});

function weak() {
  const key = Buffer.from([0x01, ...encode(1n)]).toString('base64');
  return { vkey: `example.com/weak+00000000+${key}` };
}
