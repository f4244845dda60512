import { sealEvent } from '@acta/event';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { manualClock } from '../lib/clock.ts';
import { draftsAhead, type DraftAhead, type EntriesAhead } from '../lib/ahead.ts';
import type { EventDraft } from '../lib/entry.ts';
import { BatchBody, HEADER_BYTES } from '../ledger/wal/batch.ts';
import { createMetrics } from '../lib/metrics.ts';
import { findLateDuplicates } from './late-duplicates.ts';

const DAY = 86_400_000;
const WINDOW = 14 * DAY;
const START = Date.UTC(2026, 10, 1);

/** A log of ids that remembers as the ledger does, and an index that has all of them. */
function memory() {
  const clock = manualClock(START);
  const entries: { id: string; marks: readonly string[] }[] = [];
  let remembered = new Map<string, number>();
  const metrics = createMetrics();
  const state = { broken: false, asked: 0 };
  const ledger = {
    idOf: ({ event, delivery, item }: EventDraft) => JSON.stringify([event.time, delivery, item]),
    indexOf: async (id: string) => remembered.get(id) ?? null,
    append: async (drafts: readonly EventDraft[]) =>
      drafts.map((draft) => {
        const id = ledger.idOf(draft);
        const known = remembered.get(id);
        if (known !== undefined) return { id, index: known, duplicate: true as const };
        const index = entries.push({ id, marks: draft.event.marks ?? [] }) - 1;
        remembered.set(id, index);
        return { id, index };
      }),
    appendAhead: (drafts: readonly DraftAhead[]) =>
      Promise.resolve(
        drafts.map(({ id, time }) => ({ id, index: entries.push({ id, marks: [time] }) - 1 })),
      ),
  };
  const found = findLateDuplicates({
    ledger,
    async placesOf(ids) {
      state.asked += 1;
      if (state.broken) throw new Error('no index');
      const all = entries.map(({ id }, index) => [id, index] as const).toReversed();
      return new Map(all.filter(([id]) => ids.includes(id)));
    },
    window_ms: WINDOW,
    begun_ms: START,
    clock,
    metrics,
  });
  const forget = () => {
    clock.add(WINDOW + DAY);
    remembered = new Map();
  };
  const append = (drafts: readonly EventDraft[]) => found.append(drafts);
  const appendAhead = (drafts: readonly DraftAhead[]) => found.appendAhead(drafts);
  return { append, appendAhead, forget, entries, state, metrics, clock };
}

function draft(delivery: string | undefined, time_ms = START): EventDraft {
  const event = { time: new Date(time_ms).toISOString() } as EventDraft['event'];
  return { event, item: 0, digest: 'd', ...(delivery === undefined ? {} : { delivery }) };
}

test('what comes again after its id was forgotten has an id of its own and is marked', async () => {
  const { append, forget, entries, metrics } = memory();
  await append([draft('a'), draft('b')]);
  for (let round = 1; round <= 3; round++) {
    forget();
    const [again] = await append([draft('a')]);
    assert.deepEqual([again?.index, again?.duplicate], [round + 1, undefined]);
    const [at, once] = await append([draft('a'), draft('a')]);
    assert.deepEqual([at?.index, at?.duplicate, once?.duplicate], [round + 1, true, true]);
  }
  assert.equal(new Set(entries.map(({ id }) => id)).size, 5);
  assert.deepEqual(
    entries.map(({ marks }) => marks.join()),
    ['', '', 'late_duplicate', 'late_duplicate', 'late_duplicate'],
  );
  assert.match(await metrics.text(), /acta_intake_late_duplicates_total \d/);
});

test('what is asked for again gets the receipt of the first, and no entry', async () => {
  const { append, forget, entries } = memory();
  const [first] = await append([draft('a')]);
  forget();
  const again = (delivery: string) => ({ ...draft(delivery), again: true as const });
  const receipts = await append([again('b'), again('a'), draft('a')]);
  assert.deepEqual(
    receipts.map(({ index, duplicate }) => [index, duplicate]),
    [
      [1, undefined],
      [first?.index, true],
      [2, undefined],
    ],
  );
  assert.deepEqual(
    entries.map(({ marks }) => marks.join()),
    ['', '', 'late_duplicate'],
  );
});

test('the index is asked only about named events older than the memory, in their places', async () => {
  const { append, forget, entries, state, clock } = memory();
  await append([draft('a')]);
  forget();
  await append([draft(undefined), draft('fresh', clock.now())]);
  assert.equal(state.asked, 0);
  const receipts = await append([draft('x', clock.now()), draft('a'), draft('old')]);
  assert.deepEqual(
    receipts.map(({ index }) => index),
    [3, 4, 5],
  );
  assert.deepEqual(entries[4]?.marks, ['late_duplicate']);
  assert.deepEqual([entries[3]?.marks, entries[5]?.marks], [[], []]);
});

test('without an index old events are recorded all the same, and counted', async () => {
  const { append, state, forget, entries, metrics } = memory();
  state.broken = true;
  forget();
  await append([draft('a')]);
  assert.equal(entries.length, 1);
  assert.match(await metrics.text(), /acta_intake_late_unasked_total 1/);
});

test('a log younger than its memory asks nobody, however old the events are', async () => {
  const { append, clock, state } = memory();
  await append([draft('a', START - 90 * DAY)]);
  clock.add(WINDOW);
  await append([draft('b', START - 90 * DAY)]);
  assert.equal(state.asked, 0);
  clock.add(1);
  await append([draft('c', START - 90 * DAY)]);
  assert.equal(state.asked, 1);
});

/** One entry made ahead, of an event with this delivery id. */
function ahead(delivery: string | undefined): DraftAhead[] {
  const time = new Date(START).toISOString();
  const id = '0192f8c2-0000-8000-8000-000000000000';
  const [type, name, via] = ['events', 'api', 'api'];
  const source = { type, name, via, ...(delivery === undefined ? {} : { delivery }) };
  const { leaf, record } = sealEvent(
    {
      v: 1,
      id,
      time,
      received: time,
      source,
      action: 'commits.pushed',
      category: 'change',
      effect: 'update',
      outcome: 'success',
      severity: 'info',
      actor: { type: 'user', id: 'u' },
      target: { type: 'repository', id: 'r' },
    },
    new Uint8Array(16),
  );
  const body = new BatchBody(0);
  const digest = delivery === undefined ? '' : 'd';
  body.add({ leaf, record, digest });
  const stored = body.memory.subarray(HEADER_BYTES, body.length);
  const entries: EntriesAhead = {
    source: { type, name, via },
    ids: [id],
    times: [time],
    actions: ['commits.pushed'],
    natives: [''],
    digests: [digest],
    items: [0],
    stored,
    stored_ends: [stored.length],
    rows: Buffer.alloc(0),
    row_ends: [0],
    body_at: [0],
  };
  return draftsAhead(entries);
}

test('entries made ahead are looked for too, once their ids may be forgotten', async () => {
  const { append, appendAhead, forget, entries, state } = memory();
  await append([draft('a')]);
  await appendAhead(ahead('a'));
  assert.equal(state.asked, 0, 'nothing is forgotten yet');
  forget();
  await appendAhead(ahead(undefined));
  assert.equal(state.asked, 0, 'what has no name is not looked for');
  await appendAhead(ahead('a'));
  assert.ok(state.asked > 0);
  assert.deepEqual(entries.at(-1)?.marks, ['late_duplicate']);
});
