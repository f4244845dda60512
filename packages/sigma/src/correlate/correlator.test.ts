import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createEngine } from '../engine/engine.ts';
import { LOGSOURCE, rulesetOf } from '../testing.ts';
import { createCorrelator } from './correlator.ts';
import type { Firing } from './types.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A rule that matches events of a kind. */
const base = (name: string): string =>
  `title: ${name}\nname: ${name}\nlogsource: {product: test}\n` +
  `detection: {s: {kind: ${name}}, condition: s}`;

const correlation = (body: string, custom = ''): string =>
  `title: c\nname: c\ncorrelation:\n${body
    .trim()
    .split('\n')
    .map((line) => `  ${line.trim()}`)
    .join('\n')}\n${custom === '' ? '' : `custom_attributes:\n  ${custom}`}`;

interface Sent {
  at: number;
  kind: string;
  [field: string]: unknown;
}

/** Everything that a set of rules needs to see events. */
function open(text: string) {
  const set = rulesetOf(text);
  const engine = createEngine(set);
  let correlator = createCorrelator(set);
  let ref = 0;
  return {
    send: ({ at, ...event }: Sent): Firing[] => {
      const matched = engine.match(event, [LOGSOURCE]);
      return correlator.observe({ event, time: at, ref: ref++, matched });
    },
    learn: ({ at, ...event }: Sent): void => {
      const matched = engine.match(event, [LOGSOURCE]);
      correlator.learn({ event, time: at, ref: ref++, matched });
    },
    advance: (watermark: number) => correlator.advance(watermark),
    stats: () => correlator.stats(),
    /** Through a snapshot into a new correlator, as after a restart. */
    restart: () => {
      const saved = JSON.stringify([...correlator.snapshot()]);
      correlator = createCorrelator(set);
      for (const line of JSON.parse(saved)) correlator.restore(line);
    },
  };
}

const files = (...texts: string[]): string => texts.join('\n---\n');

const logins = files(
  base('failed'),
  correlation(`
    type: event_count
    rules: [failed]
    group-by: [user]
    timespan: 5m
    condition: {gte: 3}`),
);

test('event_count: enough events of one group within the window', () => {
  const { send } = open(logins);
  assert.deepEqual(send({ at: 0, kind: 'failed', user: 'a' }), []);
  assert.deepEqual(send({ at: 1_000, kind: 'failed', user: 'b' }), []);
  assert.deepEqual(send({ at: 2_000, kind: 'failed', user: 'a' }), []);
  assert.deepEqual(send({ at: 2_500, kind: 'other', user: 'a' }), []);
  const [firing] = send({ at: 3_000, kind: 'failed', user: 'a' });
  assert.deepEqual(
    { group: firing?.group, time: firing?.time, first: firing?.first, refs: firing?.refs },
    { group: { user: 'a' }, time: 3_000, first: 0, refs: [0, 2, 4] },
  );
  assert.deepEqual(send({ at: 4_000, kind: 'failed', user: 'a' }), [], 'it counts anew');
});

test('event_count: the window slides and is open at its start', () => {
  const { send } = open(logins);
  send({ at: 0, kind: 'failed', user: 'a' });
  send({ at: 4 * MINUTE, kind: 'failed', user: 'a' });
  assert.equal(send({ at: 5 * MINUTE, kind: 'failed', user: 'a' }).length, 0);
  assert.equal(send({ at: 6 * MINUTE, kind: 'failed', user: 'a' }).length, 1);
});

test('event_count: an event that comes late completes the window that it belongs to', () => {
  const { send } = open(logins);
  send({ at: 10 * MINUTE, kind: 'failed', user: 'a' });
  send({ at: 13 * MINUTE, kind: 'failed', user: 'a' });
  assert.equal(send({ at: 12 * MINUTE, kind: 'failed', user: 'a' })[0]?.time, 13 * MINUTE);
});

