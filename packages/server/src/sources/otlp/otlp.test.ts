import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { logsOfJson } from './cut.ts';
import { otlp } from './index.ts';
import { membersText, plainText } from './values.ts';

const text = (stringValue: string) => ({ stringValue });
const attribute = (key: string, value: string) => ({ key, value: text(value) });

const envelope = (record: object, resource: object[] = []) => ({
  resource: { attributes: resource },
  scope: { name: 'deployer' },
  logRecord: record,
});

test('an event by its name and the semantic conventions', () => {
  const { event, unmapped, delivery } = oneItem(
    otlp,
    envelope(
      {
        timeUnixNano: '1795076100123456789',
        severityText: 'INFO',
        eventName: 'deployment.succeeded',
        body: text('pay is out'),
        attributes: [
          attribute('user.id', 'u-1'),
          attribute('user.name', 'ada'),
          attribute('event.outcome', 'success'),
          attribute('client.address', '203.0.113.7'),
          attribute('cicd.pipeline.run.id', '77'),
          attribute('vcs.ref.head.revision', 'a'.repeat(40)),
          attribute('log.record.uid', '01HXYZ'),
        ],
      },
      [attribute('service.name', 'pay'), attribute('deployment.environment.name', 'production')],
    ),
  );
  assert.equal(unmapped, false);
  assert.equal(delivery, 'otlp:01HXYZ');
  assert.equal(event.time, '2026-11-19T08:15:00.123Z');
  assert.deepEqual(event.actor, { type: 'user', id: 'u-1', name: 'ada' });
  assert.deepEqual(event.target, { type: 'service', id: 'pay', name: 'pay' });
  assert.deepEqual(event.pipeline, {
    run: '77',
    commit: 'a'.repeat(40),
    environment: 'production',
    service: 'pay',
  });
  assert.equal(event.outcome, 'success');
  assert.equal(event.context?.ip, '203.0.113.7');
  assert.equal(event.why?.reason, 'pay is out');
});

test('a plain log record: nobody is named, nothing is guessed', () => {
  const { event, unmapped, delivery } = oneItem(otlp, envelope({ body: text('hello') }));
  assert.deepEqual([event.action, unmapped, delivery], ['system.other', true, undefined]);
  assert.equal(event.actor.type, 'unknown');
  assert.equal(event.native, 'deployer');
  assert.equal(event.time, undefined);
});

test('a whole export, and what is none', () => {
  const record = { body: text('a') };
  const whole = { resourceLogs: [{ scopeLogs: [{ logRecords: [record, record] }] }] };
  assert.equal(normalizeText(otlp, whole).items.length, 2);
  assert.equal(normalizeText(otlp, [{ x: 1 }, envelope(record)]).failed.length, 1);
});

test('each record is cut out of its export as it stands, whatever stands beside it', () => {
  const record = (n: number) => `{ "body":{"stringValue":"${n}"}, "n": 395969746957422600 }`;
  const text = `{"resourceLogs":[7,{"resource":{"a":1},"scopeLogs":[{"logRecords":[${record(0)},${record(1)}]},{"scope":{"name":"s"}}]},
    {"scopeLogs":[{"logRecords":[]},{"scope":{"name":"t"},"logRecords":[${record(2)}]}]}]}`;
  assert.deepEqual(
    logsOfJson(text).map(({ envelope }) => envelope()),
    [
      `{"resource":{"a":1},"scope":{},"logRecord":${record(0)}}`,
      `{"resource":{"a":1},"scope":{},"logRecord":${record(1)}}`,
      `{"resource":{},"scope":{"name":"t"},"logRecord":${record(2)}}`,
    ],
  );
});

test('values as JSON: large integers keep their digits', () => {
  assert.equal(plainText({ intValue: '395969746957422600' }), '395969746957422600');
  assert.equal(plainText({ doubleValue: 1.5 }), '1.5');
  assert.equal(plainText({ boolValue: true }), 'true');
  assert.equal(plainText({ arrayValue: { values: [text('a'), {}] } }), '["a",null]');
  const pairs = [{ key: 'a', value: { kvlistValue: { values: [attribute('b', 'c')] } } }];
  assert.equal(membersText(pairs), '{"a":{"b":"c"}}');
  let deep: object = text('x');
  for (let n = 0; n < 20; n++) deep = { arrayValue: { values: [deep] } };
  assert.throws(() => plainText(deep as never));
});
