import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { jenkins } from './index.ts';
import { lineOf } from './line.ts';
import { uriAction } from './uri-actions.ts';

const settings = { zone: 'Europe/Berlin', controller: 'ci' };
const read = (line: string) => oneItem(jenkins, line, {}, settings);
const stamp = 'Mar 2, 2026 9:15:02,114 AM';

test('a request: an attempt by somebody from somewhere, in the zone of the source', () => {
  const { event, raw } = read(
    `${stamp} /job/team/job/pay/configSubmit by ada ray from 203.0.113.7\n`,
  );
  assert.equal(event.time, '2026-03-02T08:15:02.114Z');
  assert.equal(event.action, 'job.changed');
  assert.equal(event.native, 'configSubmit');
  assert.equal(event.outcome, 'unknown');
  assert.deepEqual(event.actor, { type: 'user', id: 'jenkins:ada ray', name: 'ada ray' });
  assert.deepEqual(event.target, { type: 'job', id: 'jenkins:job:team/pay', name: 'team/pay' });
  assert.equal(event.context?.ip, '203.0.113.7');
  assert.ok(raw.endsWith('from 203.0.113.7'));
});

const times: readonly (readonly [string, string | undefined])[] = [
  ['Mar 2, 2026 12:00:00,000 AM /exit by a', '2026-03-01T23:00:00.000Z'],
  ['Mar 2, 2026 12:00:00,000 PM /exit by a', '2026-03-02T11:00:00.000Z'],
  ['Jul 2, 2026 1:05:09,007 PM/exit by a', '2026-07-02T11:05:09.007Z'],
  ['Jul 2, 2026, 1:05:09 PM /exit by a', '2026-07-02T11:05:09.000Z'],
  ['2026-07-02 13:05:09:007 - /exit by a', '2026-07-02T11:05:09.007Z'],
  ['2026-07-02T13:05:09.007Z /exit by a', '2026-07-02T13:05:09.007Z'],
  ['2026-07-02 13:05:09:007 - audit - /exit by a', '2026-07-02T11:05:09.007Z'],
  ['<134>1 2026-07-02T13:05:09.007+02:00 ci Jenkins 1 - - /exit by a', '2026-07-02T11:05:09.007Z'],
  ['<134>Jul  2 13:05:09 ci jenkins: /exit by a', undefined],
  ['Feb 30, 2026 1:05:09,007 PM /exit by a', undefined],
  ['/exit by a', undefined],
];
for (const [line, time] of times) {
  test(`time of ${line}`, () => {
    const found = lineOf(line, 'Europe/Berlin');
    assert.equal(found.time, time);
    assert.equal(found.message, '/exit by a');
  });
}

const paths: readonly (readonly [string, string | undefined])[] = [
  ['/configSubmit', 'application_setting.changed'],
  ['/manage/configureSecurity/configure', 'application_setting.changed'],
  ['/job/pay/12/doDelete', 'build.deleted'],
  ['/job/team/job/pay/doDelete', 'job.deleted'],
  ['/computer/agent-1/doDelete', 'runner.removed'],
  ['/user/ada/configSubmit', 'user.changed'],
  ['/me/configSubmit', 'user.changed'],
  ['/view/all/createItem', 'job.created'],
  ['/job/pay/12/stop', 'build.cancelled'],
  ['/job/pay/12/replay/run', 'build.replayed'],
  ['/manage/credentials/store/system/domain/_/credential/aws/updateSubmit', 'credential.changed'],
  ['/manage/script', 'script.executed'],
  ['/safeExit', 'system.stopped'],
  ['/quietDown?reason=x', 'system.paused'],
  ['/tea/pot', undefined],
];
for (const [path, action] of paths) {
  test(`request ${path}`, () => assert.equal(uriAction(path).action, action));
}

test('nobody is unknown, the system a service', () => {
  const actor = (user: string) => read(`/job/pay/build by ${user} from 10.0.0.1`).event.actor;
  assert.equal(actor('NA').type, 'unknown');
  assert.equal(actor('SYSTEM').type, 'service');
  assert.equal(actor('anonymous').type, 'anonymous');
  assert.equal(actor('x by y').name, 'x by y');
});

