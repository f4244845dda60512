import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { learnRhythm, type Rhythm } from './rhythm.ts';
import { parseSilence, quietOf, ruleOf, silencesIn, silentFrom } from './silence.ts';
import {
  clipped,
  DAY_MS,
  HOUR_MS,
  hourOf,
  hourOfWeek,
  lengthOf,
  merged,
  without,
} from './spans.ts';
import type { Span } from './spans.ts';

const MONDAY = Date.parse('2026-11-16T00:00:00Z');
const START = MONDAY - 6 * 7 * DAY_MS;
const UNLEARNED = 2 * DAY_MS;

/** Events in these hours of each day from `from` to `to`, `each` of them an hour. */
function hoursOf(from: number, to: number, speaks: (hourOfWeek: number) => boolean, each = 5) {
  const hours = new Map<number, number>();
  for (let hour = hourOf(from); hour < hourOf(to); hour++) {
    if (speaks(hourOfWeek(hour))) hours.set(hour, each);
  }
  return hours;
}
const office = (hour: number) => hour < 5 * 24 && hour % 24 >= 8 && hour % 24 < 18;
const learn = (hours: Map<number, number>, now = MONDAY, excluded: Span[] = []): Rhythm =>
  learnRhythm(hours, START, now, excluded);

test('hours of the week begin on Monday', () => {
  assert.equal(hourOfWeek(hourOf(MONDAY)), 0);
  assert.equal(hourOfWeek(hourOf(MONDAY - HOUR_MS)), 167);
});

test('nothing is learned from less than two weeks, nor from a handful of hours', () => {
  assert.equal(
    learnRhythm(hoursOf(START, MONDAY, office), MONDAY - 13 * DAY_MS, MONDAY, []).learned,
    false,
  );
  assert.equal(learn(new Map([[hourOf(START) + 3, 1]])).learned, false);
  assert.equal(learn(hoursOf(START, MONDAY, office)).learned, true);
});

test('a source of office hours may be quiet all weekend, and not on a Tuesday afternoon', () => {
  const hours = hoursOf(START, MONDAY, office);
  const rule = ruleOf('rhythm', learn(hours), UNLEARNED);
  const friday = MONDAY - 3 * DAY_MS + 18 * HOUR_MS;
  assert.equal(silentFrom(friday, rule, [], MONDAY + 8 * HOUR_MS), null);
  const tuesday = MONDAY + DAY_MS + 10 * HOUR_MS;
  assert.equal(silentFrom(tuesday, rule, [], tuesday + 4 * HOUR_MS), null);
  const silent = silentFrom(tuesday, rule, [], tuesday + 9 * HOUR_MS);
  assert.ok(silent !== null && silent < tuesday + 5 * HOUR_MS);
});

test('a source that often misses hours may miss more of them', () => {
  // Speaks in every fifth hour or so, never in the same ones.
  const hours = new Map<number, number>();
  for (let hour = hourOf(START), n = 0; hour < hourOf(MONDAY); hour += 3 + ((n * 7) % 5), n++) {
    hours.set(hour, 1);
  }
  const { allowed, learned } = learn(hours);
  assert.equal(learned, true);
  const rule = ruleOf('rhythm', learn(hours), UNLEARNED);
  const silent = silentFrom(MONDAY, rule, [], MONDAY + 10 * DAY_MS);
  assert.ok(silent !== null && silent - MONDAY > 9 * HOUR_MS, `${allowed} ${silent}`);
});

test('property: a source that speaks by chance is hardly ever called silent', () => {
  // Each hour of the week with a chance of its own, as people and their machines have them.
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 - 2 }), (seed) => {
      let state = seed;
      const chance = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
      const chances = Array.from({ length: 168 }, (_, hour) =>
        office(hour) ? 0.6 + 0.4 * chance() : 0.3 * chance(),
      );
      const hours = new Map<number, number>();
      for (let hour = hourOf(START); hour < hourOf(MONDAY); hour++) {
        if (chance() < chances[hourOfWeek(hour)]!) hours.set(hour, 1);
      }
      const rule = ruleOf('rhythm', learn(hours), UNLEARNED);
      assert.ok(silencesIn(hours, [START, MONDAY], rule, []).length <= 1);
    }),
  );
});