test('event_count: events without the field are a group of their own', () => {
  const { send } = open(logins);
  send({ at: 0, kind: 'failed' });
  send({ at: 1, kind: 'failed', user: null });
  assert.deepEqual(send({ at: 2, kind: 'failed' })[0]?.group, { user: null });
});

test('event_count: with an upper bound it is decided when the window is over', () => {
  const { send, advance } = open(logins.replace('{gte: 3}', '{gt: 1, lte: 2}'));
  for (const at of [0, 1, 2]) assert.equal(send({ at, kind: 'failed', user: 'many' }).length, 0);
  for (const at of [0, 1]) assert.equal(send({ at, kind: 'failed', user: 'few' }).length, 0);
  assert.deepEqual(advance(5 * MINUTE - 1), []);
  assert.deepEqual(
    advance(5 * MINUTE).map(({ group, count }) => [group, count]),
    [[{ user: 'few' }, 2]],
  );
});

test('event_count agrees with counting by hand, in whatever order events come', () => {
  const times = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(times, (minutes) => {
      const { send } = open(logins);
      const fired = minutes.some(
        (at) => send({ at: at * MINUTE, kind: 'failed', user: 'a' }).length,
      );
      const sorted = minutes.toSorted((a, b) => a - b);
      const enough = sorted.some((at, n) => n >= 2 && at - sorted[n - 2]! < 5);
      // What is older than a window before the latest may be gone when a late one comes.
      if (minutes.every((at, n) => n === 0 || at >= minutes[n - 1]!)) assert.equal(fired, enough);
      else assert.ok(!fired || enough);
    }),
  );
});

test('value_count: distinct values, tuples too', () => {
  const rules = (field: string) =>
    files(
      base('clone'),
      correlation(`
        type: value_count
        rules: [clone]
        group-by: [user]
        timespan: 1h
        condition: {field: ${field}, gte: 3}`),
    );
  const { send } = open(rules('repo'));
  for (const repo of ['x', 'y', 'x', 'y']) {
    assert.equal(send({ at: 0, kind: 'clone', user: 'a', repo }).length, 0);
  }
  const [firing] = send({ at: 1, kind: 'clone', user: 'a', repo: 'z' });
  assert.equal(firing?.value, 3);
  assert.deepEqual(firing.refs, [2, 3, 4]);

  const tuples = open(rules('[repo, ip]'));
  for (const [repo, ip] of [
    ['x', 1],
    ['x', 2],
    ['x', 1],
  ]) {
    assert.equal(tuples.send({ at: 0, kind: 'clone', user: 'a', repo, ip }).length, 0);
  }
  assert.equal(tuples.send({ at: 0, kind: 'clone', user: 'a', repo: 'y', ip: 1 }).length, 1);
});

test('value_count: a value that is seen again stays in the window', () => {
  const { send } = open(
    files(
      base('clone'),
      correlation(`
        type: value_count
        rules: [clone]
        group-by: [user]
        timespan: 10m
        condition: {field: repo, gte: 3}`),
    ),
  );
  send({ at: 0, kind: 'clone', user: 'a', repo: 'x' });
  send({ at: 5 * MINUTE, kind: 'clone', user: 'a', repo: 'y' });
  send({ at: 9 * MINUTE, kind: 'clone', user: 'a', repo: 'x' });
  assert.equal(send({ at: 14 * MINUTE, kind: 'clone', user: 'a', repo: 'z' }).length, 1);
  send({ at: 20 * MINUTE, kind: 'clone', user: 'b', repo: 'x' });
  send({ at: 26 * MINUTE, kind: 'clone', user: 'b', repo: 'y' });
  assert.equal(send({ at: 31 * MINUTE, kind: 'clone', user: 'b', repo: 'z' }).length, 0);
});