test('a build from cause to result', () => {
  const begun = read(
    `${stamp} job/team/job/pay/ #12 Started by user Ada Ray, Parameters:[ENVIRONMENT: {production}, VERSION: {1.4.2}, TOKEN: {****}]`,
  ).event;
  assert.equal(begun.action, 'build.started');
  assert.deepEqual(begun.actor, { type: 'user', id: 'jenkins:Ada Ray', name: 'Ada Ray' });
  assert.equal(begun.target.name, 'team/pay#12');
  assert.deepEqual(begun.pipeline, {
    stage: 'build',
    run: 'team/pay#12',
    environment: 'production',
    version: '1.4.2',
  });
  assert.equal(begun.why?.reason, 'Started by user Ada Ray');
  const ended = read(
    `${stamp} team » pay #12 Started by timer, Parameters:[] on node agent-1 started at 2026-03-02T08:00:00Z completed in 61005ms completed: FAILURE`,
  ).event;
  assert.equal(ended.action, 'build.completed');
  assert.equal(ended.outcome, 'failure');
  assert.equal(ended.time, '2026-03-02T08:01:01.005Z');
  assert.equal(ended.actor.id, 'jenkins:timer');
  assert.equal(ended.target.name, 'team/pay#12');
  assert.equal(ended.labels?.['node'], 'agent-1');
  const upstream = read(
    `job/pay/ #3 Started by upstream project "team » lib" build number 9`,
  ).event;
  assert.deepEqual(upstream.actor, {
    type: 'job',
    id: 'jenkins:job:team/lib#9',
    name: 'team/lib#9',
  });
});

test('a credential used by a build', () => {
  const { event } = read(
    `${stamp} 'team/pay #12' (WorkflowRun) used credentials 'aws' (StringCredentialsImpl).`,
  );
  assert.equal(event.action, 'secret.accessed');
  assert.deepEqual(event.actor, { type: 'build', id: 'jenkins:team/pay#12', name: 'team/pay#12' });
  assert.equal(event.target.name, 'aws');
});

test('a script spans lines, and lines in it that look like records stay in it', () => {
  const body = [
    `${stamp} A groovy script was executed by user 'ada'. Origin: Script Console.`,
    'The executed script:',
    'println 1',
    '/configSubmit by admin from 10.0.0.1',
    `${stamp} /restart by bo from 10.0.0.2`,
    '',
  ].join('\n');
  const { items } = normalizeText(jenkins, body, {}, settings);
  assert.deepEqual(
    items.map(({ event }) => [event.action, event.actor.name]),
    [
      ['script.executed', 'ada'],
      ['system.restarted', 'bo'],
    ],
  );
  assert.equal(items[0]?.event.why?.reason, 'println 1\n/configSubmit by admin from 10.0.0.1');
  assert.equal(items[0]?.raw, body.split('\n').slice(0, 4).join('\n'));
});

test('lines with a time have an id, lines without can’t be told from their repeats', () => {
  assert.match(read(`${stamp} /exit by a`).delivery ?? '', /^sha256:/);
  assert.equal(read('/exit by a').delivery, undefined);
});

test('a line of no known form is kept', () => {
  const { event, unmapped } = read(`${stamp} the kettle boiled`);
  assert.ok(unmapped);
  assert.equal(event.why?.reason, 'the kettle boiled');
  assert.equal(event.actor.type, 'unknown');
});

test('long hostile lines are read in linear time', () => {
  const hostile = [`/${'a'.repeat(30_000)}`, ' #1 on'.repeat(8_000), `'${"' (".repeat(9_000)}`];
  for (const text of hostile) {
    assert.equal(read(`${text} started at x`).event.action, 'pipeline.other');
  }
});

