// What the table counts: secrets are found where they are left, and files are cut as they should.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMasker } from '@acta/event';
import { adapterOf } from '../../packages/server/src/sources/all.ts';
import { memberTelling } from './carries.ts';
import { datadogResults, tailscaleValues } from './expected/datadog.ts';
import { goScmValues } from './expected/go-scm.ts';
import { notAnEvent } from './not-events.ts';
import { readerOf, ruleTests } from './readers.ts';
import { page, problemsOf, terminalReport } from './report.ts';
import type { Sample } from './samples.ts';
import { secretsLeft } from './secrets.ts';
import { addSample, emptyTally } from './tally.ts';

const token = `ghp_${'a1B2'.repeat(9)}`;
const given = JSON.stringify({
  password: 'hunter2',
  note: `use ${token}`,
  config: JSON.stringify({ api_key: 'correct-horse-battery' }),
});

test('secrets are found by name, by form and in JSON within a text', () => {
  assert.deepEqual(
    secretsLeft([given], [given]).sort(),
    ['correct-horse-battery', token, 'hunter2'].sort(),
  );
  const masked = createMasker({ key: new Uint8Array(32) }).text(given).text;
  assert.deepEqual(secretsLeft([given], [masked]), []);
  assert.deepEqual(secretsLeft([given], [masked, '{"summary":"by correct-horse-battery"}']), [
    'correct-horse-battery',
  ]);
});

test('the longest folder names the reader', () => {
  assert.equal(readerOf('github/panther-audit/a.jsonl')?.via, 'stream');
  assert.equal(readerOf('github/webhooks-zulip/a.json')?.type, 'github');
  const nested = 'bitbucket/webhooks-jenkins-bitbucket-plugin/impl/webhook/server/ping.json';
  assert.equal(readerOf(nested)?.type, 'bitbucket-dc');
  assert.deepEqual(readerOf(nested)?.headers?.('{}', nested), {
    'x-event-key': 'diagnostics:ping',
  });
  assert.equal(readerOf('unheard-of/a.json'), undefined);
});

test('files are cut into deliveries', () => {
  assert.deepEqual(ruleTests('{"rule":"a","event":{"b":1}}\n{"event":{"b":2}}\n'), [
    '{"b":1}',
    '{"b":2}',
  ]);
  const yaml = 'tests:\n -\n  sample: |-\n    {\n      "a": 1\n    }\n  result:\n    x: 1\n';
  const cut = readerOf('tailscale/datadog-tests/tests.yaml')?.cut;
  assert.deepEqual(
    cut?.(yaml).map((text) => JSON.parse(text)),
    [{ a: 1 }],
  );
  assert.equal(notAnEvent('harbor/docs/a.notstrict.json.txt') !== undefined, true);
  assert.equal(notAnEvent('github/webhooks-zulip/push.json'), undefined);
});

test('what is not parsed and not named is a problem, and stands in no column', () => {
  const adapter = adapterOf('sonarqube');
  assert.ok(adapter);
  const tally = emptyTally('sonarqube');
  const sample: Sample = {
    root: '',
    path: 'sonarqube/a.json',
    at: 0,
    type: 'sonarqube',
    headers: {},
    body: '',
    via: 'webhook',
  };
  const body = JSON.stringify({
    serverUrl: 'https://sonar.example.com',
    taskId: 'AXouyxDpizdp4B1K',
    status: 'SUCCESS',
    analysedAt: '2026-03-02T08:15:02+0000',
    project: { key: 'shop', name: 'Shop', url: 'https://sonar.example.com/dashboard?id=shop' },
    properties: {},
  });
  addSample(tally, adapter, { ...sample, body });
  addSample(tally, adapter, { ...sample, body: 'no JSON' });
  assert.deepEqual([tally.deliveries, tally.parsed, tally.events], [2, 1, 1]);
  const coverage = { tallies: [tally], others: new Map([['acr', 3]]), unheard: ['snyk'] };
  assert.match(problemsOf(coverage).join(), /^not parsed: sonarqube sonarqube\/a\.json: \w+/);
  assert.match(terminalReport(coverage), /1 \(50 %\)[^]*without deliveries: snyk/);
  assert.match(page(coverage), /\| sonarqube \| 2 \| 1 \(50 %\) \| 1 \|[^]*acr \(3\)\./);
});

