import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RuleReplay } from '@acta/sdk';
import { createCipher } from '../lib/cipher.ts';
import { manualClock } from '../lib/clock.ts';
import { createLimits } from '../lib/limits.ts';
import { createMetrics } from '../lib/metrics.ts';
import { createRandom } from '../lib/random.ts';
import { openStore, type Store } from '../store/index.ts';
import { openReplays, type ReplayedLog } from './replays.ts';

const START = Date.UTC(2026, 10, 20, 12);
const TEXT = 'title: x\nlogsource: {product: x}\ndetection: {s: {a: 1}, condition: s}';
const RULES = {
  texts: [{ file: 'x.yml', text: TEXT }],
  overlay: {},
  titles: new Map([['x', 'x']]),
  rule: 'x',
};
const RANGE = { from: 0, to: START };
const by = { name: 'alice' };

const log = (entries: ReplayedLog['entries']): ReplayedLog => ({
  entries,
  entry: () => Promise.resolve(null),
  head: () => ({ size: 1 }),
});
const EMPTY = log(async function* () {});
/** A log that never ends, so that the server's end comes first. */
const ENDLESS = log(async function* () {
  for (;;) yield [];
});

let ids = 0;
const open = (store: Store, over: ReplayedLog, limits: Record<string, number> = {}) =>
  openReplays({
    store: store.ruleReplays,
    log: over,
    clock: manualClock(START + ids),
    limits: createLimits(limits, createMetrics()),
    correlations: { groups: 10, hits: 10, refs: 10 },
    lateness_ms: 0,
    newId: () => `rpl_${ids++}`,
    idsOf: () => Promise.resolve([]),
  });

async function withStore(work: (store: Store) => Promise<void>): Promise<void> {
  const cipher = createCipher(new Uint8Array(32), createRandom());
  const store = openStore({ file: ':memory:', cipher, now: new Date(START).toISOString() });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

async function ended(replays: Awaited<ReturnType<typeof open>>, id: string): Promise<RuleReplay> {
  while (replays.get(id)!.status === 'running') await new Promise(setImmediate);
  return replays.get(id)!;
}

test('what a replay found is there after a restart', () =>
  withStore(async (store) => {
    const before = await open(store, EMPTY);
    const { id } = await before.start(RULES, RANGE, by);
    assert.equal((await ended(before, id)).status, 'done');
    await before.close();
    const after = await open(store, EMPTY);
    assert.deepEqual(after.list(), before.list());
  }));

test('a replay that the end of the server stops says so, and so does one that a crash left', () =>
  withStore(async (store) => {
    const before = await open(store, ENDLESS);
    const { id } = await before.start(RULES, RANGE, by);
    await before.close();
    assert.equal((await store.ruleReplays.list())[0]!.status, 'interrupted');

    const crashed = await open(store, ENDLESS);
    const next = await crashed.start(RULES, RANGE, by);
    await assert.rejects(crashed.start(RULES, RANGE, by), { code: 'replay_running' });
    assert.equal((await store.ruleReplays.list())[1]!.status, 'running');
    const after = await open(store, EMPTY);
    assert.deepEqual(
      after.list().map((replay) => [replay.id, replay.status, replay.finished !== null]),
      [
        [next.id, 'interrupted', true],
        [id, 'interrupted', true],
      ],
    );
    await crashed.close();
  }));

test('a cancelled replay is one, and the oldest go first', () =>
  withStore(async (store) => {
    const replays = await open(store, ENDLESS, { 'rules.replays': 1 });
    const first = await replays.start(RULES, RANGE, by);
    replays.cancel(first.id);
    assert.equal((await ended(replays, first.id)).status, 'cancelled');
    const second = await replays.start(RULES, RANGE, by);
    assert.deepEqual(
      replays.list().map(({ id }) => id),
      [second.id],
    );
    await replays.close();
    const kept = await store.ruleReplays.list();
    assert.deepEqual(
      kept.map(({ id, status }) => [id, status]),
      [[second.id, 'interrupted']],
    );
  }));