test('value_sum, value_avg and value_percentile', () => {
  const rules = (type: string, condition: string) =>
    files(
      base('sent'),
      correlation(`
        type: ${type}
        rules: [sent]
        group-by: [user]
        timespan: 1h
        condition: {field: bytes, ${condition}}`),
    );
  const sum = open(rules('value_sum', 'gt: 100'));
  assert.equal(sum.send({ at: 0, kind: 'sent', user: 'a', bytes: 60 }).length, 0);
  assert.equal(sum.send({ at: 1, kind: 'sent', user: 'a', bytes: '60' })[0]?.value, 120);

  const average = open(rules('value_avg', 'gte: 20'));
  for (const bytes of [10, 30, 26]) average.send({ at: 0, kind: 'sent', user: 'a', bytes });
  assert.equal(average.advance(HOUR)[0]?.value, 22);

  const percentile = open(rules('value_percentile', 'percentile: 90, gte: 9'));
  for (let n = 1; n <= 8; n++) {
    assert.equal(percentile.send({ at: n, kind: 'sent', user: 'a', bytes: n }).length, 0);
  }
  assert.equal(percentile.send({ at: 9, kind: 'sent', user: 'a', bytes: 9 })[0]?.value, 9);
});

const chain = (type: string, more = ''): string =>
  files(
    base('off'),
    base('push'),
    base('on'),
    correlation(`
      type: ${type}
      rules: [off, push, on]
      group-by: [repo]
      timespan: 1h
      ${more}`),
  );

test('temporal: all rules in any order', () => {
  const { send } = open(chain('temporal'));
  send({ at: 0, kind: 'on', repo: 'r' });
  send({ at: 1, kind: 'push', repo: 'other' });
  send({ at: 2, kind: 'push', repo: 'r' });
  assert.deepEqual(send({ at: 3, kind: 'off', repo: 'r' })[0]?.refs, [0, 2, 3]);
});

test('temporal_ordered: in order only, within the window', () => {
  const { send } = open(chain('temporal_ordered'));
  send({ at: 0, kind: 'on', repo: 'r' });
  send({ at: 1, kind: 'push', repo: 'r' });
  assert.equal(send({ at: 2, kind: 'off', repo: 'r' }).length, 0);
  send({ at: 3, kind: 'push', repo: 'r' });
  assert.equal(send({ at: 4, kind: 'on', repo: 'r' })[0]?.first, 2);

  const slow = open(chain('temporal_ordered'));
  slow.send({ at: 0, kind: 'off', repo: 'r' });
  slow.send({ at: 1, kind: 'push', repo: 'r' });
  assert.equal(slow.send({ at: HOUR, kind: 'on', repo: 'r' }).length, 0);
});

test('temporal_ordered: an event that comes late takes its place', () => {
  const { send } = open(chain('temporal_ordered'));
  send({ at: 0, kind: 'off', repo: 'r' });
  send({ at: 10, kind: 'on', repo: 'r' });
  assert.equal(send({ at: 5, kind: 'push', repo: 'r' }).length, 1);
});

test('extended conditions are boolean over the rules', () => {
  const { send } = open(chain('temporal', 'condition: off and (push or on)'));
  assert.equal(send({ at: 0, kind: 'push', repo: 'r' }).length, 0);
  assert.equal(send({ at: 1, kind: 'off', repo: 'r' }).length, 1);

  const not = open(chain('temporal', 'condition: off and not on'));
  not.send({ at: 0, kind: 'off', repo: 'quiet' });
  not.send({ at: 0, kind: 'off', repo: 'r' });
  not.send({ at: 1, kind: 'on', repo: 'r' });
  assert.deepEqual(
    not.advance(HOUR).map(({ group }) => group),
    [{ repo: 'quiet' }],
  );
});

test('a count of different rules', () => {
  const { send } = open(chain('temporal', 'condition: {gte: 2}'));
  send({ at: 0, kind: 'on', repo: 'r' });
  assert.equal(send({ at: 1, kind: 'on', repo: 'r' }).length, 0);
  assert.equal(send({ at: 2, kind: 'off', repo: 'r' }).length, 1);
});

