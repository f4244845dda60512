import assert from 'node:assert/strict';
import { test } from 'node:test';
import { samplesIn } from './records.ts';

const raws = (text: string) => [...samplesIn(text)].map(({ raw }) => raw);

test('one JSON value stays whole, lines come in groups, nothing is left out', () => {
  assert.deepEqual(raws('[\n {"a": 1}\n]\n'), ['[\n {"a": 1}\n]\n']);
  assert.deepEqual(raws('{"a":1}\n{"a":2}\n\n'), ['{"a":1}\n{"a":2}']);
  const lines = Array.from({ length: 1_203 }, (_, n) => `line ${n}`);
  const groups = raws(lines.join('\n'));
  assert.deepEqual(
    groups.map((group) => group.split('\n').length),
    [500, 500, 203],
  );
  assert.deepEqual(
    groups.flatMap((group) => group.split('\n')),
    lines,
  );
  assert.deepEqual(raws(''), []);
});

test('a value that no request can hold is refused before anything is sent', () => {
  assert.throws(() => raws(`["${'x'.repeat(1_000_001)}"]`), /can not be tried/);
});
