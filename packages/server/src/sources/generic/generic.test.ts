import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { NotNormalizable, type Settings } from '../types.ts';
import { generic } from './index.ts';

const record =
  '{"time":"2026-11-19T08:15:02Z","user":"ada","action":"flag.on","n":12345678901234567890}';

test('without a mapping each record is an event, its text kept to the letter', () => {
  for (const body of [record, `[${record}]`, `${record}\n${record.replace('ada', 'bo')}`]) {
    const { items, failed } = normalizeText(generic, body);
    assert.deepEqual(failed, []);
    assert.equal(items[0]?.raw, record);
    assert.equal(items[0]?.event.actor.id, 'ada');
    assert.equal(items[0]?.event.native, 'flag.on');
    assert.equal(items[0]?.event.action, 'system.other');
  }
});

test('lines, and lines that are JSON, in one body', () => {
  const { items } = normalizeText(generic, `plain words\r\n${record}\n\n{"broken": `);
  assert.deepEqual(
    items.map(({ raw }) => raw),
    ['plain words', record, '{"broken": '],
  );
  assert.equal(items[1]?.event.actor.id, 'ada');
});

test('what says that it is JSON and is none is not taken for text', () => {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  assert.throws(() => normalizeText(generic, '{"broken": ', headers), NotNormalizable);
  const { items, failed } = normalizeText(generic, `${record}\n{"a":tru}`, headers);
  assert.deepEqual([items.length, failed.length], [1, 1]);
});

test('a list inside is split, each item with its own text and what is around it', () => {
  const settings: Settings = {
    mapping: {
      v: 1,
      input: { split: 'batch.events' },
      delivery: '{id}',
      fields: { 'actor.id': '{by}', 'target.id': '{@parent.tenant}' },
    },
  };
  const body = '{"tenant":"acme","batch":{"events":[{"id":1, "by":"ada"},{"id":1,"by":"bo"}]}}';
  const { items } = normalizeText(generic, body, {}, settings);
  assert.deepEqual(
    items.map(({ raw, delivery, event }) => [raw, delivery, event.actor.id, event.target.id]),
    [
      ['{"id":1, "by":"ada"}', '1', 'ada', 'acme'],
      ['{"id":1,"by":"bo"}', '1#1', 'bo', 'acme'],
    ],
  );
  assert.equal(oneItem(generic, '{"other":"shape"}', {}, settings).raw, '{"other":"shape"}');
});

test('logfmt lines are records of pairs', () => {
  const settings: Settings = { mapping: { v: 1, input: { format: 'logfmt' } } };
  const { event } = oneItem(generic, 'user="ada l" action=key.used target=k1', {}, settings);
  assert.deepEqual([event.target.id, event.actor.id, event.native], ['k1', 'ada l', 'key.used']);
});

test('a record is known again by its id, or by a text that holds a time; others are new', () => {
  const id = (body: string, settings: Settings = {}) =>
    oneItem(generic, body, {}, settings).delivery;
  assert.equal(id(record), id(record));
  assert.equal(id('door opened'), undefined);
  assert.equal(id('{"k":"e-1"}', { mapping: { v: 1, delivery: '{k}' } }), 'e-1');
});

test('a stored mapping that can’t be read any more loses nothing', () => {
  const item = oneItem(generic, record, {}, { mapping: { v: 99 } });
  assert.equal(item.event.actor.id, 'ada');
});

test('credentials among the headers are out of reach of a mapping', () => {
  const settings: Settings = {
    secret_header: 'X-Tool',
    mapping: {
      v: 1,
      fields: {
        'labels.a': '{@headers.authorization}',
        'labels.b': '{@headers.x-tool}',
        'labels.c': '{@headers.x-kind}',
      },
    },
  };
  const headers = { authorization: 'Bearer abc', 'x-tool': 'secret', 'x-kind': 'k' };
  assert.deepEqual(oneItem(generic, record, headers, settings).event.labels, { c: 'k' });
});

const body = Buffer.from(record);
const verify = (headers: Record<string, string>, settings: Settings) =>
  generic.verify({ headers, body, received: 0 }, ['new-secret', 'old-secret'], settings);

test('bearer, basic, a header of its own: what is set is asked for', () => {
  const basic = (pair: string) => ({
    authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
  });
  const ok = (headers: Record<string, string>, settings: Settings = {}) =>
    verify(headers, settings).ok;
  assert.ok(ok({ authorization: 'Bearer new-secret' }) && ok({ 'x-acta-secret': 'old-secret' }));
  assert.ok(!ok({ authorization: 'Bearer other' }) && !ok({}));
  assert.ok(ok(basic('ci:new-secret'), { basic_user: 'ci' }));
  assert.ok(!ok(basic('xx:new-secret'), { basic_user: 'ci' }));
  assert.ok(ok({ 'x-token': 'new-secret' }, { secret_header: 'X-Token' }));
  assert.ok(!ok({ authorization: 'Bearer new-secret' }, { secret_header: 'X-Token' }));
});

test('an HMAC over the body, with its prefix and encoding, never something weaker', () => {
  const settings = { signature_header: 'X-Sig', signature_prefix: 'sha256=' };
  const digest = (secret: string, encoding: 'hex' | 'base64') =>
    createHmac('sha256', secret).update(body).digest(encoding);
  const good = verify({ 'x-sig': `sha256=${digest('old-secret', 'hex')}` }, settings);
  assert.ok(good.ok && good.assurance === 'source_signed' && good.signature !== undefined);
  assert.ok(
    verify(
      { 'x-sig': digest('new-secret', 'base64') },
      { signature_header: 'x-sig', signature_encoding: 'base64' },
    ).ok,
  );
  const refused: Record<string, string>[] = [
    {},
    { authorization: 'Bearer new-secret' },
    { 'x-sig': digest('new-secret', 'hex') },
    { 'x-sig': `sha256=${digest('other', 'hex')}` },
    { 'x-sig': `sha1=${createHmac('sha1', 'new-secret').update(body).digest('hex')}` },
  ];
  for (const headers of refused) assert.ok(!verify(headers, settings).ok);
});