test('aliases join different fields, by the name of the rule', () => {
  const { send } = open(
    files(
      base('error'),
      base('connect'),
      correlation(`
        type: temporal
        rules: [error, connect]
        group-by: [internal]
        timespan: 10s
        aliases: {internal: {error: to.ip, connect: from.ip}}`),
    ),
  );
  send({ at: 0, kind: 'error', to: { ip: '1' }, from: { ip: '2' } });
  assert.equal(send({ at: 1, kind: 'connect', to: { ip: '1' }, from: { ip: '2' } }).length, 0);
  assert.deepEqual(send({ at: 2, kind: 'connect', from: { ip: '1' } })[0]?.group, {
    internal: '1',
  });
});

const bruteForce = (generate = ''): string =>
  files(
    base('failed'),
    base('success'),
    'title: many\nname: many\ncorrelation: {type: event_count, rules: [failed], ' +
      'group-by: [user, host], timespan: 5m, condition: {gte: 3}}',
    correlation(`
      type: temporal_ordered
      rules: [many, success]
      group-by: [user]
      timespan: 1h
      ${generate}`),
  );

test('chains: a correlation is a match for another, which uses its own group-by', () => {
  const { send } = open(bruteForce());
  for (const at of [0, 1, 2]) send({ at, kind: 'failed', user: 'a', host: 'h' });
  const firings = send({ at: 3, kind: 'success', user: 'a', host: 'other' });
  assert.deepEqual(
    firings.map(({ rule }) => rule.name),
    ['c'],
  );
});

test('a correlation that another is built on alerts by itself only with generate', () => {
  const silent = open(bruteForce());
  const loud = open(bruteForce('generate: true'));
  for (const at of [0, 1]) {
    silent.send({ at, kind: 'failed', user: 'a', host: 'h' });
    loud.send({ at, kind: 'failed', user: 'a', host: 'h' });
  }
  assert.equal(silent.send({ at: 2, kind: 'failed', user: 'a', host: 'h' }).length, 0);
  assert.equal(loud.send({ at: 2, kind: 'failed', user: 'a', host: 'h' })[0]?.rule.name, 'many');
  const alerts = (text: string) => rulesetOf(text).detections.map((ready) => ready.alerts);
  assert.deepEqual(alerts(bruteForce()), [false, false]);
});

const due = (rules: string, expected: string): string =>
  files(
    base('opened'),
    base('revoked'),
    correlation(
      `type: temporal_ordered\nrules: [${rules}]\ngroup-by: [secret]\ntimespan: 1d`,
      `acta.absence: {expected: ${expected}}`,
    ),
  );

test('absence: what does not follow is said when its time is over', () => {
  const { send, advance } = open(due('opened, revoked', 'revoked'));
  send({ at: 0, kind: 'opened', secret: 'handled' });
  send({ at: 1, kind: 'opened', secret: 'forgotten' });
  send({ at: HOUR, kind: 'revoked', secret: 'handled' });
  assert.deepEqual(advance(DAY), []);
  assert.deepEqual(
    advance(DAY + 1).map(({ group, time, refs }) => [group, time, refs]),
    [[{ secret: 'forgotten' }, DAY + 1, [1]]],
  );
  assert.deepEqual(advance(2 * DAY), []);
});

test('absence: what did not go before', () => {
  const { send, advance } = open(due('opened, revoked', 'opened'));
  send({ at: 0, kind: 'opened', secret: 'a' });
  send({ at: 1, kind: 'revoked', secret: 'a' });
  send({ at: 1, kind: 'revoked', secret: 'b' });
  assert.deepEqual(
    advance(1).map(({ group }) => group),
    [{ secret: 'b' }],
  );
});

const baseline = (attribute: string, span = '1h'): string =>
  files(
    base('use'),
    correlation(
      `type: event_count\nrules: [use]\ngroup-by: [token]\ntimespan: ${span}\ncondition: {gte: 1}`,
      attribute,
    ),
  );

