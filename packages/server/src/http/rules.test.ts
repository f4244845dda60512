import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Problem, RuleCheck, RuleDetail, RulesAnswer, RuleVersion } from '@acta/sdk';
import { createWorld } from './testing/world.ts';
import { ruleText, SHIPPED, UNFILLED } from './testing/rules.ts';

const world = await createWorld();
after(() => world.close());

const OWN = '33333333-3333-4333-8333-333333333333';

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what the answer is
async function call<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  payload?: object,
) {
  const headers = world.keys.admin;
  const answer = await world.app.inject({
    method,
    url,
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, body: (answer.body === '' ? null : answer.json()) as T };
}

const rulesNow = async () => (await call<RulesAnswer>('GET', '/v1/rules')).body;

test('rules are listed with their state, and documents that are none are named', async () => {
  const { rules, unreadable } = await rulesNow();
  assert.deepEqual(
    rules.map(({ id, state, origin, logsource }) => [id, state, origin, logsource]),
    [
      [SHIPPED, 'on', 'acta', 'acta'],
      [UNFILLED, 'rejected', 'acta', 'acta'],
    ],
  );
  assert.match(rules[1]!.problem!, /Nothing is set for %ours%/);
  assert.equal(unreadable[0]!.file, 'acta/a/broken.yml');
});

test('an overlay is a version and an event, and null takes a member back', async () => {
  const changed = await call<RuleDetail>('PATCH', `/v1/rules/${SHIPPED}`, {
    off: true,
    level: 'high',
  });
  assert.equal(changed.status, 200);
  assert.deepEqual(
    [changed.body.state, changed.body.level, changed.body.version],
    ['off', 'high', 1],
  );
  const event = world.recorded.findLast(({ action }) => action === 'rule.changed');
  assert.deepEqual(event?.changes, [
    { field: 'off', to: true },
    { field: 'level', to: 'high' },
  ]);
  const back = await call<RuleDetail>('PATCH', `/v1/rules/${SHIPPED}`, { off: null, level: null });
  assert.deepEqual([back.body.state, back.body.level, back.body.overlay], ['on', 'medium', {}]);
  const filled = { placeholders: { ours: ['a', 'b'] } };
  const { body } = await call<RuleDetail>('PATCH', `/v1/rules/${UNFILLED}`, filled);
  assert.equal(body.state, 'on');
  const { body: versions } = await call<{ items: RuleVersion[] }>(
    'GET',
    `/v1/rules/${SHIPPED}/versions`,
  );
  assert.deepEqual(
    versions.items.map(({ version, overlay }) => [version, overlay]),
    [
      [2, {}],
      [1, { off: true, level: 'high' }],
    ],
  );
  assert.equal((await call('PATCH', `/v1/rules/${SHIPPED}`, {})).status, 400);
  assert.equal((await call('PATCH', '/v1/rules/none', { off: true })).status, 404);
});

test('a rule is written, changed, deleted and brought back', async () => {
  const text = ruleText(OWN, 'repository.deleted');
  const made = await call<RuleDetail>('POST', '/v1/rules', { text });
  assert.equal(made.status, 201);
  assert.deepEqual([made.body.id, made.body.origin, made.body.version], [OWN, 'own', 1]);
  assert.equal((await call<Problem>('POST', '/v1/rules', { text })).body.code, 'rule_id_taken');
  const changed = text.replace('level: medium', 'level: low');
  const put = await call<RuleDetail>('PUT', `/v1/rules/${OWN}`, { text: changed });
  assert.deepEqual([put.body.level, put.body.version], ['low', 2]);
  const event = world.recorded.findLast(({ action }) => action === 'rule.changed');
  assert.deepEqual(event?.changes?.[0], {
    field: 'text.lines',
    from: 'level: medium',
    to: 'level: low',
  });
  assert.equal((await call('DELETE', `/v1/rules/${OWN}`)).status, 204);
  assert.equal((await call('GET', `/v1/rules/${OWN}`)).status, 404);
  const again = await call<RuleDetail>('POST', `/v1/rules/${OWN}/versions/1/restore`);
  assert.deepEqual([again.body.level, again.body.version], ['medium', 3]);
  assert.equal((await call('DELETE', `/v1/rules/${SHIPPED}`)).status, 409);
  const folder = await call<Problem>('PUT', `/v1/rules/${SHIPPED}`, { text });
  assert.equal(folder.body.code, 'rule_not_own');
});

test('a text without an id gets one; one that is wrong is refused with line and column', async () => {
  const anonymous = ruleText('x', 'repository.renamed').replace(/^id: x\n/m, '');
  const made = await call<RuleDetail>('POST', '/v1/rules', { text: anonymous });
  assert.match(made.body.id, /^[0-9a-f]{8}-/);
  assert.match(made.body.text, new RegExp(`^id: ${made.body.id}\n`));
  const wrong = ruleText(OWN, 'y').replace('condition: selection', 'condition: selektion');
  const refused = await call<Problem & RuleCheck>('POST', '/v1/rules', { text: wrong });
  assert.equal(refused.status, 400);
  assert.equal(refused.body.code, 'rule_invalid');
  assert.deepEqual(
    refused.body.problems.map(({ code, line, column }) => [code, line, column]),
    [['condition', 8, 3]],
  );
});

test('a text is checked with its fixtures, and with the rules that it names', async () => {
  const text = `title: Often
id: ${OWN.replaceAll('3', '4')}
correlation:
  {type: event_count, rules: ['${SHIPPED}'], group-by: [actor.id], timespan: 1h, condition: {gte: 2}}
`;
  const event = '{action: repository.created, actor: {id: a}}';
  const fixtures = `- title: twice
  fires: true
  events: [{times: 2, event: ${event}}]
- title: once
  fires: false
  event: ${event}
`;
  const { body } = await call<RuleCheck>('POST', '/v1/rules/check', { text, fixtures });
  assert.deepEqual(body.problems, []);
  assert.deepEqual(
    body.fixtures.map(({ title, fired }) => [title, fired]),
    [
      ['twice', true],
      ['once', false],
    ],
  );
  const bad = await call<RuleCheck>('POST', '/v1/rules/check', { text, fixtures: '- title: x' });
  assert.equal(bad.body.problems[0]!.part, 'fixtures');
});
