import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { readFieldName, readFieldNames, writeFieldName } from './field-name.ts';
import { createMatcher } from './match/index.ts';
import { parseQuery } from './parse.ts';

const labelName = fc.oneof(
  fc.constantFrom('team:owner', 'two words', 'k8s.io/app', 'x.y', 'a,b', '"', '\\"'),
  fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
);

test('only what is no word stands in quotes', () => {
  const rows: [string, string][] = [
    ['actor.name', 'actor.name'],
    ['labels.team', 'labels.team'],
    ['labels.team:owner', 'labels."team:owner"'],
    ['label.two words', 'label."two words"'],
    ['labels.app.kubernetes.io/name', 'labels."app.kubernetes.io/name"'],
    ['labels.a"b\\c', 'labels."a\\"b\\\\c"'],
    ['context.request.headers.x-id', 'context.request.headers.x-id'],
  ];
  for (const [name, written] of rows) assert.equal(writeFieldName(name), written);
});

test('any name is read as it was written, whatever follows', () => {
  fc.assert(
    fc.property(labelName, (own) => {
      const written = writeFieldName(`labels.${own}`);
      for (const rest of ['', ':x', ', action']) {
        const read = readFieldName(written + rest, 0);
        assert.deepEqual(read, { name: `labels.${own}`, end: written.length });
      }
    }),
  );
});

test('a list of names, with commas in quotes', () => {
  assert.deepEqual(readFieldNames('actor, labels."a,b" ,action'), [
    'actor',
    'labels.a,b',
    'action',
  ]);
  assert.deepEqual(readFieldNames('labels.team:owner,x'), ['labels.team:owner', 'x']);
  assert.deepEqual(readFieldNames(''), ['']);
  fc.assert(
    fc.property(fc.array(labelName, { minLength: 1, maxLength: 4 }), (all) => {
      const names = all.map((own) => `labels.${own}`);
      assert.deepEqual(readFieldNames(names.map(writeFieldName).join(',')), names);
    }),
  );
});

test('an event is found by a label of any name', () => {
  fc.assert(
    fc.property(labelName, (own) => {
      fc.pre(own !== '__proto__');
      const read = parseQuery(`${writeFieldName(`labels.${own}`)}:x`);
      assert.ok(read.ok);
      const matches = createMatcher(read.ast, { now: 0 });
      assert.ok(matches({ labels: { [own]: 'x' } }));
      assert.ok(!matches({ labels: { [own]: 'y' } }));
    }),
  );
});
