// Outages, restarts and jumps of the clock over a real log and control store: what is said, once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ActaEvent } from '@acta/event';
import { DAY_MS, dayOf, HOUR_MS } from './spans.ts';
import { coverageWorld } from './testing.ts';

const MONDAY = Date.parse('2026-09-07T00:00:00Z');
const WEEK = 168;
const labelsOf = (events: readonly ActaEvent[]) => events.map((event) => event.labels);

test('an outage of a source of office hours: said once, over a restart, and its end', async (t) => {
  const world = await coverageWorld(t, MONDAY + 3 * WEEK * HOUR_MS - 72 * HOUR_MS);
  await world.addSource('acme');
  const office = (hour: number) => hour % WEEK < 120 && hour % 24 >= 8 && hour % 24 < 18;
  // Three weeks up to a Friday; then that Friday, and a weekend.
  await world.history('acme', 3, (hour) => office(hour + 96));
  await world.pass(72, (hour) => (office(hour + 96) ? world.send('acme') : undefined));
  assert.deepEqual(await world.said('source.silent'), [], 'nights and weekends are no silence');
  // Monday: nothing from 8 o'clock on.
  await world.pass(12);
  assert.equal(world.coverage.isSilent('acme'), false);
  await world.pass(4);
  assert.equal(world.coverage.isSilent('acme'), true);
  await world.restart(1);
  assert.equal(world.coverage.isSilent('acme'), true);
  await world.pass(20);
  const silent = await world.said('source.silent');
  assert.equal(silent.length, 1);
  assert.match(
    silent[0]?.why?.reason ?? '',
    /^nothing since 2026-09-25T17:30.* of the week once in [\d,]+ times$/,
  );
  await world.send('acme');
  await world.tick();
  assert.equal(world.coverage.isSilent('acme'), false);
  await world.pass(2, () => world.send('acme'));
  assert.equal((await world.said('source.heard')).length, 1);
  const answer = await world.coverage.days('acme', '2026-09-19', '2026-09-29');
  const states = answer?.days.map(({ day, state, reasons }) =>
    [day.slice(8), state].concat(reasons[0]?.code ?? []),
  );
  assert.deepEqual(states, [
    ['19', 'complete'],
    ['20', 'complete'],
    ['21', 'complete'],
    ['22', 'complete'],
    ['23', 'complete'],
    ['24', 'complete'],
    ['25', 'partial', 'silent'],
    ['26', 'partial', 'silent'],
    ['27', 'partial', 'silent'],
    ['28', 'partial', 'silent'],
  ]);
});

test('a power failure after the log and before the control store says nothing twice', async (t) => {
  const world = await coverageWorld(t, MONDAY);
  await world.addSource('acme');
  await world.send('acme', { action: 'system.other', native: 'odd.thing' });
  await world.pass(20);
  world.loseWrites();
  await world.pass(56);
  assert.equal((await world.said('source.silent')).length, 1);
  assert.equal((await world.said('coverage.day_recorded')).length, 3);
  await world.send('acme', { action: 'system.other', native: 'odd.thing' });
  await world.restart(0);
  await world.pass(3);
  assert.equal((await world.said('source.silent')).length, 1);
  assert.equal((await world.said('source.heard')).length, 1);
  assert.equal((await world.said('coverage.day_recorded')).length, 3);
  const [unmapped] = world.coverage.detail('acme')?.unmapped ?? [];
  assert.deepEqual([unmapped?.name, unmapped?.count, unmapped?.days], ['odd.thing', 2, 2]);
});

test('Acta that was down is known as such, and is not the silence of the source', async (t) => {
  const world = await coverageWorld(t, MONDAY + 3 * WEEK * HOUR_MS);
  await world.addSource('acme');
  await world.history('acme', 3, () => true);
  await world.tick();
  const stopped = world.clock.now();
  await world.restart(50);
  await world.pass(2);
  assert.deepEqual(await world.said('source.silent'), []);
  const [down] = await world.said('coverage.interrupted');
  assert.deepEqual(down?.labels, {
    from: new Date(stopped).toISOString(),
    to: new Date(stopped + 50 * HOUR_MS).toISOString(),
  });
  await world.pass(24, () => world.send('acme'));
  const recorded = labelsOf(await world.said('coverage.day_recorded')).slice(-3);
  assert.deepEqual(
    recorded.map((labels) => [labels?.['day'], labels?.['state'], labels?.['reasons']]),
    [
      ['2026-09-28', 'unknown', 'acta_down'],
      ['2026-09-29', 'unknown', 'acta_down'],
      ['2026-09-30', 'partial', 'acta_down'],
    ],
  );
  assert.equal((await world.said('coverage.interrupted')).length, 1);
});

