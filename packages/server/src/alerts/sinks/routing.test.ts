import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert, AlertRoute, RouteHours, RouteMatch } from '@acta/sdk';
import fc from 'fast-check';
import type { SinkRecord } from '../../store/index.ts';
import { retryAfter } from './answer.ts';
import { hoursProblem, isWithin, matches, routedSinks } from './routing.ts';
import { testAlert } from './sample.ts';
import { fullBucket, refilled, SCHEDULE_MS, throttleFor, waitAfter } from './schedule.ts';

const NOW = Date.parse('2026-11-20T09:00:00Z');

function alertOf(change: Partial<Alert> = {}, level: Alert['rule']['level'] = 'high'): Alert {
  const base = testAlert('alr_1', 'Ada', new Date(NOW).toISOString());
  const rule = { ...base.rule, id: 'github-x', level, tags: ['attack.t1562.001', 'cicd.10'] };
  return { ...base, rule, source: 'acme', group: { repository: 'acme/pay' }, ...change };
}

const sinkOf = (name: string, change: Partial<SinkRecord> = {}): SinkRecord => ({
  id: `snk_${name}`,
  kind: 'webhook',
  name,
  created: '',
  enabled: true,
  problem: null,
  per_minute: 60,
  fold_s: 60,
  settings: {},
  secrets: {},
  ...change,
});

const routeOf = (name: string, match: RouteMatch, sinks: string[]): AlertRoute => ({
  id: name,
  name,
  position: 1,
  enabled: true,
  match,
  sinks,
});

test('a match holds where all that it names agrees', () => {
  const yes: RouteMatch[] = [
    {},
    { level: 'high' },
    { level: 'low' },
    { rules: ['github-*'] },
    { rules: ['x', 'github-x'] },
    { sources: ['acme'] },
    { tags: ['attack.t1562*'] },
    { labels: { repository: 'acme/*' } },
  ];
  const no: RouteMatch[] = [
    { level: 'critical' },
    { rules: ['github'] },
    { sources: ['other'] },
    { tags: ['attack.t1562'] },
    { labels: { repository: 'acme' } },
    { labels: { repository: 'acme/pay', branch: 'main' } },
    { level: 'high', sources: ['other'] },
  ];
  for (const match of yes) assert.ok(matches(match, alertOf(), NOW), JSON.stringify(match));
  for (const match of no) assert.ok(!matches(match, alertOf(), NOW), JSON.stringify(match));
});

test('what was found in imported history is told only where that is asked for', () => {
  const historical = alertOf({ historical: true });
  assert.ok(!matches({}, historical, NOW));
  assert.ok(matches({ historical: true }, historical, NOW));
});

test('hours are those of the zone, over midnight and over the change of the clocks', () => {
  const hours = (days: number[], from: string, to: string, zone = 'Europe/Berlin'): RouteHours => ({
    days,
    from,
    to,
    zone,
  });
  const cases: [RouteHours, string, boolean][] = [
    // A Friday: 10:00 in Berlin, 04:00 in New York.
    [hours([5], '10:00', '11:00'), '2026-11-20T09:00:00Z', true],
    [hours([5], '10:01', '11:00'), '2026-11-20T09:00:00Z', false],
    [hours([5], '04:00', '24:00', 'America/New_York'), '2026-11-20T09:00:00Z', true],
    [hours([1, 2, 3, 4], '00:00', '24:00'), '2026-11-20T09:00:00Z', false],
    // Friday's night reaches into Saturday.
    [hours([5], '22:00', '06:00'), '2026-11-20T23:30:00Z', true],
    [hours([5], '22:00', '06:00'), '2026-11-21T05:30:00Z', false],
    [hours([5], '22:00', '06:00'), '2026-11-20T04:30:00Z', false],
    [hours([7], '22:00', '06:00'), '2026-11-23T03:00:00Z', true],
    // On 25 October the clocks went back at 03:00.
    [hours([7], '09:00', '10:00'), '2026-10-25T08:30:00Z', true],
    [hours([6], '09:00', '10:00'), '2026-10-24T07:30:00Z', true],
  ];
  for (const [each, time, wanted] of cases) {
    assert.equal(isWithin(each, Date.parse(time)), wanted, `${each.from} ${time}`);
  }
  assert.equal(hoursProblem(hours([1], '09:00', '17:00')), null);
  assert.match(hoursProblem(hours([1], '09:00', '09:00')) ?? '', /same time/);
  assert.match(hoursProblem(hours([1], '09:00', '17:00', 'Nowhere')) ?? '', /time zone/);
});

