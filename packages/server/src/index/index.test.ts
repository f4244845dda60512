// The index as the server uses it, on the real engine.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { ActaEvent } from '@acta/event';
import { parseQuery, type Query } from '@acta/query';
import type { LogEntry } from '../lib/entry.ts';
import { type EventIndex, openIndex } from './index.ts';
import { entryOf, memoryLog } from './testing.ts';

const COUNT = 300;
const START = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;
const dir = mkdtempSync(join(tmpdir(), 'acta-index-'));
const log = memoryLog();
let index: EventIndex;

/** Hourly events of five people; every tenth fails. */
function eventAt(n: number, more: Partial<ActaEvent> = {}): ActaEvent {
  return {
    v: 1,
    id: `${n.toString(16).padStart(8, '0')}-0000-8000-8000-000000000000`,
    time: new Date(START + n * HOUR).toISOString(),
    received: new Date(START + n * HOUR).toISOString(),
    source: { type: 'github', name: 'Acme' },
    action: 'branch_protection.removed',
    category: 'policy',
    effect: 'delete',
    outcome: n % 10 === 0 ? 'failure' : 'success',
    severity: n % 2 === 0 ? 'high' : 'info',
    actor: { type: 'user', id: `u${n % 5}`, name: `Person ${n % 5}` },
    target: { type: 'repository', id: `r${n % 7}`, name: `acme/Repo-${n % 7}` },
    labels: { Team: n % 3 === 0 ? 'Pay' : 'Core' },
    raw: `{"n":${n},"secret":"raw only ${n}"}`,
    ...more,
  };
}

function ast(text: string): Query {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok);
  return parsed.ast;
}

const ALWAYS = { from: null, to: null };

function search(q: string, more: object = {}) {
  const page = { order: '-time', limit: 50, cursor: null } as const;
  return index.search({ ast: ast(q), ...ALWAYS, ...page, ...more });
}

before(async () => {
  index = await openIndex({ dir, origin: 'test' });
  log.commit(Array.from({ length: COUNT }, (_, n) => entryOf(eventAt(n), n)));
  index.follow(log);
  await indexed(COUNT);
});
after(async () => {
  await index.close();
  rmSync(dir, { recursive: true, force: true });
});

async function indexed(through: number): Promise<void> {
  if (index.through() >= through) return;
  await new Promise<void>((resolve) => {
    const end = index.onIndexed((at) => {
      if (at < through) return;
      end();
      resolve();
    });
  });
}

test('pages cover everything once, newest first and oldest first', async () => {
  for (const order of ['-time', 'time'] as const) {
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof search>> = await search('', {
        limit: 70,
        cursor,
        order,
      });
      assert.equal(page.total, COUNT);
      assert.equal(page.covered.through_index, COUNT);
      seen.push(...page.events.map((event) => event.index));
      cursor = page.next;
    } while (cursor !== null);
    const all = Array.from({ length: COUNT }, (_, n) => n);
    assert.deepEqual(seen, order === 'time' ? all : all.toReversed());
  }
});

test('what comes later does not move into a list that has begun', async () => {
  const first = await search('actor:"person 1"', { limit: 30 });
  const at = log.head().size;
  const late: LogEntry[] = [
    entryOf(eventAt(11, { id: `ffffffff-0000-8000-8000-${'0'.repeat(12)}` }), at),
  ];
  log.commit(late);
  await indexed(at + 1);
  const second = await search('actor:"person 1"', { limit: 50, cursor: first.next });
  assert.equal(first.events.length + second.events.length, COUNT / 5);
  assert.equal(second.next, null);
  assert.equal(second.total, first.total);
  assert.equal((await search('actor:"person 1"')).total, COUNT / 5 + 1);
});

test('a cursor of another question, or none at all, is refused', async () => {
  const { next } = await search('severity:high', { limit: 5 });
  const forged = Buffer.from('[1,"x",0,0,0,0]').toString('base64url');
  for (const cursor of ['', 'x', forged, `${next}x`]) {
    await assert.rejects(search('severity:high', { cursor }), { code: 'cursor_invalid' });
  }
  await assert.rejects(search('severity:info', { cursor: next }), { code: 'cursor_invalid' });
  await assert.rejects(search('severity:high', { cursor: next, scope: ast('x') }), {
    code: 'cursor_invalid',
  });
});

