import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue, parseEventInput } from '@acta/event';
import { parseQuery } from '@acta/query';
import { DAY } from './calendar.ts';
import { timelineOf } from './timeline.ts';

const now = Date.parse('2026-11-20T10:00:00Z');

test('the same seed and now give the same ninety days; another seed gives others', () => {
  const once = timelineOf('acme', now);
  assert.deepEqual(timelineOf('acme', now), once);
  assert.notDeepEqual(timelineOf('other', now).items.slice(0, 50), once.items.slice(0, 50));
});

test('at least 20,000 events over ninety days that end now, in order', () => {
  const { items } = timelineOf('acme', now);
  assert(items.length >= 20_000, String(items.length));
  const times = items.map((item) => item.time);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
  assert((times[0] ?? now) < now - 88 * DAY);
  assert((times.at(-1) ?? 0) <= now);
  assert((times.at(-1) ?? 0) > now - DAY);
});

test('weekends are quiet, and every door, team and service takes part', () => {
  const { items } = timelineOf('acme', now);
  const weekend = items.filter(({ time }) => [0, 6].includes(new Date(time).getUTCDay())).length;
  assert(weekend / items.length < 0.12, String(weekend / items.length));
  for (const door of ['webhook', 'stream', 'events'])
    assert(items.some((item) => item.door === door));
  const text = JSON.stringify(items.filter((item) => item.door === 'events'));
  for (const word of [
    'deployment.rolled_back',
    'incident.resolved',
    'payments',
    'storefront',
    'approved_by',
  ]) {
    assert(text.includes(word), word);
  }
});

test('every hand-made event is one that the server takes, with an action of the catalogue', () => {
  for (const seed of ['acme', 'b']) {
    for (const item of timelineOf(seed, now, 20).items) {
      if (item.door !== 'events') continue;
      const parsed = parseEventInput(item.event);
      assert(parsed.ok, JSON.stringify([parsed, item.event]));
      assert(catalogue.has(item.event.action), item.event.action);
    }
  }
});

test('deliveries have ids of their own: a second playing gives duplicates only', () => {
  const ids = timelineOf('acme', now).items.map((item) => {
    if (item.door === 'webhook') return item.delivery;
    if (item.door === 'stream') return Reflect.get(item.record, '_document_id') as string;
    return `${item.source} ${item.event.source?.delivery}`;
  });
  assert.equal(new Set(ids).size, ids.length);
});

test('six attacks, each with a query that can be asked', () => {
  const { highlights } = timelineOf('acme', now);
  assert.equal(highlights.length, 6);
  for (const { query, title, alerts, time } of highlights) {
    assert(parseQuery(query).ok, query);
    assert(title.length > 0 && alerts.length > 0);
    assert(time < now && time > now - 90 * DAY);
  }
});