test('one outage in the history does not make silence usual', () => {
  const all = hoursOf(START, MONDAY, () => true);
  const outage: Span = [START + 9 * DAY_MS, START + 12 * DAY_MS];
  for (const hour of all.keys()) {
    if (hour * HOUR_MS >= outage[0] && hour * HOUR_MS < outage[1]) all.delete(hour);
  }
  const rhythm = learn(all);
  assert.equal(Math.round(Math.exp(rhythm.allowed)), 10_000);
  const rule = ruleOf('rhythm', rhythm, UNLEARNED);
  assert.deepEqual(silencesIn(all, [START, MONDAY], rule, []), [outage]);
  // Known not to count, it leaves no trace in what is usual.
  assert.equal(learn(all, MONDAY, [outage]).share[0], 1);
});

test('time in which Acta was down or the source paused says nothing', () => {
  const rule = ruleOf('rhythm', learn(hoursOf(START, MONDAY, () => true)), UNLEARNED);
  const down: Span[] = [[MONDAY + HOUR_MS, MONDAY + 20 * HOUR_MS]];
  const without = silentFrom(MONDAY, rule, [], MONDAY + DAY_MS) ?? 0;
  assert.equal(silentFrom(MONDAY, rule, down, MONDAY + 2 * DAY_MS), without + 19 * HOUR_MS);
});

test('rules that are set: a length, or none', () => {
  assert.equal(parseSilence('30m'), 1_800_000);
  assert.equal(parseSilence('2d'), 2 * DAY_MS);
  for (const wrong of ['', '0h', '5', '5w', '99999d', '-1h'])
    assert.equal(parseSilence(wrong), null);
  const rhythm = learn(new Map());
  assert.equal(silentFrom(0, ruleOf('off', rhythm, UNLEARNED), [], 90 * DAY_MS), null);
  assert.equal(silentFrom(0, ruleOf(HOUR_MS, rhythm, UNLEARNED), [], DAY_MS), HOUR_MS);
  assert.equal(silentFrom(0, ruleOf('rhythm', rhythm, UNLEARNED), [], 9 * DAY_MS), UNLEARNED);
  // A clock that was turned back finds no silence.
  assert.equal(silentFrom(DAY_MS, ruleOf(HOUR_MS, rhythm, UNLEARNED), [], 0), null);
});

test('property: silence begins when the quiet is exactly as unlikely as is allowed', () => {
  const rhythm = learn(hoursOf(START, MONDAY, office));
  const rule = ruleOf('rhythm', rhythm, UNLEARNED);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7 * 24 * 60 }), (minutes) => {
      const heard = MONDAY + minutes * 60_000;
      const silent = silentFrom(heard, rule, [], heard + 30 * DAY_MS);
      assert.ok(silent !== null);
      const quiet = quietOf(rhythm, [heard, silent], []);
      assert.ok(Math.abs(quiet - rhythm.allowed) < 0.001, String(quiet));
    }),
  );
});

const spans = fc.array(
  fc.tuple(fc.nat(1_000), fc.nat(200)).map(([from, length]): Span => [from, from + length]),
);

test('property: spans merged are in order and apart; a part and the rest are the whole', () => {
  fc.assert(
    fc.property(
      spans,
      fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 700 })),
      (some, [low, long]) => {
        const all = merged(some);
        all.forEach(([from, to], at) => assert.ok(from < to && from > (all[at - 1]?.[1] ?? -1)));
        const range: Span = [low, low + long];
        const inside = lengthOf(clipped(all, range));
        assert.equal(inside + lengthOf(without(range, all)), long);
      },
    ),
  );
});
