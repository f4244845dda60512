import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventDraft } from '../lib/entry.ts';
import { countDelivery, emptyHealth, healthAnswer, restoredHealth, seenOf } from './health.ts';

const now = Date.UTC(2026, 10, 19, 8, 15);
const hour = 3_600_000;
const draft = (time?: number): EventDraft => ({
  event: {
    ...(time === undefined ? {} : { time: new Date(time).toISOString() }),
    source: { type: 'github', name: 'acme' },
    action: 'commits.pushed',
    category: 'change',
    effect: 'update',
    outcome: 'success',
    severity: 'info',
    actor: { type: 'user', id: 'a' },
    target: { type: 'repository', id: 'b' },
  },
  item: 0,
  digest: '',
});
const receipt = (index: number) => ({ id: String(index), index });

test('duplicates are no events, conflicts are', () => {
  const state = emptyHealth();
  countDelivery(
    state,
    [receipt(1), { ...receipt(2), duplicate: true }, { ...receipt(3), conflict: true }],
    { ...seenOf([draft(now - 9_000), draft(now - 2_000), draft()]), unmapped: 1 },
    now,
  );
  const answer = healthAnswer(state, now, false, 2 * hour);
  assert.deepEqual(
    [answer.events, answer.duplicates, answer.conflicts, answer.unmapped, answer.lag_s],
    [2, 1, 1, 1, 2],
  );
  assert.equal(answer.last_event_time, '2026-11-19T08:14:58.000Z');
});

test('the last 24 hours roll', () => {
  const state = emptyHealth();
  for (let n = 0; n < 30; n++) {
    countDelivery(state, [receipt(n)], seenOf([draft()]), now + n * hour);
  }
  assert.ok(Object.keys(state.hours).length <= 24);
  assert.equal(healthAnswer(state, now + 29 * hour, false, hour).events_24h, 24);
  assert.equal(healthAnswer(state, now + 40 * hour, false, hour).events_24h, 13);
  assert.equal(healthAnswer(state, now + 100 * hour, false, hour).events_24h, 0);
});

test('states', () => {
  const state = emptyHealth();
  const of = (at: number, paused = false) => healthAnswer(state, at, paused, hour).state;
  assert.equal(of(now), 'waiting');
  state.last_rejected = now;
  assert.equal(of(now), 'failing');
  countDelivery(state, [receipt(1)], seenOf([draft(now + 5_000)]), now + 1);
  assert.equal(of(now + 1), 'healthy');
  assert.equal(state.skew_ms, 4_999);
  assert.equal(of(now + 2 * hour), 'silent');
  assert.equal(of(now + 2 * hour, true), 'paused');
});

test('a source of which nothing could be read yet is not healthy', () => {
  const state = { ...emptyHealth(), quarantined: 3, last_received: now };
  assert.equal(healthAnswer(state, now, false, hour).state, 'failing');
  countDelivery(state, [receipt(1)], seenOf([draft(now)]), now);
  assert.equal(healthAnswer(state, now, false, hour).state, 'healthy');
});

test('what was stored is made whole, whatever it is', () => {
  const state = emptyHealth();
  countDelivery(state, [receipt(1)], { ...seenOf([draft(now)]), replay: true }, now);
  assert.deepEqual(restoredHealth(JSON.parse(JSON.stringify(state))), state);
  for (const odd of [null, 1, 'x', [], { events: 'x', hours: 7 }, { hours: { a: 'b' } }]) {
    assert.deepEqual(restoredHealth(odd), emptyHealth());
  }
  assert.equal(restoredHealth({ events: 3 }).events, 3);
});
