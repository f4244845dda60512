import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { collector, openBench, type Bench } from '../testing.ts';

const record = (n: number) => ({
  '@timestamp': 1_795_076_100_000 + n,
  action: 'protected_branch.destroy',
  actor: 'octavia',
  repo: 'acme/pay',
  n,
});

const lines = (...values: unknown[]) =>
  `${values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n')}\n`;

interface BulkBody {
  errors: boolean;
  items: Record<
    string,
    { status: number; result?: string; _id?: string; error?: { type: string } }
  >[];
}

async function send(
  bench: Bench,
  body: string | Buffer,
  {
    index,
    source,
    headers = {},
  }: { index?: string; source?: string; headers?: Record<string, string> } = {},
): Promise<BulkBody> {
  const caller = source === undefined ? collector : { ...collector, source };
  const request = { headers, body: Buffer.from(body), remoteAddress: '203.0.113.9' };
  const answer = await bench.compatible.bulk.bulk(caller, request, index);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['x-elastic-product'], 'Elasticsearch');
  return JSON.parse(answer.body) as BulkBody;
}

const eventsOf = async (bench: Bench) =>
  (await bench.entries()).map(({ event }) => event).filter(({ source }) => source.type !== 'acta');

const statuses = ({ items }: BulkBody) =>
  items.map((item) => Object.entries(item).map(([name, { status }]) => [name, status])[0]);

test('documents are recorded, what is no document of a record is told by its item', async (t) => {
  const bench = await openBench(t);
  const answer = await send(
    bench,
    lines(
      { create: { _index: 'audit', _id: 'a' } },
      record(1),
      { update: { _index: 'audit', _id: 'a' } },
      { doc: {} },
      { delete: { _index: 'audit', _id: 'a' } },
      { index: {} },
      '{"cut":',
      { index: { _index: 'audit' } },
      record(2),
    ),
    { index: 'logs' },
  );
  assert.equal(answer.errors, true);
  assert.deepEqual(statuses(answer), [
    ['create', 201],
    ['update', 400],
    ['delete', 400],
    ['index', 400],
    ['index', 201],
  ]);
  assert.equal(answer.items[3]?.['index']?.error?.type, 'document_parsing_exception');
  const events = await eventsOf(bench);
  assert.equal(events.length, 2);
  assert.equal(events[0]?.source.delivery, 'bulk:audit/a');
  assert.equal(events[0]?.context?.request?.headers?.['bulk-index'], 'audit');
  const { items } = await bench.intake.quarantine.list({ limit: 10 });
  assert.deepEqual(
    items.map(({ reason }) => reason),
    ['json_invalid'],
  );
});

test('the same id again: same document, no second event; another one, a conflict', async (t) => {
  const bench = await openBench(t);
  const one = lines({ create: { _id: 'a' } }, record(1));
  await send(bench, one);
  const again = await send(bench, zstdCompressSync(one), {
    headers: { 'content-encoding': 'zstd' },
  });
  assert.deepEqual(again.items[0]?.['create'], {
    ...again.items[0]?.['create'],
    _id: 'a',
    result: 'noop',
    status: 200,
  });
  await send(bench, lines({ index: { _id: 'a' } }, record(2)));
  const events = await eventsOf(bench);
  assert.deepEqual(
    events.map(({ marks }) => marks),
    [undefined, ['conflict']],
  );
});

test('what shippers put around a record comes off', async (t) => {
  const bench = await openBench(t);
  await bench.addSource('kubernetes', 'prod');
  await bench.addSource('linux', 'hosts');
  const audit = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: '7c9f',
    stage: 'ResponseComplete',
    verb: 'delete',
    requestURI: '/api/v1/namespaces/pay/secrets/db',
    user: { username: 'ada' },
    objectRef: { resource: 'secrets', namespace: 'pay', name: 'db', apiVersion: 'v1' },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: '2026-11-19T08:14:00.000000Z',
    stageTimestamp: '2026-11-19T08:14:00.100000Z',
  };
  const fluent = { '@timestamp': '2026-11-19T08:14:01Z', ...audit };
  const beat = { '@timestamp': 'x', message: JSON.stringify(audit), host: { name: 'master-1' } };
  await send(bench, lines({ create: {} }, fluent, { create: {} }, beat), { source: 'prod' });
  const line = 'Nov 19 08:14:00 web-1 sshd[7]: Accepted publickey for ada from 203.0.113.7 port 5';
  const shipped = {
    '@timestamp': '2026-11-19T08:14:01Z',
    message: line,
    log: { file: { path: '/a' } },
  };
  await send(bench, lines({ create: {} }, shipped), { source: 'hosts' });
  const [first, second] = await eventsOf(bench);
  assert.equal(first?.target.name, second?.target.name ?? first?.target.name);
  assert.equal(first?.actor.name ?? first?.actor.id, 'ada');
  const host = (await eventsOf(bench)).at(-1);
  assert.equal(host?.raw, line);
  assert.equal(host?.context?.request?.headers?.['file'], '/a');
});

test('a broken action takes nothing of its request', async (t) => {
  const bench = await openBench(t);
  for (const [body, code] of [
    [lines({ create: {} }, record(1), record(2), record(3)), 'bulk_action_invalid'],
    [lines({ create: {} }, record(1), 'x'), 'bulk_action_invalid'],
    [lines({ create: {}, index: {} }, record(1)), 'bulk_action_invalid'],
    [lines('{"create":{}}').trimEnd(), 'bulk_document_missing'],
    ['\n\n', 'body_empty'],
  ] as const) {
    await assert.rejects(send(bench, body), { code }, body);
  }
  assert.equal((await eventsOf(bench)).length, 0);
});
