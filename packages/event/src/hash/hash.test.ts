import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import * as node from './node.ts';
import * as portable from './portable.ts';

test('both runtimes hash and encode alike', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(text, fc.uint8Array({ maxLength: 300 }), (words, bytes) => {
      assert.equal(portable.sha256Base64url(words), node.sha256Base64url(words));
      assert.equal(portable.sha256Base64url(bytes), node.sha256Base64url(bytes));
      assert.equal(portable.sha256Hex(words), node.sha256Hex(words));
      assert.equal(portable.hmacSha256Hex(bytes, words), node.hmacSha256Hex(bytes, words));
      assert.equal(portable.encodeBase64url(words), node.encodeBase64url(words));
      const encoded = node.bytesToBase64url(bytes);
      assert.equal(portable.bytesToBase64url(bytes), encoded);
      assert.deepEqual([...portable.base64urlToBytes(encoded)!], [...bytes]);
      assert.deepEqual([...node.base64urlToBytes(encoded)!], [...bytes]);
    }),
  );
});

test('texts that are not canonical base64url are refused alike', () => {
  for (const text of ['A', 'AB=', 'AB==', 'A B', 'AB+', 'a/', 'AAAAA', 'é', 'AR']) {
    assert.equal(node.base64urlToBytes(text), null, text);
    assert.equal(portable.base64urlToBytes(text), null, text);
  }
});

test('ASCII is told apart, and encoded as any text is', () => {
  const ascii = fc.string({ unit: 'binary-ascii', maxLength: 300 });
  fc.assert(
    fc.property(ascii, fc.string({ unit: 'binary', maxLength: 30 }), (text, other) => {
      const expected = Buffer.from(text).toString('base64url');
      for (const { encodeAscii, isAscii } of [node, portable]) {
        assert.equal(encodeAscii(text), expected);
        assert.ok(isAscii(text));
        const isOther = Buffer.byteLength(other) !== other.length;
        assert.equal(isAscii(text + other), !isOther);
      }
    }),
  );
  for (const text of ['', '?', 'a?', 'ab?', '~~~', '>>>', '\u007f\u007f\u007f']) {
    assert.equal(node.encodeAscii(text), Buffer.from(text).toString('base64url'), text);
  }
  assert.equal(node.isAscii('a'.repeat(100_000)), false);
});

test('both runtimes write low bytes alike', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const [one, other] = [new Uint8Array(700), new Uint8Array(700)];
      node.putLatin1(text, one);
      portable.putLatin1(text, other);
      assert.deepEqual(one, other);
    }),
  );
});

test('long texts do not depend on the scratch buffer', () => {
  const long = 'ä€x'.repeat(30_000);
  assert.equal(node.encodeBase64url(long), Buffer.from(long).toString('base64url'));
});
