import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import * as native from './sha256-node.ts';
import * as portable from './sha256-portable.ts';

const reference = (bytes: Uint8Array) =>
  new Uint8Array(createHash('sha256').update(bytes).digest());

for (const [name, { sha256, sha256Into, createSha256 }] of Object.entries({ native, portable })) {
  test(`${name}: every length around the block size`, () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => i * 7 + length);
      assert.deepEqual(sha256(bytes), reference(bytes), `length ${length}`);
    }
  });

  test(`${name}: in one piece, into an array, and in pieces of any length`, () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 8 }), (pieces) => {
        const whole = new Uint8Array(Buffer.concat(pieces));
        const expected = reference(whole);
        assert.deepEqual(sha256(whole), expected);
        const out = new Uint8Array(40);
        sha256Into(whole, out, 5);
        assert.deepEqual(out.slice(5, 37), expected);
        assert.deepEqual(out.slice(0, 5), new Uint8Array(5));
        const streaming = createSha256();
        for (const piece of pieces) streaming.update(piece);
        assert.deepEqual(streaming.digest(), expected);
      }),
    );
  });

  test(`${name}: two streams at once do not disturb each other`, () => {
    const [a, b] = [createSha256(), createSha256()];
    for (const text of ['one', 'two', 'three'.repeat(30)]) {
      a.update(Buffer.from(text));
      b.update(Buffer.from(text.toUpperCase()));
      sha256(Buffer.from('between'));
    }
    assert.deepEqual(a.digest(), reference(Buffer.from(`onetwo${'three'.repeat(30)}`)));
    assert.deepEqual(b.digest(), reference(Buffer.from(`ONETWO${'THREE'.repeat(30)}`)));
  });
}