test('values of others that ours differ from are a problem until they are explained', () => {
  const golden = {
    Action: 'opened',
    Repo: { Namespace: 'acme', Name: 'pay' },
    PullRequest: { Number: 7, Sha: 'd2b75aa7797ec26b088fa2dd527e9d2c052fcedd', Merged: false },
    Sender: { Login: 'ada' },
  };
  const event = {
    action: 'pull_request.opened',
    outcome: 'success',
    actor: { type: 'user', id: 'github:1', name: 'ada' },
    target: {
      type: 'pull_request',
      id: 'github:pull_request:2',
      parent: { type: 'repository', id: 'github:3', name: 'acme/pay' },
    },
    pipeline: { change: 'acme/pay#7', commit: 'd2b75aa7797ec26b088fa2dd527e9d2c052fcedd' },
  } as const;
  const values = goScmValues(golden as never);
  assert.deepEqual(
    values.map(({ field, agrees }) => [field, agrees(event)]),
    [
      ['who', true],
      ['what', true],
      ['where', true],
      ['change', true],
      ['commit', true],
    ],
  );
  const other = { ...event, actor: { type: 'user', id: 'github:9', name: 'bob' } };
  assert.equal(values[0]?.agrees(other), false);

  const tally = emptyTally('github');
  const difference = { path: 'github/a.json', field: 'who', expected: 'ada' } as const;
  tally.agreement.compared = 100;
  tally.agreement.agreed = 99;
  tally.agreement.disagreements = [{ ...difference, reason: undefined }];
  const found = () => problemsOf({ tallies: [tally], others: new Map(), unheard: [] });
  assert.deepEqual(found(), ['not as expected: github/a.json who: ada']);
  tally.agreement.disagreements = [{ ...difference, reason: 'their test says so' }];
  assert.deepEqual(found(), []);
  tally.agreement.agreed = 90;
  assert.match(found().join(), /only 0.9 of the values agree/);
});

test('a record that names somebody or says a time is told from one that does not', () => {
  const time = (record: object, type = 'flux') =>
    memberTelling('time', type, JSON.stringify(record));
  assert.equal(time({ a: { finishedAt: '2026-01-01T00:00:00Z' } }), 'a.finishedAt');
  assert.equal(time({ created: 1_790_000_000 }), 'created');
  assert.equal(
    time({ created: 17, duration_at: 'never', text: '2026-01-01T00:00:00Z' }),
    undefined,
  );
  assert.equal(time({ p_event_time: '2026-01-01T00:00:00Z' }), undefined);
  assert.equal(time({ repository: { pushed_at: '2026-01-01T00:00:00Z' } }, 'github'), undefined);
  const actor = (record: object, type = 'flux') =>
    memberTelling('actor', type, JSON.stringify(record));
  assert.equal(actor({ by: { user: { id: 7 } } }), 'by.user.id');
  assert.equal(actor({ user_agent: 'curl', userIsActive: true, actor: '' }), undefined);
  assert.equal(memberTelling('actor', 'linux', 'no JSON'), undefined);
});

test('results are read from YAML by their place', () => {
  const yaml =
    'tests:\n -\n  sample: |-\n    {}\n  result:\n    custom:\n      evt:\n        name: "CREATE"\n' +
    ' -\n  sample: |-\n    {}\n  result:\n    custom:\n      eventTime: "2026-01-01T00:00:00Z"\n';
  const [first, second] = datadogResults(yaml).map((result) => tailscaleValues(result));
  assert.deepEqual(
    [first, second].map((values) => values?.map(({ field, value }) => [field, value])),
    [[['what', 'CREATE']], [['when', '2026-01-01T00:00:00Z']]],
  );
});