test('Generic Event: items and runs', () => {
  const run = oneItem(jenkins, {
    type: 'run.completed',
    id: 'e-1',
    source: 'job/team/job/pay/',
    time: '2026-03-02T10:15:02.114+0200',
    dataType: 'WorkflowRun',
    data: {
      number: 12,
      result: 'SUCCESS',
      _projectName: 'pay',
      _parentFullName: 'team',
      actions: [
        { causes: [{ shortDescription: 'Started by user Ada', userId: 'ada' }] },
        {
          lastBuiltRevision: {
            SHA1: 'ab'.repeat(20),
            branch: [{ name: 'refs/remotes/origin/main' }],
          },
        },
        { parameters: [{ name: 'ENV', value: 'staging' }] },
      ],
    },
  });
  assert.equal(run.delivery, 'e-1');
  assert.equal(run.event.time, '2026-03-02T08:15:02.114Z');
  assert.equal(run.event.actor.id, 'jenkins:ada');
  assert.deepEqual(run.event.pipeline, {
    stage: 'build',
    run: 'team/pay#12',
    commit: 'ab'.repeat(20),
    ref: 'refs/heads/main',
    environment: 'staging',
  });
  const item = oneItem(jenkins, {
    type: 'item.deleted',
    id: 'e-2',
    data: { fullName: 'team/pay' },
  });
  assert.equal(item.event.action, 'job.deleted');
  assert.equal(item.event.target.name, 'team/pay');
});

test('Notification: a phase of a build', () => {
  const { event, delivery } = oneItem(jenkins, {
    name: 'pay',
    url: 'job/pay/',
    build: {
      number: 12,
      queue_id: 7,
      phase: 'FINALIZED',
      status: 'FAILURE',
      timestamp: 1_772_439_302_114,
      url: 'job/team/job/pay/12/',
      scm: { branch: 'origin/main', commit: 'ab'.repeat(20) },
      parameters: { BUILD_USER_ID: 'ada' },
    },
  });
  assert.equal(event.action, 'build.completed');
  assert.equal(event.outcome, 'failure');
  assert.equal(event.actor.id, 'jenkins:ada');
  assert.equal(event.pipeline?.ref, 'refs/heads/main');
  assert.equal(delivery, 'team/pay#12:7:FINALIZED:2026-03-02T08:15:02.114Z');
});

test('CDEvents plugin, in the body and in headers', () => {
  const data = { name: 'pay', userId: 'ada', build: { number: 12, scmState: { branch: 'main' } } };
  const attributes = {
    id: '12',
    type: 'dev.cdevents.pipelinerun.finished.0.1.0',
    time: '2026-03-02T03:15:02.1145678-05:00',
    url: 'job/pay/12/',
    outcome: 'failure',
  };
  const whole = oneItem(jenkins, { specversion: '0.3', ...attributes, data }).event;
  assert.equal(whole.action, 'pipeline_run.completed');
  assert.equal(whole.outcome, 'failure');
  assert.equal(whole.time, '2026-03-02T08:15:02.114Z');
  assert.equal(whole.target.name, 'pay#12');
  const headers = Object.fromEntries(Object.entries(attributes).map(([k, v]) => [`ce-${k}`, v]));
  assert.equal(oneItem(jenkins, data, headers).event.action, 'pipeline_run.completed');
});

test('lines in JSON of shippers; other JSON is refused', () => {
  const { event } = oneItem(jenkins, {
    message: '/restart by ada',
    '@timestamp': '2026-03-02T08:15:02Z',
  });
  assert.equal(event.action, 'system.restarted');
  assert.equal(event.time, '2026-03-02T08:15:02.000Z');
  assert.throws(() => normalizeText(jenkins, { a: 1 }), { code: 'record_unknown' });
  assert.throws(() => normalizeText(jenkins, '{"a":'), { code: 'json_invalid' });
});

test('credentials: bearer, basic or a header', () => {
  const code = (headers: Record<string, string>) => {
    const result = jenkins.verify({ headers, body: Buffer.from('x'), received: 0 }, ['s'], {});
    return result.ok ? result.assurance : result.code;
  };
  assert.equal(code({ authorization: 'Bearer s' }), 'source_authenticated');
  assert.equal(code({ 'x-acta-secret': 's' }), 'source_authenticated');
  assert.equal(code({ authorization: 'Bearer t' }), 'credential_mismatch');
  assert.equal(code({}), 'credential_missing');
});
