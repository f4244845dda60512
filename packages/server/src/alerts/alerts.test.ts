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
      return { rule: { ...said, author: 'Acta' }, triage: 'Look.', falsepositives: ['None'] };
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
