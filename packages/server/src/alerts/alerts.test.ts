import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Alert, AlertLevel } from '@acta/sdk';
import { manualClock } from '../lib/clock.ts';
import { createCipher } from '../lib/cipher.ts';
import { createRandom } from '../lib/random.ts';
import type { Detection } from '../detect/index.ts';
import { openStore } from '../store/index.ts';
import { createAlerts, type AlertAuditRecord, type AlertsOptions } from './alerts.ts';

const START = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const alice = { id: 'key:1', name: 'alice', kind: 'key' };

function finding(number: number, changes: Partial<Detection> = {}): Detection {
  return {
    key: `key-${number}`,
    rule: 'rule-high',
    rule_hash: 'h',
    group: { 'actor.id': 'github:1' },
    time: START + number * MINUTE,
    first: START + number * MINUTE,
    count: 1,
    entries: [number],
    actor: { id: 'github:1', name: 'octocat' },
    target: { id: 'github:2', name: 'acme/pay' },
    source: 'acme',
    historical: false,
    ...changes,
  };
}

function open(t: TestContext, changes: Partial<AlertsOptions> = {}) {
  const clock = manualClock(START);
  const cipher = createCipher(new Uint8Array(32), createRandom());
  const store = openStore({ file: ':memory:', cipher, now: new Date(START).toISOString() });
  t.after(() => store.close());
  const recorded: (AlertAuditRecord & { by: string })[] = [];
  const told: [string, string][] = [];
  let ids = 0;
  const alerts = createAlerts({
    store: store.alerts,
    silences: store.silences,
    clock,
    itself: { id: 'acta', name: 'Acta', kind: 'service' },
    audit: {
      record(by, record) {
        recorded.push({ ...record, by: by?.name ?? '' });
        return Promise.resolve();
      },
    },
    notesOf(rule) {
      const level = rule.replace('rule-', '') as AlertLevel;
      const said = {
        id: rule,
        title: `A ${level} rule`,
        level,
        hash: 'h',
        tags: [],
        references: [],
      };
      const description = `What ${level} finds.`;
      const more = { description, triage: 'Look.', falsepositives: ['None'] };
      return { rule: { ...said, author: 'Acta' }, ...more };
    },
    idsOf: (indexes) => Promise.resolve(indexes.map((index) => ({ index, id: `event-${index}` }))),
    newId: () => `alert-${ids++}`,
    onChange(alert, what) {
      told.push([alert.id, what]);
      return Promise.resolve();
    },
    ...changes,
  });
  return { alerts, clock, recorded, told };
}

const all = { limit: 100 };

test('findings of one rule about one thing are one alert', async (t) => {
  const { alerts, recorded, told } = open(t);
  await alerts.keep([finding(1), finding(2), finding(3, { group: { 'actor.id': 'github:9' } })]);
  const [other, first] = (await alerts.list(all)).toSorted((a, b) => a.findings - b.findings);
  assert.equal(other?.findings, 1);
  assert.deepEqual(
    { ...first, rule: first?.rule.title },
    {
      id: 'alert-0',
      rule: 'A high rule',
      status: 'open',
      verdict: null,
      assignee: null,
      raised: '2026-11-20T12:00:00.000Z',
      updated: '2026-11-20T12:00:00.000Z',
      first: '2026-11-20T12:01:00.000Z',
      last: '2026-11-20T12:02:00.000Z',
      findings: 2,
      count: 2,
      group: { 'actor.id': 'github:1' },
      actor: { id: 'github:1', name: 'octocat' },
      target: { id: 'github:2', name: 'acme/pay' },
      source: 'acme',
      because: null,
      historical: false,
      quiet: null,
      events: [
        { index: 1, id: 'event-1' },
        { index: 2, id: 'event-2' },
      ],
    },
  );
  assert.deepEqual(
    recorded.map(({ action, once }) => [action, once]),
    [
      ['alert.raised', 'alert:key-1'],
      ['alert.raised', 'alert:key-3'],
    ],
  );
  // Alerts don't wait for each other; what is told of one stands in its order.
  assert.deepEqual(
    told.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))),
    [
      ['alert-0', 'raised'],
      ['alert-0', 'folded'],
      ['alert-1', 'raised'],
    ],
  );
});

test('a critical finding keeps lesser ones beside it quiet, wherever it stands', async (t) => {
  const { alerts } = open(t);
  const target = { 'target.id': 'x' };
  await alerts.keep([finding(1), finding(2, { rule: 'critical', group: target })]);
  const found = await alerts.list(all);
  assert.deepEqual(
    found
      .map(({ rule, quiet }) => [rule.level, quiet])
      .toSorted((a, b) => (String(a) < String(b) ? -1 : 1)),
    [
      ['critical', null],
      ['high', 'inhibited'],
    ],
  );
});