const names = (sinks: readonly SinkRecord[]) => sinks.map(({ name }) => name);

test('all routes that match count; without one all hear from medium up', () => {
  const sinks = [sinkOf('a'), sinkOf('b'), sinkOf('c', { enabled: false })];
  const routes = [
    routeOf('one', { level: 'critical' }, ['a']),
    routeOf('two', { sources: ['acme'] }, ['b', 'c']),
    { ...routeOf('off', {}, ['a']), enabled: false },
  ];
  assert.deepEqual(names(routedSinks(alertOf({}, 'critical'), routes, sinks, NOW)), ['a', 'b']);
  assert.deepEqual(names(routedSinks(alertOf({}), routes, sinks, NOW)), ['b']);
  const elsewhere = alertOf({ source: 'other' });
  assert.deepEqual(names(routedSinks(elsewhere, routes, sinks, NOW)), ['a', 'b']);
  assert.deepEqual(names(routedSinks(alertOf({}, 'low'), [], sinks, NOW)), []);
  const nobody = [routeOf('quiet', { rules: ['github-x'] }, [])];
  assert.deepEqual(names(routedSinks(alertOf(), nobody, sinks, NOW)), []);
});

test('an alert about a sink goes to the others, whatever the routes say', () => {
  const sinks = [sinkOf('a'), sinkOf('b')];
  const alert = alertOf({ target: { id: 'snk_a', name: 'a' } });
  assert.deepEqual(names(routedSinks(alert, [], sinks, NOW)), ['b']);
  assert.deepEqual(names(routedSinks(alert, [routeOf('r', {}, ['a'])], sinks, NOW)), ['b']);
});

test('waits follow the schedule, a little late, and end after a day', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (chance) => {
      let total = 0;
      for (let tries = 1; tries < SCHEDULE_MS.length; tries++) {
        const wait = waitAfter(tries, chance, null)!;
        total += wait;
        assert.ok(total >= SCHEDULE_MS[tries]! - 5 && total <= SCHEDULE_MS[tries]! * 1.1 + 5);
      }
      assert.equal(waitAfter(SCHEDULE_MS.length, chance, 1_000), null);
    }),
  );
  assert.equal(waitAfter(1, 0, 120_000), 120_000);
  assert.equal(waitAfter(4, 0, 1_000), 5_400_000);
});

test('a bucket never lets more through than its rate', () => {
  const steps = fc.array(fc.nat(5_000), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), steps, (per_minute, waits) => {
      let now = NOW;
      let bucket = fullBucket(per_minute, now);
      let taken = 0;
      for (const wait of waits) {
        now += wait;
        const next = refilled(bucket, per_minute, now);
        bucket = next.bucket;
        if (next.wait_ms > 0) {
          assert.equal(refilled(bucket, per_minute, now + next.wait_ms).wait_ms, 0);
          continue;
        }
        bucket = { ...bucket, tokens: bucket.tokens - 1 };
        taken++;
      }
      const most = Math.max(1, per_minute / 6) + ((now - NOW) / 60_000) * per_minute;
      assert.ok(taken <= most + 0.001);
    }),
  );
});

test('Retry-After is read in both of its forms, and a sink is left alone for longer each time', () => {
  assert.equal(retryAfter('120', NOW), 120_000);
  assert.equal(retryAfter('Fri, 20 Nov 2026 09:01:00 GMT', NOW), 60_000);
  assert.equal(retryAfter('Fri, 20 Nov 2020 09:01:00 GMT', NOW), 0);
  assert.equal(retryAfter('999999999', NOW), 86_400_000);
  for (const value of [undefined, '', 'soon', '-1', '1.5.1']) {
    assert.ok((retryAfter(value, NOW) ?? 0) === 0, String(value));
  }
  assert.deepEqual(
    [1, 2, 3, 9].map((times) => throttleFor(times, null)),
    [30_000, 60_000, 120_000, 600_000],
  );
  assert.equal(throttleFor(5, 1_000), 1_000);
});
