import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bytesField, numberField } from '../../lib/protobuf.ts';
import { collector, openBench, type Bench } from '../testing.ts';
import { labelsOf } from './labels.ts';

const vaultLine = (id: string) =>
  JSON.stringify({
    type: 'response',
    time: '2026-11-19T08:14:00.000000001Z',
    auth: { display_name: 'oidc-ada', entity_id: 'e1' },
    request: { id, operation: 'read', path: 'kv/data/pay', mount_point: 'kv/', mount_type: 'kv' },
    response: {},
  });

const json = { 'content-type': 'application/json' };
const streams = (lines: [string, string, object?][], stream: object = { job: 'vault' }) =>
  JSON.stringify({ streams: [{ stream, values: lines }] });

async function push(
  bench: Bench,
  source: string,
  body: string | Buffer,
  headers: Record<string, string> = json,
): Promise<void> {
  const caller = { ...collector, source };
  const request = { headers, body: Buffer.from(body), remoteAddress: '203.0.113.9' };
  assert.equal((await bench.compatible.loki.push(caller, request)).status, 204);
}

const eventsOf = async (bench: Bench) =>
  (await bench.entries()).map(({ event }) => event).filter(({ source }) => source.type !== 'acta');

/** A block of one literal. */
function block(bytes: Buffer): Buffer {
  const size = bytes.length;
  const length = [(size & 127) | 128, ((size >> 7) & 127) | 128, size >> 14];
  return Buffer.concat([
    Buffer.from([...length, 61 << 2, (size - 1) & 255, (size - 1) >> 8]),
    bytes,
  ]);
}

function protobuf(
  labels: string,
  entries: [seconds: number, nanos: number, line: string][],
): Buffer {
  const entry = ([seconds, nanos, line]: [number, number, string]) =>
    Buffer.concat([
      bytesField(1, Buffer.concat([numberField(1, seconds), numberField(2, nanos)])),
      bytesField(2, line),
      bytesField(3, Buffer.concat([bytesField(1, 'trace'), bytesField(2, 't-1')])),
    ]);
  const parts = entries.map((one) => bytesField(2, entry(one)));
  return block(bytesField(1, Buffer.concat([bytesField(1, labels), ...parts])));
}

test('JSON and protobuf: lines to their adapter, labels kept', async (t) => {
  const bench = await openBench(t);
  await bench.addSource('vault', 'secrets');
  await push(bench, 'secrets', streams([['1795076100000000001', vaultLine('r1'), { pod: 'v-0' }]]));
  await push(bench, 'secrets', gzipSync(streams([['1795076100000000002', vaultLine('r2')]])), {
    ...json,
    'content-encoding': 'gzip',
  });
  const body = protobuf('{job="vault",host="v-1"}', [[1_795_076_100, 3, vaultLine('r3')]]);
  for (const encoding of ['snappy', 'identity']) {
    const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': encoding };
    await push(bench, 'secrets', body, headers);
  }
  const old = {
    labels: '{job="old"}',
    entries: [{ ts: '2026-11-19T08:14:00Z', line: vaultLine('r4') }],
  };
  await push(bench, 'secrets', JSON.stringify({ streams: [old] }));
  const events = await eventsOf(bench);
  assert.deepEqual(
    events.map(({ source }) => source.delivery),
    ['r1', 'r2', 'r3', 'r4'].map((id) => `${id}:response`),
  );
  assert.deepEqual(events[0]?.context?.request?.headers, {
    'loki-job': 'vault',
    'loki-pod': 'v-0',
  });
  assert.deepEqual(events[2]?.context?.request?.headers, {
    'loki-job': 'vault',
    'loki-host': 'v-1',
    'loki-trace': 't-1',
  });
  assert.equal(events[2]?.raw, vaultLine('r3'));
});

test('the same labels, time and line again are the same; twice at once they are two', async (t) => {
  const bench = await openBench(t);
  await bench.addSource('linux', 'hosts');
  const line = 'sshd[7]: Accepted publickey for ada from 203.0.113.7 port 5';
  const body = streams(
    [
      ['1795076100000000001', line],
      ['1795076100000000001', line],
    ],
    { host: 'web-1' },
  );
  await push(bench, 'hosts', body);
  await push(bench, 'hosts', body);
  await push(bench, 'hosts', streams([['1795076100000000002', line]], { host: 'web-1' }));
  const events = await eventsOf(bench);
  assert.equal(events.length, 3);
  assert.equal(events[0]?.time, '2026-11-19T08:15:00.000Z');
});

test('a line that can’t be read goes to quarantine, the others are taken', async (t) => {
  const bench = await openBench(t);
  await bench.addSource('vault', 'secrets');
  await push(
    bench,
    'secrets',
    streams([
      ['1', vaultLine('r1')],
      ['2', 'no record'],
      ['x', vaultLine('r2')],
    ]),
  );
  assert.equal((await eventsOf(bench)).length, 2);
  assert.equal((await bench.intake.quarantine.list({ limit: 9 })).items.length, 1);
});

test('bodies that are none', async (t) => {
  const bench = await openBench(t, { limits: { 'intake.body_bytes': 1_000 } });
  const proto = { 'content-type': 'application/x-protobuf' };
  const huge = Buffer.from([0x80, 0x89, 0x7a, 0]);
  for (const [body, headers, code] of [
    ['{', json, 'json_invalid'],
    ['{}', json, 'loki_body_invalid'],
    ['', proto, 'body_empty'],
    ['xyz', proto, 'encoding_broken'],
    [huge, proto, 'body_inflates_too_large'],
    [block(Buffer.from([0x0a, 0x7f])), proto, 'protobuf_invalid'],
  ] as const) {
    await assert.rejects(push(bench, 'acme', body, headers), { code }, code);
  }
});

test('labels', () => {
  assert.deepEqual(labelsOf('{a="b", c = "d\\"e\\n"}'), { a: 'b', c: 'd"e\n' });
  for (const odd of ['', '{', '{a}', '{a="', 'a=b', '{="x"}']) assert.ok(labelsOf(odd));
  fc.assert(
    fc.property(fc.string(), (value) => {
      const quoted = value.replace(/["\\]/g, '\\$&');
      assert.deepEqual(labelsOf(`{x="${quoted}",y="1"}`), { x: value, y: '1' });
    }),
  );
});
