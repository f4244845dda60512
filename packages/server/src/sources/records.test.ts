import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptHeaders, normalizeRecords, parseObject, recordTexts } from './records.ts';
import { NotNormalizable, type EventBody } from './types.ts';

const event = { action: 'data.other' } as unknown as EventBody;
const one = '{"n":12345678901234567890, "a":1}';

test('lists, lines and values in a row keep the exact text of each record', () => {
  assert.deepEqual(recordTexts(`[${one} , {"b":2}]`), [one, '{"b":2}']);
  assert.deepEqual(recordTexts(`${one}\n{"b":2}\n`), [one, '{"b":2}']);
  assert.deepEqual(recordTexts(`${one}{"b":2}`), [one, '{"b":2}']);
  assert.deepEqual(recordTexts(''), []);
  assert.throws(() => recordTexts('{"b":'), { code: 'json_invalid' });
});

test('a list inside an object and an envelope around a record are looked into', () => {
  assert.deepEqual(recordTexts(`{"more":1,"value":[${one}]}`, { lists: ['value'] }), [one]);
  const shape = { envelopes: ['event'], own: ['id'] };
  assert.deepEqual(recordTexts(`{"event":${one},"time":1}`, shape), [one]);
  assert.deepEqual(recordTexts(`{"event":${JSON.stringify(one)}}`, shape), [one]);
  assert.deepEqual(recordTexts('{"id":1,"event":{"x":1}}', shape), ['{"id":1,"event":{"x":1}}']);
  assert.deepEqual(recordTexts('{"event":"words"}', shape), ['{"event":"words"}']);
});

test('a record that can’t be read does not hold the others up', () => {
  const read = (record: { [key: string]: unknown }) => {
    if (record['bad'] === true) throw new NotNormalizable('no_type', 'has no type');
    return { event, unmapped: false };
  };
  const { items, failed } = normalizeRecords('{"a":1}\n{"bad":true}\n7\n{"a":1}', read);
  assert.deepEqual(
    failed.map(({ raw, code }) => [raw, code]),
    [
      ['{"bad":true}', 'no_type'],
      ['7', 'record_invalid'],
    ],
  );
  assert.equal(items.length, 2);
  assert.equal(`${items[0]?.delivery}:1`, items[1]?.delivery);
});

test('one object is asked for', () => {
  assert.throws(() => parseObject('[1]'), { code: 'record_invalid' });
  assert.throws(() => parseObject('{'), { code: 'json_invalid' });
  assert.deepEqual(keptHeaders({ 'x-a': '1' }, ['x-a', 'x-b']), { 'x-a': '1' });
  assert.equal(keptHeaders({}, ['x-a']), undefined);
});
