import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseRules } from '@acta/sigma';
import type { FilterProposal, Problem, RuleDetail, RuleExplanation, RuleReplay } from '@acta/sdk';
import { createWorld, testEvent } from './testing/world.ts';
import { ruleText, SHIPPED } from './testing/rules.ts';

const world = await createWorld();
after(() => world.close());

const TEXT = ruleText('55555555-5555-4555-8555-555555555555', 'branch_protection.removed');
const NATIVE = `title: Numbered
logsource: {product: github, service: audit}
detection:
  selection: {n: 3}
  condition: selection
`;

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the answer is
async function call<T>(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
  headers: { authorization: string } = world.keys.admin,
) {
  const request = { method, url, headers, ...(payload === undefined ? {} : { payload }) };
  const answer = await world.app.inject(request);
  return { status: answer.statusCode, body: answer.json<T>() };
}

async function finished(started: RuleReplay): Promise<RuleReplay> {
  for (let tries = 0; tries < 500; tries++) {
    const { body } = await call<RuleReplay>('GET', `/v1/replays/${started.id}`);
    if (body.status !== 'running') return body;
    await sleep(20);
  }
  throw new Error('the replay does not end');
}

test('a rule is explained on an event, and the reading is recorded', async () => {
  const event = testEvent(3);
  world.ledger.add(event);
  const { status, body } = await call<RuleExplanation>('POST', '/v1/rules/explain', {
    text: NATIVE,
    event: event.id,
  });
  assert.equal(status, 200);
  const [only] = body.rules;
  assert.deepEqual(
    [only?.document, only?.applies, only?.matched, only?.reason.items[0]?.label],
    ['record', true, true, 'n equals "3"'],
  );
  assert.deepEqual(
    world.recorded.slice(-2).map(({ action, target }) => [action, target.id]),
    [
      ['event.viewed', event.id],
      ['raw.revealed', event.id],
    ],
  );
  const shipped = await call<RuleExplanation>('POST', '/v1/rules/explain', {
    rule: SHIPPED,
    event: event.id,
  });
  assert.equal(shipped.body.rules[0]!.matched, false);
  assert.deepEqual(shipped.body.rules[0]!.reason.items[0]!.found, ['branch_protection.removed']);
  const neither = await call('POST', '/v1/rules/explain', { event: event.id });
  assert.equal(neither.status, 400);
});

test('what is masked for the reader is not explained without a reason', async () => {
  const masks = ['raw' as const, 'actor' as const];
  const { key } = await world.context.access.keyring.create(
    { name: 'masked', role: 'responder', masks },
    'test',
  );
  const headers = { authorization: `Bearer ${key}` };
  const event = testEvent(3).id;
  const ask = { text: NATIVE, event };
  const blind = await call<RuleExplanation>('POST', '/v1/rules/explain', ask, headers);
  assert.deepEqual(blind.body.withheld, ['raw', 'actor']);
  assert.deepEqual(
    blind.body.rules.map(({ document, matched }) => [document, matched]),
    [['event', false]],
  );
  assert.equal(world.recorded.at(-1)!.action, 'event.viewed');
  const said = { ...ask, reason: 'an incident' };
  const seen = await call<RuleExplanation>('POST', '/v1/rules/explain', said, headers);
  assert.equal(seen.body.rules[0]!.matched, true);
  assert.deepEqual(world.recorded.at(-1)!.why, { reason: 'an incident' });
});

test('a text is replayed over history within its range, with examples', async () => {
  world.ledger.add(...[4, 5, 6, 7].map((n) => testEvent(n)));
  const [from, to] = [testEvent(4).time, testEvent(7).time];
  const started = await call<RuleReplay>('POST', '/v1/rules/replay', { text: TEXT, from, to });
  assert.equal(started.status, 202);
  const replay = await finished(started.body);
  assert.deepEqual(
    [replay.status, replay.events, replay.findings, replay.alerts, replay.days.length],
    ['done', 3, 3, 3, 1],
  );
  assert.deepEqual(replay.progress, { done: 4, total: 4 });
  assert.deepEqual(
    replay.examples.map(({ actor }) => actor?.id),
    ['github:6', 'github:5', 'github:4'],
  );
  const { action, target } = world.recorded.findLast((each) => each.action === 'rule.replayed')!;
  assert.deepEqual([action, target.name], ['rule.replayed', 'On branch_protection.removed']);
  const ofRule = await call<RuleReplay>('POST', `/v1/rules/${SHIPPED}/replay`, { from, to });
  assert.equal((await finished(ofRule.body)).findings, 0);
  const wrong = await call<Problem>('POST', '/v1/rules/replay', { text: 'title: x', from, to });
  assert.equal(wrong.body.code, 'rule_invalid');
  const backwards = await call('POST', '/v1/rules/replay', { text: TEXT, from: to, to: from });
  assert.equal(backwards.status, 400);
});

test('a false alarm proposes a filter that keeps the rule quiet for this actor', async () => {
  await world.context.alerts.keep([
    {
      key: 'k',
      rule: SHIPPED,
      rule_hash: '',
      group: { 'actor.id': 'a*b', 'target.id': 't' },
      time: 0,
      first: 0,
      count: 1,
      entries: [0],
      historical: false,
    },
  ]);
  const [alert] = await world.context.alerts.list({ rule: SHIPPED, limit: 1 });
  const { body } = await call<FilterProposal>('GET', `/v1/alerts/${alert!.id}/filter`);
  assert.deepEqual(body.rules, [SHIPPED]);
  assert.equal(parseRules(body.text).rules[0]!.kind, 'filter');
  const fixtures = `- title: another
  fires: true
  event: {action: repository.created, actor: {id: axb}, target: {id: t}}
- title: the same
  fires: false
  event: {action: repository.created, actor: {id: a*b}, target: {id: t}}
`;
  const kept = await call<RuleDetail>('POST', '/v1/rules', { text: body.text, fixtures });
  assert.deepEqual([kept.status, kept.body.kind, kept.body.state], [201, 'filter', 'on']);
  const check = { text: body.text, fixtures };
  const { body: checked } = await call<{ fixtures: { fired: boolean; wanted: boolean }[] }>(
    'POST',
    '/v1/rules/check',
    check,
  );
  assert.deepEqual(
    checked.fixtures.map(({ fired }) => fired),
    [true, false],
  );
});
