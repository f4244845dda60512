import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAudit } from '../ingest/index.ts';
import { createLimits } from '../lib/limits.ts';
import { createMetrics } from '../lib/metrics.ts';
import { createImportDoor } from './import.ts';
import { admin, openBench, type Bench } from './testing.ts';

const record = (n: number) =>
  JSON.stringify({
    _document_id: `doc-${n}`,
    action: 'repo.create',
    actor: 'octavia',
    created_at: Date.UTC(2025, 1, 1) + n,
  });
const line =
  'Nov 19 08:15:02 web1 sshd[811]: Accepted publickey for ada from 192.0.2.7 port 50022 ssh2';

function doorOf({ intake, ledger, clock }: Bench) {
  const limits = createLimits({}, createMetrics());
  return createImportDoor({ intake, clock, limits, audit: createAudit(ledger, clock) });
}

const piece = (
  text: string,
  query: Record<string, string> = {},
  type = 'application/x-ndjson',
) => ({
  headers: { 'content-type': type },
  body: Buffer.from(text),
  remoteAddress: '192.0.2.1',
  query,
});

async function withLinux(bench: Bench) {
  const acme = await bench.store.sources.byName('acme');
  await bench.store.sources.insert({ ...acme!, id: 's2', type: 'linux', name: 'web1' });
}

test('records of a file are recorded as imported, claimed and told of; again they are known', async (t) => {
  const bench = await openBench(t);
  const take = doorOf(bench);
  const text = [record(1), record(2), '{"no":"record"}'].join('\n');
  const answer = JSON.parse((await take(admin, 'acme', piece(text, { file: 'export.json' }))).body);
  assert.deepEqual([answer.accepted, answer.duplicates, answer.quarantined.length], [2, 0, 1]);
  const again = JSON.parse((await take(admin, 'acme', piece(text))).body);
  assert.deepEqual([again.accepted, again.duplicates], [0, 2]);
  const entries = (await bench.entries()).map(({ event }) => event);
  const [first] = entries;
  assert.deepEqual(first?.marks, ['imported']);
  assert.deepEqual([first?.source.via, first?.actor.assurance], ['import', 'claimed']);
  const told = entries.filter(({ action }) => action === 'source.imported');
  assert.equal(told.length, 1);
  assert.deepEqual(told[0]?.labels, {
    file: 'export.json',
    first: '0',
    accepted: '2',
    duplicates: '0',
  });
  assert.equal(told[0]?.actor.id, admin.id);
});

test('what of a piece could not be read is counted, with the reason', async (t) => {
  const bench = await openBench(t);
  const take = doorOf(bench);
  const told = async (text: string) => {
    const answer = JSON.parse((await take(admin, 'acme', piece(text))).body);
    const failed = answer.failed.map((one: { code: string; count: number }) => [
      one.code,
      one.count,
    ]);
    return [answer.accepted, answer.quarantined.length, failed];
  };
  const odd = '{"no":"record"}';
  assert.deepEqual(await told([record(1), odd, odd].join('\n')), [
    1,
    1,
    [['audit_action_missing', 2]],
  ]);
  assert.deepEqual(await told(`plain\n\nwords\n`), [0, 1, [['json_invalid', 2]]]);
  assert.deepEqual(await told(record(2)), [1, 0, []]);
});

test('equal lines stay apart by their place in the file, however it is cut', async (t) => {
  const bench = await openBench(t);
  await withLinux(bench);
  const take = doorOf(bench);
  const send = async (count: number, first: number) => {
    const query = { fingerprint: 'abcdef0123', first: String(first) };
    const body = Array.from({ length: count }, () => line).join('\n');
    const answer = await take(admin, 'web1', piece(body, query, 'text/plain'));
    return JSON.parse(answer.body) as { accepted: number; duplicates: number };
  };
  assert.equal((await send(3, 0)).accepted, 3);
  assert.equal((await send(2, 3)).accepted, 2);
  const whole = await send(5, 0);
  assert.deepEqual([whole.accepted, whole.duplicates], [0, 5]);
});

test('a check says what would come and takes nothing', async (t) => {
  const bench = await openBench(t);
  const take = doorOf(bench);
  const text = [record(1), record(2), '{"no":"record"}', '{"action":"nobody.knows"}'].join('\n');
  const answer = JSON.parse((await take(admin, 'acme', piece(text, { check: 'true' }))).body);
  assert.equal(answer.records, 3);
  assert.deepEqual(answer.actions['repository.created'], 2);
  assert.deepEqual([answer.unmapped, answer.untimed], [1, 1]);
  assert.deepEqual(
    answer.failed.map(({ count }: { count: number }) => count),
    [1],
  );
  assert.deepEqual([answer.from, answer.samples[0].actor], ['2025-02-01T00:00:00.001Z', 'octavia']);
  const bad = JSON.parse((await take(admin, 'acme', piece('{"cut', { check: 'true' }))).body);
  assert.equal(bad.failed[0].code, 'json_invalid');
  assert.equal((await bench.entries()).length, 0);
});

test('what can’t be imported is refused', async (t) => {
  const bench = await openBench(t);
  const take = doorOf(bench);
  const cases: [string, ReturnType<typeof piece>, string][] = [
    ['nobody', piece('{}'), 'source_unknown'],
    ['acme', piece(''), 'body_empty'],
    ['acme', piece('{}', { first: '-1' }), 'piece_invalid'],
    ['acme', piece('{}', { fingerprint: 'a b' }), 'piece_invalid'],
  ];
  for (const [source, request, code] of cases) {
    await assert.rejects(take(admin, source, request), { code });
  }
});
