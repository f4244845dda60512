import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { learnPace, markSlot, SLOT_MS } from './pace.ts';
import { outOfPace } from './silence.ts';
import { DAY_MS, HOUR_MS, hourOf, hourOfWeek, type Span } from './spans.ts';
import { coverageWorld } from './testing.ts';

const MONDAY = Date.parse('2026-11-16T00:00:00Z');
const WEEK_MS = 7 * DAY_MS;
const MINUTE = 60_000;
const office = (hour: number) => hour < 5 * 24 && hour % 24 >= 8 && hour % 24 < 18;

/** Weeks up to Monday of a source that speaks when `next` says, from its last word on. */
function lived(weeks: number, next: (at: number) => number): Map<number, number> {
  const slots = new Map<number, number>();
  for (let at = MONDAY - weeks * WEEK_MS; at < MONDAY; at = next(at)) markSlot(slots, at);
  return slots;
}
const everyMinute = (at: number) => at + MINUTE;
const inOffice = (step: number) => (at: number) => {
  let next = at + step;
  while (!office(hourOfWeek(hourOf(next)))) next = (hourOf(next) + 1) * HOUR_MS + MINUTE;
  return next;
};
const minutesUntil = (slots: Map<number, number>, heard: number, excluded: Span[] = []) => {
  const pace = learnPace(slots, MONDAY, []);
  const silent = pace === null ? null : outOfPace(heard, pace, excluded, heard + 3 * DAY_MS);
  return silent === null ? null : Math.round((silent - heard) / MINUTE);
};

test('a source that speaks every minute is silent after a quarter of an hour', () => {
  assert.equal(minutesUntil(lived(3, everyMinute), MONDAY), 15);
  assert.equal(minutesUntil(lived(8, everyMinute), MONDAY + 50 * HOUR_MS), 15);
  assert.equal(
    minutesUntil(
      lived(3, (at) => at + 12 * MINUTE),
      MONDAY,
    ),
    45,
  );
});

test('time that is excluded adds nothing', () => {
  const down: Span[] = [[MONDAY + 5 * MINUTE, MONDAY + 95 * MINUTE]];
  assert.equal(minutesUntil(lived(3, everyMinute), MONDAY, down), 105);
});

test('it says nothing before two weeks, nor of hours that are ever quiet for long', () => {
  assert.equal(learnPace(lived(2, everyMinute), MONDAY, []), null);
  assert.equal(
    minutesUntil(
      lived(3, (at) => at + 40 * MINUTE),
      MONDAY,
    ),
    null,
  );
});

test('nights, weekends, and an hour earlier or later in the year are no silence', () => {
  const slots = lived(6, inOffice(2 * MINUTE));
  const friday = MONDAY - 2 * DAY_MS - 6 * HOUR_MS;
  const pace = learnPace(slots, MONDAY, [])!;
  assert.equal(outOfPace(friday, pace, [], MONDAY + 9 * HOUR_MS), null);
  const monday = MONDAY + 11 * HOUR_MS;
  assert.equal(minutesUntil(slots, monday), 15);
});

test('one outage is not usual; what comes each week is', () => {
  const outage = (from: number, to: number) => (at: number) =>
    at + MINUTE >= from && at + MINUTE < to ? to : at + MINUTE;
  const once = MONDAY - 2 * WEEK_MS + 30 * HOUR_MS;
  const slots = lived(5, outage(once, once + 3 * HOUR_MS));
  assert.equal(minutesUntil(slots, MONDAY + 31 * HOUR_MS), 15);
  const weekly = (at: number) => {
    const next = at + MINUTE;
    return hourOfWeek(hourOf(next)) === 30 ? next + HOUR_MS : next;
  };
  const minutes = minutesUntil(lived(5, weekly), MONDAY + 30 * HOUR_MS);
  assert.ok(minutes !== null && minutes > 60, String(minutes));
});

test('property: no quiet that comes each week is ever called silence', () => {
  const gaps = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 50, maxLength: 400 });
  fc.assert(
    fc.property(gaps, (some) => {
      // The same week again and again.
      const times: number[] = [];
      for (let at = 0, n = 0; at < WEEK_MS; at += some[n++ % some.length]! * MINUTE) times.push(at);
      const slots = new Map<number, number>();
      for (let week = 5; week > 0; week--) {
        for (const at of times) markSlot(slots, MONDAY - week * WEEK_MS + at);
      }
      const pace = learnPace(slots, MONDAY, []);
      assert.ok(pace !== null);
      times.forEach((at, n) => {
        const heard = MONDAY + at;
        assert.equal(outOfPace(heard, pace, [], MONDAY + (times[n + 1] ?? at)), null);
      });
    }),
    { numRuns: 50 },
  );
});

test('property: a source that speaks by chance is hardly ever called silent', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 31 - 2 }),
      fc.integer({ min: 1, max: 40 }),
      (seed, mean) => {
        let state = seed;
        const chance = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
        const step = () => Math.max(1, -Math.log(chance()) * mean * MINUTE);
        const slots = lived(6, (at) => at + step());
        const pace = learnPace(slots, MONDAY, [])!;
        let silences = 0;
        for (let at = MONDAY; at < MONDAY + WEEK_MS;) {
          const next = at + step();
          if (outOfPace(at, pace, [], next) !== null) silences++;
          at = next;
        }
        assert.ok(silences <= 1, String(silences));
      },
    ),
    { numRuns: 40 },
  );
});

test('a source heard each few minutes of the day: no word at night, an outage within half an hour', async (t) => {
  const world = await coverageWorld(t, MONDAY);
  await world.addSource('ci');
  let minutes = 0;
  const speak = () =>
    minutes % 1_440 >= 540 && minutes % 1_440 < 720 ? world.send('ci') : undefined;
  const day = (slot: number) => {
    minutes = slot * 5;
    return speak();
  };
  await world.passSlots(288 * 16, day, 12);
  assert.deepEqual(await world.said('source.silent'), []);
  await world.passSlots(12 * 10 + 1, day);
  await world.restart(0);
  await world.passSlots(2);
  assert.equal(world.coverage.isSilent('ci'), false);
  await world.passSlots(2);
  assert.equal(world.coverage.isSilent('ci'), true);
  const [silent] = await world.said('source.silent');
  assert.match(
    silent?.why?.reason ?? '',
    /longer than three times its longest quiet at these hours/,
  );
  await world.passSlots(1, () => world.send('ci'));
  assert.equal((await world.said('source.heard')).length, 1);
  const today = await world.coverage.days('ci', '2026-12-02', '2026-12-03');
  const [reason] = today?.days[0]?.reasons ?? [];
  assert.equal(reason?.code, 'silent');
  assert.equal(reason.from?.slice(11, 16), '10:02');
  assert.equal(SLOT_MS, 5 * MINUTE);
});