test('absence: a trigger that comes late waits for what comes late with it', () => {
  const world = open(
    files(
      base('built'),
      base('deployed'),
      correlation(
        'type: temporal_ordered\nrules: [built, deployed]\ngroup-by: [g]\ntimespan: 1d',
        'acta.absence: {expected: built}',
      ),
    ),
  );
  const at = 100 * DAY;
  world.advance(at);
  for (const g of ['x', 'y', 'z']) world.send({ at: at - 5 * HOUR, kind: 'deployed', g });
  assert.deepEqual(world.advance(at + MINUTE), []);
  world.send({ at: at - 6 * HOUR, kind: 'built', g: 'x' });
  world.learn({ at: at - 26 * HOUR, kind: 'built', g: 'y' });
  const found = world.advance(at + HOUR);
  assert.deepEqual(
    found.map(({ group, time }) => [group['g'], time]),
    [['z', at - 5 * HOUR]],
  );
});

test('first_seen: learns, then tells what is new; what was long not seen is new again', () => {
  const { send } = open(baseline('acta.first_seen: {fields: [ip], learn: 7d, keep: 30d}'));
  const use = (day: number, ip: string) => send({ at: day * DAY, kind: 'use', token: 't', ip });
  assert.equal(use(0, 'a').length, 0);
  assert.equal(use(3, 'b').length, 0);
  assert.equal(use(8, 'a').length, 0);
  assert.equal(use(9, 'c')[0]?.because, 'first seen: ip c');
  assert.equal(use(10, 'c').length, 0);
  assert.equal(use(34, 'b').length, 1);
});

test('spike: far more than in the windows before, once a window', () => {
  const { send } = open(baseline('acta.spike: {factor: 3, minimum: 5, windows: 10, learn: 5h}'));
  const burst = (hour: number, times: number) => {
    let fired = 0;
    for (let n = 0; n < times; n++) {
      fired += send({ at: hour * HOUR + n, kind: 'use', token: 't' }).length;
    }
    return fired;
  };
  for (let hour = 0; hour < 8; hour++) assert.equal(burst(hour, 2), 0);
  assert.equal(burst(8, 6), 0);
  assert.equal(burst(9, 20), 1);
});

test('off_hours: an hour of the week at which nothing is usual', () => {
  const { send } = open(baseline('acta.off_hours: {minimum: 20, share: 0.02, learn: 7d}'));
  const monday = 4 * DAY;
  const at = (day: number, hour: number) =>
    send({ at: monday + day * DAY + hour * HOUR, kind: 'use', token: 't' }).length;
  for (let day = 0; day < 28; day++) if (day % 7 < 5) for (let h = 9; h < 17; h++) at(day, h);
  assert.equal(at(28, 10), 0);
  assert.equal(at(28, 3), 1);
});

test('impossible_travel: further than anybody travels in the time', () => {
  const { send } = open(
    baseline('acta.impossible_travel: {latitude: geo.lat, longitude: geo.lon, speed_kmh: 1000}'),
  );
  const from = (at: number, lat: number, lon: number) =>
    send({ at, kind: 'use', token: 't', geo: { lat, lon } });
  from(0, 52.5, 13.4);
  assert.equal(from(HOUR, 48.1, 11.6).length, 0, 'Berlin to Munich in an hour');
  assert.match(from(2 * HOUR, -33.9, 151.2)[0]!.because!, /^16\d{3} km in 1\.0 hours$/);
  assert.equal(send({ at: 3 * HOUR, kind: 'use', token: 't' }).length, 0);
});

test('suppress: the same group is quiet for a while', () => {
  const { send } = open(
    files(
      base('use'),
      correlation(
        'type: event_count\nrules: [use]\ngroup-by: [token]\ntimespan: 1m\ncondition: {gte: 1}',
        'acta.suppress: 1h',
      ),
    ),
  );
  assert.equal(send({ at: 0, kind: 'use', token: 't' }).length, 1);
  assert.equal(send({ at: MINUTE, kind: 'use', token: 't' }).length, 0);
  assert.equal(send({ at: MINUTE, kind: 'use', token: 'u' }).length, 1);
  assert.equal(send({ at: HOUR, kind: 'use', token: 't' }).length, 1);
});