test('each day since the source was added is recorded once, also one on which nothing happened', async (t) => {
  const world = await coverageWorld(t, MONDAY + 5 * HOUR_MS);
  await world.addSource('acme');
  await world.pass(16 * 24, (hour) =>
    hour % 24 === 7 && hour < 360 ? world.send('acme') : undefined,
  );
  const labels = labelsOf(await world.said('coverage.day_recorded'));
  assert.deepEqual(
    labels.map((each) => each?.['day']),
    Array.from({ length: 16 }, (_, n) => dayOf(MONDAY + n * DAY_MS)),
  );
  assert.deepEqual(
    [labels[0]?.['state'], labels[0]?.['reasons']],
    ['partial', 'connected'],
    'it was not there at the beginning of its first day',
  );
  const last = labels.at(-1);
  assert.deepEqual([last?.['state'], last?.['events']], ['complete', '0']);
  const why = (await world.said('coverage.day_recorded')).at(-1)?.why?.reason;
  assert.equal(why, '2026-09-22 is complete: nothing happened.');
});

test('a source that was never heard is silent once, and none of its days is known', async (t) => {
  const world = await coverageWorld(t, MONDAY);
  await world.addSource('mute');
  await world.pass(80);
  assert.equal((await world.said('source.silent')).length, 1);
  const states = labelsOf(await world.said('coverage.day_recorded')).map((each) => each?.['state']);
  assert.deepEqual(states, ['unknown', 'unknown', 'unknown']);
  const { not_heard } = await world.coverage.all('2026-09-07', '2026-09-11');
  assert.deepEqual(
    not_heard.map(({ source, code }) => [source, code]),
    [['mute', 'never_heard']],
  );
});

test('a clock that jumps forward is Acta not running; one that is turned back changes nothing', async (t) => {
  const world = await coverageWorld(t, MONDAY);
  await world.addSource('acme');
  await world.pass(40, () => world.send('acme'));
  world.clock.add(30 * HOUR_MS);
  await world.tick();
  assert.equal((await world.said('coverage.interrupted')).length, 1);
  assert.deepEqual(await world.said('source.silent'), []);
  world.clock.add(-10 * HOUR_MS);
  await world.pass(12, () => world.send('acme'));
  assert.deepEqual(await world.said('source.silent'), []);
  assert.equal((await world.said('coverage.interrupted')).length, 1);
  const days = labelsOf(await world.said('coverage.day_recorded')).map((each) => each?.['day']);
  assert.equal(new Set(days).size, days.length);
});

test('numbers that are missing are a gap once they had time to come; late ones close it', async (t) => {
  const world = await coverageWorld(t, MONDAY);
  await world.addSource('acme');
  const count = (number: number) =>
    world.send('acme', { labels: { sequence_stream: 'fw-1', sequence_number: String(number) } });
  for (const number of [1, 2, 5]) await count(number);
  await world.tick();
  assert.deepEqual(await world.said('source.gap_found'), []);
  await count(3);
  await world.pass(1);
  await world.pass(1);
  const [gap, ...more] = await world.said('source.gap_found');
  assert.deepEqual(more, []);
  assert.deepEqual([gap?.labels?.['stream'], gap?.labels?.['ranges']], ['fw-1', '4']);
  await world.restart(1);
  await count(4);
  await world.pass(2);
  assert.equal((await world.said('source.gap_found')).length, 1);
  assert.equal((await world.said('source.reconciled')).length, 1);
  assert.equal(world.coverage.summary('acme')?.gaps, 0);
});

test('a clock of a source that stays ahead is said, and that it is right again', async (t) => {
  const world = await coverageWorld(t, MONDAY);
  await world.addSource('acme');
  const ahead = (ms: number) =>
    world.send('acme', { time: new Date(world.clock.now() + ms).toISOString() });
  await ahead(HOUR_MS);
  await world.pass(6, () => ahead(0));
  assert.deepEqual(await world.said('source.clock_skewed'), [], 'one event is no skew');
  await world.pass(20, () => ahead(2 * HOUR_MS));
  assert.equal((await world.said('source.clock_skewed')).length, 1);
  assert.equal(world.coverage.summary('acme')?.skewed, true);
  await world.pass(12, () => ahead(0));
  assert.equal((await world.said('source.clock_corrected')).length, 1);
  assert.equal(world.coverage.summary('acme')?.skewed, false);
});

test('what is set goes over what is learned, and history that was imported is judged too', async (t) => {
  const world = await coverageWorld(t, MONDAY + 28 * DAY_MS);
  await world.addSource('acme');
  await world.history('acme', 4, (hour) => hour % 2 === 0 && (hour < 240 || hour > 300));
  await world.tick();
  const answer = await world.coverage.days('acme', '2026-09-05', '2026-09-22');
  assert.deepEqual(
    answer?.days.map(({ state }) => state[0]),
    'nncccccccccppppcc'.split(''),
  );
  assert.equal((await world.said('coverage.day_recorded')).length, 0, 'Acta was not there');
  await world.coverage.configure('acme', { silence: '90m' });
  await world.pass(3);
  assert.equal((await world.said('source.silent')).length, 1);
  await world.coverage.configure('acme', { silence: 'off' });
  await world.pass(30);
  assert.equal(world.coverage.isSilent('acme'), false);
  assert.equal((await world.said('source.silent')).length, 1);
});
