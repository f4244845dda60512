import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { test } from 'node:test';
import type { ActaError } from '../../lib/errors.ts';
import { bytesField, eachField, numberField, stringOf } from '../../lib/protobuf.ts';
import { collector, openBench, type Bench } from '../testing.ts';
import { logsOfProtobuf } from './protobuf.ts';

const json = { 'content-type': 'application/json' };
const proto = { 'content-type': 'application/x-protobuf' };
const audit = (id: string) => ({
  '@timestamp': 1_795_076_100_000,
  _document_id: id,
  action: 'protected_branch.destroy',
  actor: 'octavia',
  repo: 'acme/pay',
});
const body = (value: unknown) => ({ body: { stringValue: JSON.stringify(value) } });
const exported = (...logRecords: object[]) =>
  JSON.stringify({
    resourceLogs: [
      {
        resource: { attributes: [{ key: 'host.name', value: { stringValue: 'gh-1' } }] },
        scopeLogs: [{ scope: { name: 'filelog' }, logRecords }],
      },
    ],
  });

async function send(
  bench: Bench,
  sent: string | Buffer,
  headers: Record<string, string> = json,
  source = 'acme',
) {
  const caller = { ...collector, source };
  const request = { headers, body: Buffer.from(sent), remoteAddress: '203.0.113.9' };
  const answer = await bench.compatible.otlp.logs(caller, request);
  assert.equal(answer.status, 200);
  return answer;
}

const eventsOf = async (bench: Bench) =>
  (await bench.entries()).map(({ event }) => event).filter(({ source }) => source.type !== 'acta');

test('bodies go to the adapter of the source, resource and attributes are kept', async (t) => {
  const bench = await openBench(t);
  const kvlist = {
    body: {
      kvlistValue: {
        values: Object.entries(audit('b')).map(([key, value]) => ({
          key,
          value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
        })),
      },
    },
    attributes: [{ key: 'log.file.name', value: { stringValue: 'audit.json' } }],
  };
  const answer = await send(bench, exported(body(audit('a')), kvlist));
  assert.equal(answer.body, '{}');
  const events = await eventsOf(bench);
  assert.deepEqual(
    events.map(({ source }) => source.delivery),
    ['a', 'b'],
  );
  assert.deepEqual(events[1]?.context?.request?.headers, {
    'otlp-host.name': 'gh-1',
    'otlp-scope': 'filelog',
    'otlp-log.file.name': 'audit.json',
  });
  assert.equal(events[1]?.time, '2026-11-19T08:15:00.000Z');
});

test('a source of the type otlp takes the record with its resource', async (t) => {
  const bench = await openBench(t);
  await bench.addSource('otlp', 'apps');
  const record = '{"eventName":"deployment.succeeded" , "attributes":[]}';
  const whole = exported({}).replace('[{}]', `[${record}]`);
  await send(bench, whole, json, 'apps');
  const [event] = await eventsOf(bench);
  assert.equal(event?.action, 'deployment.succeeded');
  assert.ok(event?.raw?.endsWith(`"logRecord":${record}}`));
});

test('records that can’t be read are a partial success', async (t) => {
  const bench = await openBench(t);
  const sent = exported(body(audit('a')), { body: { stringValue: 'no record' } }, {});
  const answer = JSON.parse((await send(bench, sent)).body) as {
    partialSuccess: { rejectedLogRecords: string; errorMessage: string };
  };
  assert.equal(answer.partialSuccess.rejectedLogRecords, '2');
  assert.equal((await eventsOf(bench)).length, 1);
  const [kept] = (await bench.intake.quarantine.list({ limit: 9 })).items;
  await assert.rejects(bench.intake.quarantine.replay(kept!.id, collector), {
    code: 'still_unreadable',
  });
});

const value = (text: string) => bytesField(1, text);
const pair = (key: string, any: Buffer) => Buffer.concat([bytesField(1, key), bytesField(2, any)]);

test('protobuf: the same, and answers in protobuf', async (t) => {
  const bench = await openBench(t);
  const record = Buffer.concat([
    bytesField(5, value(JSON.stringify(audit('p')))),
    bytesField(6, pair('n', numberField(3, 7))),
  ]);
  const bad = bytesField(5, value('no record'));
  const scope = Buffer.concat([
    bytesField(1, bytesField(1, 'sdk')),
    bytesField(2, record),
    bytesField(2, bad),
  ]);
  const resource = bytesField(1, pair('service.name', value('pay')));
  const message = bytesField(1, Buffer.concat([bytesField(1, resource), bytesField(2, scope)]));
  const answer = await send(bench, message, proto);
  assert.equal(answer.headers['content-type'], 'application/x-protobuf');
  let said = '';
  eachField(answer.bytes!, (field, partial) => {
    assert.equal(field, 1);
    eachField(partial as Uint8Array, (inner, text) => {
      if (inner === 1) assert.equal(text, 1n);
      if (inner === 2) said = stringOf(text);
    });
  });
  assert.match(said, /^json_invalid/);
  const [event] = await eventsOf(bench);
  assert.deepEqual(event?.context?.request?.headers, {
    'otlp-service.name': 'pay',
    'otlp-scope': 'sdk',
    'otlp-n': '7',
  });
});

test('refusals, in the form of the request', async (t) => {
  const bench = await openBench(t);
  for (const [sent, headers, code] of [
    ['{', json, 'json_invalid'],
    ['{"resourceLogs":1}', json, 'otlp_body_invalid'],
    [Buffer.from([0x0a, 0x7f]), proto, 'protobuf_invalid'],
  ] as const) {
    await assert.rejects(send(bench, sent, headers), (error: ActaError) => {
      assert.equal(error.code, code);
      const { otlp } = bench.compatible;
      assert.equal(JSON.parse(otlp.refused(error, json).body).code, 3);
      assert.deepEqual([...otlp.refused(error, proto).bytes!.subarray(0, 2)], [8, 3]);
      return true;
    });
  }
  assert.equal((await send(bench, '{}')).body, '{}');
  assert.equal((await send(bench, '', proto)).bytes?.length, 0);
});

test('any bytes are an export or none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        logsOfProtobuf(bytes);
      } catch (error) {
        assert.equal((error as Error).constructor.name, 'WireError');
      }
    }),
  );
});
