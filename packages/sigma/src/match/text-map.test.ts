import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { TextMap } from './text-map.ts';

test('a map by texts holds what a map holds', () => {
  const text = fc.oneof(fc.string(), fc.string({ maxLength: 2 }), fc.constantFrom('', 'a', 'aa'));
  fc.assert(
    fc.property(fc.uniqueArray(text, { maxLength: 60 }), fc.array(text), (texts, others) => {
      const map = new TextMap<number>();
      for (const [at, each] of texts.entries()) map.add(each, at);
      assert.equal(map.size, texts.length);
      for (const each of [...texts, ...others]) {
        const at = texts.indexOf(each);
        assert.equal(map.get(each), at === -1 ? undefined : at);
      }
    }),
  );
});