test('a restart through a snapshot changes nothing', () => {
  const kinds = ['off', 'push', 'on', 'failed', 'opened', 'revoked', 'use'];
  const rules = files(
    ...kinds.map(base),
    ...[
      'type: event_count\nrules: [failed]\ngroup-by: [g]\ntimespan: 10m\ncondition: {gte: 3}',
      'type: value_count\nrules: [use]\ngroup-by: [g]\ntimespan: 10m\n' +
        'condition: {field: v, gte: 3}',
      'type: temporal_ordered\nrules: [off, push, on]\ngroup-by: [g]\ntimespan: 10m',
      'type: value_avg\nrules: [use]\ngroup-by: [g]\ntimespan: 10m\ncondition: {field: v, gt: 1}',
    ].map((body, n) => correlation(body).replaceAll(': c\n', `: c${n}\n`)),
    correlation(
      'type: temporal_ordered\nrules: [opened, revoked]\ngroup-by: [g]\ntimespan: 10m',
      'acta.absence: {expected: revoked}',
    ).replaceAll(': c\n', ': c4\n'),
    correlation(
      'type: event_count\nrules: [use]\ngroup-by: [g]\ntimespan: 10m\ncondition: {gte: 1}',
      'acta.first_seen: {fields: [v], learn: 5m}\n  acta.suppress: 2m',
    ).replaceAll(': c\n', ': c5\n'),
  );
  const event = fc.record({
    step: fc.integer({ min: 0, max: 3 }),
    kind: fc.constantFrom(...kinds),
    g: fc.constantFrom('x', 'y'),
    v: fc.integer({ min: 0, max: 4 }),
    restart: fc.boolean(),
  });
  const told = (firings: Firing[]) =>
    firings.map(({ rule, group, time, refs }) => [rule.name, group, time, refs]);
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const steady = open(rules);
      const restarted = open(rules);
      let at = 0;
      for (const { step, restart, ...rest } of events) {
        at += step * MINUTE;
        if (restart) restarted.restart();
        assert.deepEqual(told(restarted.send({ at, ...rest })), told(steady.send({ at, ...rest })));
        assert.deepEqual(told(restarted.advance(at - MINUTE)), told(steady.advance(at - MINUTE)));
      }
    }),
  );
});

test('baselines learn from history without a word, also after they began; others do not', () => {
  const learning = correlation(
    'type: event_count\nrules: [use]\ngroup-by: [g]\ntimespan: 1h\ncondition: {gte: 1}',
    'acta.first_seen: {fields: [v], learn: 7d}',
  );
  const counting = correlation(
    'type: event_count\nrules: [use]\ngroup-by: [g]\ntimespan: 1h\ncondition: {gte: 3}',
  ).replaceAll(': c\n', ': c2\n');
  const world = open(files(base('use'), learning, counting));
  const now = 30 * DAY;
  const use = (at: number, v: string) => ({ at, kind: 'use', g: 'x', v });
  assert.deepEqual(world.send(use(now, 'now')), []);
  for (let n = 0; n < 5; n++) world.learn(use(now - 10 * DAY + n, 'before'));
  assert.deepEqual(world.send(use(now + 1, 'before')), []);
  const [found] = world.send(use(now + HOUR, 'new'));
  assert.equal(found?.because, 'first seen: v new');
});

test('groups are bounded, and those let go are counted', () => {
  const set = rulesetOf(logins);
  const engine = createEngine(set);
  const correlator = createCorrelator(set, { groups: 10, hits: 10, refs: 10 });
  for (let n = 0; n < 25; n++) {
    const event = { kind: 'failed', user: `u${n}` };
    correlator.observe({ event, time: n, ref: n, matched: engine.match(event, [LOGSOURCE]) });
  }
  const { groups, evictions } = correlator.stats();
  assert.ok(groups <= 10);
  assert.equal(groups + evictions, 25);
});