test('the same finding again changes nothing', async (t) => {
  const { alerts, told } = open(t);
  await alerts.keep([finding(1)]);
  await alerts.keep([finding(1)]);
  assert.equal((await alerts.list(all))[0]?.findings, 1);
  assert.equal(told.length, 1);
});

test('people move an alert on, and each step is recorded', async (t) => {
  const { alerts, recorded, clock } = open(t);
  await alerts.keep([finding(1)]);
  clock.add(MINUTE);
  await alerts.act('alert-0', { action: 'acknowledge' }, alice);
  await alerts.act('alert-0', { action: 'note', note: 'asked the owner' }, alice);
  const resolved = await alerts.act(
    'alert-0',
    { action: 'resolve', verdict: 'benign', note: 'a rehearsal' },
    alice,
  );
  assert.equal(resolved.status, 'resolved');
  assert.equal(resolved.assignee, 'alice');
  assert.equal(resolved.triage, 'Look.');
  assert.deepEqual(
    resolved.history.map(({ by, what, note }) => [by, what, note]),
    [
      ['Acta', 'raised', undefined],
      ['alice', 'acknowledged', undefined],
      ['alice', 'noted', 'asked the owner'],
      ['alice', 'resolved', 'a rehearsal'],
    ],
  );
  assert.deepEqual(recorded.at(-1)?.changes, [
    { field: 'status', from: 'acknowledged', to: 'resolved' },
    { field: 'verdict', from: null, to: 'benign' },
  ]);
  await assert.rejects(alerts.act('alert-0', { action: 'acknowledge' }, alice), {
    code: 'alert_resolved',
  });
  await alerts.keep([finding(2)]);
  assert.equal((await alerts.list(all)).length, 2, 'a resolved alert takes no more');
});

test('what makes no sense is refused', async (t) => {
  const { alerts } = open(t);
  await alerts.keep([finding(1)]);
  const act = (asked: Parameters<typeof alerts.act>[1], id = 'alert-0') =>
    alerts.act(id, asked, alice);
  await assert.rejects(act({ action: 'resolve' }), { code: 'alert_action_invalid' });
  await assert.rejects(act({ action: 'note', note: ' ' }), { code: 'alert_action_invalid' });
  await assert.rejects(act({ action: 'assign' }), { code: 'alert_action_invalid' });
  await assert.rejects(act({ action: 'reopen' }), { code: 'alert_not_resolved' });
  await assert.rejects(act({ action: 'acknowledge' }, 'nobody'), { code: 'alert_unknown' });
});

test('a silence keeps people from being told, until it ends', async (t) => {
  const { alerts, told, clock } = open(t);
  const silence = await alerts.silence(
    {
      starts: new Date(START).toISOString(),
      ends: new Date(START + 10 * MINUTE).toISOString(),
      reason: 'a migration',
      match: { rule: 'rule-high', source: 'acme' },
    },
    alice,
  );
  await alerts.keep([finding(1)]);
  assert.equal((await alerts.list(all))[0]?.quiet, silence.id);
  assert.deepEqual(told, []);
  clock.add(10 * MINUTE);
  await alerts.keep([finding(2, { group: { 'actor.id': 'github:3' } })]);
  assert.equal(told.length, 1);
});

test('a critical alert on an actor covers lesser ones on it', async (t) => {
  const { alerts, told } = open(t);
  await alerts.keep([finding(1, { rule: 'rule-critical' })]);
  await alerts.keep([finding(2, { rule: 'rule-medium' })]);
  await alerts.keep([
    finding(3, { rule: 'rule-medium', actor: { id: 'x' }, group: { 'actor.id': 'x' } }),
  ]);
  const quiet = (await alerts.list(all)).filter((each: Alert) => each.quiet === 'inhibited');
  assert.deepEqual(
    quiet.map(({ rule }) => rule.level),
    ['medium'],
  );
  assert.deepEqual(
    told.map(([id]) => id),
    ['alert-0', 'alert-2'],
  );
});

