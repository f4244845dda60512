import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NotNormalizable } from '../types.ts';
import { github } from './index.ts';

const record = (id: string | undefined, more = '') =>
  `{"action":"repo.create","actor":"octavia","repo":"acme/pay"${more}${id === undefined ? '' : `,"_document_id":"${id}"`}}`;

function normalize(text: string) {
  const body = Buffer.from(text);
  return github.normalize({ headers: {}, body, received: 0, via: 'stream' }, {});
}
const ids = (text: string) => normalize(text).items.map(({ delivery }) => delivery);

const forms: readonly (readonly [string, string])[] = [
  ['lines', `${record('a')}\n${record('b')}\n`],
  ['a list', `[${record('a')} , ${record('b')}]`],
  ['in a row', record('a') + record('b')],
  ['HEC', `{"time":1795076100,"event":${record('a')}}{"event":${record('b')},"sourcetype":"x"}`],
  ['HEC lines', `{"event":${record('a')}}\r\n{"event":${record('b')}}`],
  [
    'HEC with the record as a text',
    `{"event":${JSON.stringify(record('a'))}}{"event":${record('b')}}`,
  ],
  ['a list of HEC', `[{"event":${record('a')}},{"event":${record('b')}}]`],
  ['a mark before', `\ufeff${record('a')}\n${record('b')}`],
];

for (const [name, text] of forms) {
  test(`records as ${name}: each with its own id and exact text`, () => {
    const { items, failed } = normalize(text);
    assert.deepEqual(failed, []);
    assert.deepEqual(
      items.map(({ delivery, raw }) => [delivery, raw]),
      [
        ['a', record('a')],
        ['b', record('b')],
      ],
    );
  });
}

test('numbers beyond 2^53 and equal keys survive in the record’s text', () => {
  const text = record('a', ',"n":9007199254740993,"n":395969746957422600');
  assert.equal(normalize(text).items[0]?.raw, text);
});

test('records without an id: the same again has the same ids, equal ones stay apart', () => {
  const text = `${record(undefined)}\n${record(undefined)}\n${record(undefined, ',"n":1')}`;
  const first = ids(text);
  assert.equal(new Set(first).size, 3);
  assert.deepEqual(ids(text), first);
});

test('a record named event is not taken for an envelope', () => {
  const text = record('a', ',"event":{"x":1}');
  assert.equal(normalize(text).items[0]?.raw, text);
});

test('records that can’t be read don’t stop the others', () => {
  const { items, failed } = normalize(`${record('a')}\n{"actor":"x"}\n17\n${record('b')}`);
  assert.equal(items.length, 2);
  assert.deepEqual(
    failed.map(({ code }) => code),
    ['audit_action_missing', 'record_invalid'],
  );
});

test('an empty list has no events; text that is no JSON is refused', () => {
  assert.equal(normalize('[]').items.length, 0);
  for (const text of ['{"action":', '<html>', '[1,']) {
    assert.throws(() => normalize(text), NotNormalizable);
  }
});
