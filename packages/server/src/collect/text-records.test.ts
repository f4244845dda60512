// A text that is no JSON, for a source of one's own: whatever door it comes by, it is an event.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collector, openBench, secret, start_ms, type Bench } from './testing.ts';

const source = 'tool';
const caller = { ...collector, source };
const json = { 'content-type': 'application/json' };
const request = (body: string, headers: Record<string, string> = json) => ({
  headers,
  body: Buffer.from(body),
  remoteAddress: '203.0.113.9',
});
const stamp = `${start_ms}000000`;

const doors: Record<string, (bench: Bench, text: string) => Promise<unknown>> = {
  webhook: ({ doors }, text) => doors.delivery(source, request(text, { 'x-acta-secret': secret })),
  hec: ({ compatible }, text) =>
    compatible.hec.event(caller, request(JSON.stringify({ event: text }))),
  'hec, raw': ({ compatible }, text) => compatible.hec.raw(caller, request(text)),
  bulk: ({ compatible }, text) =>
    compatible.bulk.bulk(caller, request(`{"create":{}}\n${text}\n`), undefined),
  loki: ({ compatible }, text) =>
    compatible.loki.push(
      caller,
      request(JSON.stringify({ streams: [{ stream: {}, values: [[stamp, text]] }] })),
    ),
  otlp: ({ compatible }, text) => {
    const logRecords = [{ timeUnixNano: stamp, body: { stringValue: text } }];
    return compatible.otlp.logs(
      caller,
      request(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })),
    );
  },
};

async function taken(bench: Bench): Promise<(string | undefined)[][]> {
  const { items } = await bench.intake.quarantine.list({ limit: 10 });
  assert.deepEqual(items, []);
  const events = (await bench.entries()).map(({ event }) => event);
  return events
    .filter((event) => event.source.type === 'generic')
    .map(({ action, raw }) => [action, raw]);
}

for (const [door, send] of Object.entries(doors)) {
  test(`${door}: text that is no JSON is an event with the text as its record`, async (t) => {
    const bench = await openBench(t);
    await bench.addSource('generic', source);
    for (const text of ['door opened by ada', '{"cut":']) await send(bench, text);
    assert.deepEqual(await taken(bench), [
      ['system.other', 'door opened by ada'],
      ['system.other', '{"cut":'],
    ]);
  });
}

test('a record of several lines that a door cut out stays one', async (t) => {
  const bench = await openBench(t);
  await bench.addSource('generic', source);
  const trace = 'panic: no disk\n  at write()\n  at main()';
  for (const door of ['hec', 'loki', 'otlp']) await doors[door]?.(bench, trace);
  const rows = await taken(bench);
  assert.deepEqual(
    rows.map(([, raw]) => raw),
    [trace, trace, trace],
  );
});