test('lists by status, level, rule and actor, page by page', async (t) => {
  const { alerts, clock } = open(t);
  for (let n = 0; n < 5; n++) {
    clock.add(1_000);
    await alerts.keep([
      finding(n, { group: { n: String(n) }, rule: n < 2 ? 'rule-low' : 'rule-high' }),
    ]);
  }
  const page = await alerts.list({ limit: 2 });
  const last = page.at(-1)!;
  const rest = await alerts.list({ limit: 9, before: [last.updated, last.id] });
  assert.deepEqual(
    [...page, ...rest].map(({ id }) => id),
    ['alert-4', 'alert-3', 'alert-2', 'alert-1', 'alert-0'],
  );
  assert.equal((await alerts.list({ level: ['low'], limit: 9 })).length, 2);
  assert.equal((await alerts.list({ actor: 'github:1', limit: 9 })).length, 5);
  assert.equal((await alerts.list({ status: ['resolved'], limit: 9 })).length, 0);
  assert.deepEqual(await alerts.countOpen(), { high: 3, low: 2 });
});

test('lists by level, by the newest event, and by who was told', async (t) => {
  const { alerts } = open(t);
  const on = (actor: string) => ({ actor: { id: actor }, group: { 'actor.id': actor } });
  await alerts.keep([
    finding(1, { rule: 'rule-low', ...on('a') }),
    finding(5, { rule: 'rule-low', ...on('b') }),
    finding(3, { rule: 'rule-critical', ...on('c') }),
    finding(4, { rule: 'rule-medium', ...on('c'), target: { id: 'x' } }),
  ]);
  const seen = async (filter: Partial<Parameters<typeof alerts.list>[0]>) =>
    (await alerts.list({ limit: 9, ...filter })).map(
      ({ rule, actor }) => `${rule.level} ${actor!.id}`,
    );
  const heaviest = ['critical c', 'medium c', 'low b', 'low a'];
  assert.deepEqual(await seen({ order: '-level' }), heaviest);
  assert.deepEqual(await seen({ order: '-last' }), ['low b', 'medium c', 'critical c', 'low a']);
  assert.deepEqual(await seen({ quiet: true }), ['medium c']);
  assert.deepEqual(await seen({ quiet: false, order: '-level' }), ['critical c', 'low b', 'low a']);
  assert.deepEqual(await seen({ target: 'x' }), ['medium c']);
  assert.equal(await alerts.countQuiet({ limit: 1 }), 1);
  assert.equal(await alerts.countQuiet({ actor: 'a', limit: 1 }), 0);
  assert.deepEqual(await alerts.countOpen(), { critical: 1, low: 2 });
  const [first] = await alerts.page({ order: '-level', limit: 1 });
  assert.deepEqual(await seen({ order: '-level', before: first!.place }), heaviest.slice(1));
});

test('what different rules find on one actor adds up, until it is resolved or old', async (t) => {
  const { alerts, clock } = open(t);
  const of = (rule: string, number: number, more: Partial<Detection> = {}) =>
    finding(number, { rule: `rule-${rule}`, group: { n: String(number) }, ...more });
  await alerts.silence(
    {
      starts: new Date(START).toISOString(),
      ends: new Date(START + MINUTE).toISOString(),
      reason: 'known',
      match: { target: 'silent' },
    },
    alice,
  );
  await alerts.keep([
    of('high', 1),
    of('high', 2),
    of('medium', 3),
    of('low', 4, { historical: true }),
    of('low', 5, { target: { id: 'silent' } }),
    of('critical', 6, { actor: { id: 'other' } }),
    of('informational', 7, { actor: { id: 'calm' } }),
  ]);
  const all = await alerts.list({ limit: 99, order: '-risk' });
  assert.deepEqual(await alerts.risksOf(all), { other: 50, 'github:1': 25 });
  assert.deepEqual(
    all.map(({ actor }) => actor!.id).filter((id, at, ids) => ids.indexOf(id) === at),
    ['other', 'github:1', 'calm'],
  );
  const high = all.find(({ rule }) => rule.level === 'high')!;
  const { risk, description } = await alerts.get(high.id);
  assert.equal(description, 'What high finds.');
  assert.deepEqual(
    risk.actor?.parts.map(({ title, points, last }) => [title, points, last.slice(14, 16)]),
    [
      ['A high rule', 20, '02'],
      ['A medium rule', 5, '03'],
    ],
  );
  assert.equal(risk.target?.score, 75, 'the target is that of the critical one too');
  for (const { id, rule } of all) {
    const verdict = { action: 'resolve', verdict: 'benign' } as const;
    if (rule.level === 'high') await alerts.act(id, verdict, alice);
  }
  assert.deepEqual(await alerts.risksOf(all), { other: 50, 'github:1': 5 });
  clock.add(31 * 86_400_000);
  assert.deepEqual(await alerts.risksOf(all), {});
});
