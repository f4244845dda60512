import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsOfTexts } from './record-list.ts';
import { keptHeaders, loneRecord, normalizeRecords, parseObject, recordTexts } from './records.ts';
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

test('an object over several lines is read at once, lines of objects are not', () => {
  const texts = (body: string) => normalizeRecords(body, () => ({ event, unmapped: false })).items;
  const spread = '{\n "a": [\n  {"b": 1}\n ]\n}';
  assert.deepEqual(loneRecord(`${spread}\n`), { a: [{ b: 1 }] });
  // At the edge of the page: read by the slower way, to the same end.
  const edge = '{"a": [\n{"b": 1}\n]}';
  assert.equal(loneRecord(edge), undefined);
  assert.equal(loneRecord(`${one}\r\n${one}`), undefined);
  assert.equal(loneRecord(`${one}\n \t${one}`), undefined);
  for (const body of [spread, `${spread}\r\n`, edge]) {
    assert.deepEqual(
      texts(body).map(({ raw }) => raw),
      [body.trimEnd()],
    );
  }
  assert.equal(texts(`${one}\n \t${one}`).length, 2);
});

test('a body of crumbs is held as one; crumbs among records one by one', () => {
  const read = () => ({ event, unmapped: false });
  const crumbs = `"{${'"a":{'.repeat(5_000)}`;
  assert.throws(() => normalizeRecords(`${crumbs}"`, read), { code: /_invalid$/ });
  assert.throws(
    () =>
      eventsOfTexts(
        Array.from({ length: 2_000 }, () => 'a'),
        () => [],
      ),
    {
      code: 'json_invalid',
    },
  );
  const { items, failed } = normalizeRecords(`${one}\n${'7\n'.repeat(3_000)}${one}`, read);
  assert.deepEqual([items.length, failed.length], [2, 3_000]);
});

test('one object is asked for', () => {
  assert.throws(() => parseObject('[1]'), { code: 'record_invalid' });
  assert.throws(() => parseObject('{'), { code: 'json_invalid' });
  assert.deepEqual(keptHeaders({ 'x-a': '1' }, ['x-a', 'x-b']), { 'x-a': '1' });
  assert.equal(keptHeaders({}, ['x-a']), undefined);
});