test('ranges take the start and leave the end', async () => {
  const [from, to] = [10, 20].map((n) => new Date(START + n * HOUR).toISOString());
  const { events, covered } = await search('-id:ffffffff*', { from, to, order: 'time' });
  assert.deepEqual(
    events.map((event) => event.index),
    [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
  );
  assert.deepEqual(covered, { from, to, through_index: index.through() });
});

test('a scope holds beside the query, and masked groups take no part', async () => {
  const scope = ast('actor:"person 1"');
  assert.equal((await search('index:<100', { scope })).total, 20);
  assert.equal((await search('actor:"person 2"', { scope })).total, 0);
  assert.equal((await search('-zzz', { scope })).total, COUNT / 5 + 1);
  const masked = await search('index:<100', { scope, withheld: ['actor', 'details'] });
  assert.equal(masked.total, 20);
  assert.equal(masked.events[0]!.actor, undefined);
  assert.equal(masked.events[0]!.labels, undefined);
  assert.deepEqual(masked.events[0]!.source, { type: 'github' });
  assert.equal((await search('actor:*', { withheld: ['actor'] })).total, 0);
  assert.equal((await search('"raw only 5"')).total, 1);
  assert.equal((await search('"raw only 5"', { withheld: ['raw'] })).total, 0);
  const asked = { ast: ast(''), ...ALWAYS, limit: 5, withheld: ['actor' as const] };
  const { facets } = await index.facets({ ...asked, fields: ['actor', 'target'] });
  assert.deepEqual([facets[0]!.values, facets[0]!.other], [[], 0]);
  assert.equal(facets[1]!.values.length, 5);
});

test('a histogram has every bucket and counts failures', async () => {
  const range = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-03T00:00:00.000Z' };
  const given = await index.histogram({ ast: ast('index:<300'), ...range, buckets: 4 });
  assert.equal(given.interval_s, 12 * 3600);
  assert.deepEqual(
    given.buckets.map((bucket) => [bucket.start, bucket.count, bucket.failures]),
    [
      ['2026-01-01T00:00:00.000Z', 12, 2],
      ['2026-01-01T12:00:00.000Z', 12, 1],
      ['2026-01-02T00:00:00.000Z', 12, 1],
      ['2026-01-02T12:00:00.000Z', 12, 1],
    ],
  );
  const open = await index.histogram({ ast: ast('index:<300'), ...ALWAYS, buckets: 60 });
  assert.equal(open.total, COUNT);
  assert.ok(open.buckets.length <= 61);
  const none = await index.histogram({ ast: ast('zzz'), ...ALWAYS, buckets: 60 });
  assert.deepEqual([none.total, none.buckets], [0, []]);
});

test('facets count, keep the spelling and say what is left', async () => {
  const fields = ['actor', 'target', 'severity', 'label.Team', 'source', 'ticket'];
  const asked = { ast: ast('index:<300'), ...ALWAYS, fields, limit: 2 };
  const { facets } = await index.facets(asked);
  const shown = facets.map(({ field, values, other }) => [
    field,
    values.map(({ value, count }) => `${value} ${count}`).join(),
    other,
  ]);
  assert.deepEqual(shown, [
    ['actor', 'Person 0 60,Person 1 60', 180],
    ['target', 'acme/Repo-0 43,acme/Repo-1 43', 214],
    ['severity', 'high 150,info 150', 0],
    ['label.Team', 'Core 200,Pay 100', 0],
    ['source', 'github 300', 0],
    ['ticket', '', 0],
  ]);
  for (const field of ['nope', 'time', 'raw', 'id']) {
    await assert.rejects(index.facets({ ...asked, fields: [field] }), { code: 'field_invalid' });
  }
});

test('an event is found by its id, whatever its id says of its time', async () => {
  const found = await index.get(eventAt(17).id);
  assert.equal(found?.index, 17);
  assert.equal((found as { raw?: string } | null)?.raw, undefined);
  assert.equal(await index.get('00000000-0000-8000-8000-00000000abcd'), null);
  assert.equal(await index.get("' OR 1=1"), null);
});

test('the places of many ids come at once, of one that stands twice the first', async () => {
  const at = log.head().size;
  const ids = Array.from({ length: 700 }, (_, n) => {
    const hex = (START + n).toString(16).padStart(12, '0');
    return `${hex.slice(0, 8)}-${hex.slice(8)}-8000-8000-00000000000a`;
  });
  const held = [ids[3]!, ids[650]!, ids[3]!];
  const time = (id: string) => ({ id, time: new Date(START + ids.indexOf(id)).toISOString() });
  log.commit(held.map((id, n) => entryOf(eventAt(0, time(id)), at + n)));
  await indexed(at + 3);
  const places = await index.placesOf([...ids, eventAt(17).id]);
  assert.deepEqual(
    [...places].toSorted((a, b) => a[1] - b[1]),
    [
      [ids[3], at],
      [ids[650], at + 1],
    ],
  );
  assert.equal((await index.placesOf([])).size, 0);
});

test('who looked is listed, latest first', async () => {
  const at = log.head().size;
  const id = eventAt(17).id;
  const look = (n: number, action: string): LogEntry => {
    const target = { type: 'event', id };
    const source = { type: 'acta', name: 'acta' };
    const actor = { type: 'user', id: 'k1', name: 'Ann' };
    return entryOf(eventAt(900 + n, { action, target, source, actor }), at + n);
  };
  log.commit([look(0, 'event.viewed'), look(1, 'raw.revealed'), look(2, 'search.executed')]);
  log.commit([look(3, 'event.revealed')]);
  await indexed(at + 4);
  const page = await index.viewersOf(id, { limit: 1, cursor: null });
  assert.deepEqual(page.viewers[0]!.action, 'event.revealed');
  assert.equal(page.viewers[0]!.who, 'Ann');
  const next = await index.viewersOf(id, { limit: 5, cursor: page.next });
  assert.deepEqual(
    next.viewers.map((viewer) => viewer.action),
    ['raw.revealed', 'event.viewed'],
  );
});

test('a second index reads the same through the address of the engine', async () => {
  const { url, password } = await index.engine();
  const remote = await openIndex({
    url: url.replace('//', `//default:${password}@`),
    origin: 'test',
  });
  assert.equal(remote.through(), index.through());
  assert.deepEqual(await remote.get(eventAt(5).id), await index.get(eventAt(5).id));
  await remote.close();
  assert.equal((await search('index:5')).total, 1);
});

/** The same index under another limit. */
async function limited(name: string, set: number): Promise<EventIndex> {
  const limits = {
    value: (limit: { name: string; default: number }) =>
      limit.name === name ? set : limit.default,
    reached() {},
    known: () => [],
    unknown: () => [],
  };
  const { url, password } = await index.engine();
  const address = url.replace('//', `//default:${password}@`);
  return openIndex({ url: address, origin: 'test', limits });
}

test('parts of words are counted so far, whole words always', async () => {
  const small = await limited('index.counted_parts', 100);
  const total = async (q: string) =>
    (await small.search({ ast: ast(q), ...ALWAYS, order: '-time', limit: 1, cursor: null })).total;
  assert.deepEqual(await total('*erson*'), { at_least: 100 });
  assert.deepEqual(await total('Repo AND NOT (x OR *erso*)'), 0);
  assert.equal(await total('*epo-6*'), await total('"repo-6"'));
  assert.ok(Number(await total('person')) >= COUNT);
  await small.close();
});

test('a question that takes too much memory is given up', async () => {
  const small = await limited('index.query_memory_bytes', 1);
  const asked = { ast: ast(''), ...ALWAYS, fields: ['actor'], limit: 5 };
  await assert.rejects(small.facets(asked), { code: 'query_too_large', status: 422 });
  await small.close();
});

test('it is built again from the log, and anew for another log', async () => {
  const size = log.head().size;
  await index.rebuild();
  await indexed(size);
  assert.equal((await search('')).total, size);
  const small = memoryLog();
  small.commit([entryOf(eventAt(0), 0)]);
  await index.close();
  index = await openIndex({ dir, origin: 'test' });
  assert.equal(index.through(), size);
  index.follow(small);
  await indexed(1);
  assert.equal((await search('')).total, 1);
  await index.close();
  index = await openIndex({ dir, origin: 'another' });
  assert.equal(index.through(), 0);
});
