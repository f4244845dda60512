import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { spinnaker } from './index.ts';

const commit = 'a1'.repeat(20);
const execution = (more: object = {}) => ({
  id: '01JD',
  name: 'Deploy pay',
  application: 'pay',
  status: 'RUNNING',
  authentication: { user: 'nora@acme.example', allowedAccounts: ['prod'] },
  trigger: { type: 'git', hash: commit, branch: 'main', user: 'ci' },
  stages: [
    { id: 's-1', type: 'deployManifest', name: 'Deploy', context: { account: 'prod' } },
    { id: 's-2', type: 'manualJudgment', name: 'Go?', context: {} },
    { id: 's-3', type: 'rollbackCluster', name: 'Back', context: {} },
  ],
  ...more,
});
const record = (type: string, content: object = {}) => ({
  details: { source: 'orca', type, created: '1795076102114', application: 'pay' },
  content: { executionId: '01JD', execution: execution(), ...content },
  eventId: 'e-1',
});
const of = (type: string, content: object = {}) => oneItem(spinnaker, record(type, content)).event;

test('a pipeline: who, when, commit', () => {
  const { event, delivery } = oneItem(spinnaker, record('orca:pipeline:starting'));
  assert.equal(delivery, 'e-1');
  assert.deepEqual(
    [event.action, event.outcome, event.time, event.target.id, event.target.parent?.id],
    [
      'pipeline_run.started',
      'success',
      '2026-11-19T08:15:02.114Z',
      'spinnaker:01JD',
      'spinnaker:pay',
    ],
  );
  assert.deepEqual(event.actor, {
    type: 'user',
    id: 'spinnaker:nora@acme.example',
    name: 'nora@acme.example',
    email: 'nora@acme.example',
  });
  assert.deepEqual(event.pipeline, {
    stage: 'deploy',
    run: '01JD',
    commit,
    ref: 'refs/heads/main',
    service: 'pay',
  });
});

test('ends, failures, cancellations', () => {
  const failed = of('orca:pipeline:failed', { execution: execution({ status: 'TERMINAL' }) });
  assert.deepEqual([failed.action, failed.outcome], ['pipeline_run.completed', 'failure']);
  const stopped = of('orca:pipeline:failed', { execution: execution({ status: 'CANCELED' }) });
  assert.deepEqual([stopped.action, stopped.outcome], ['pipeline_run.cancelled', 'success']);
  assert.equal(of('constructor').action, 'pipeline.other');
});

test('stages that deploy, roll back or ask', () => {
  const deploy = of('orca:stage:complete', { stageId: 's-1' });
  assert.deepEqual(
    [deploy.action, deploy.target.name, deploy.pipeline?.environment],
    ['deployment.succeeded', 'Deploy', 'prod'],
  );
  const broken = of('orca:stage:failed', { stageId: 's-1' });
  assert.deepEqual([broken.action, broken.outcome], ['deployment.failed', 'failure']);
  assert.equal(of('orca:stage:complete', { stageId: 's-3' }).action, 'deployment.rolled_back');
  const judged = of('orca:stage:complete', {
    stageId: 's-2',
    context: { lastModifiedBy: 'mia', judgmentStatus: 'continue' },
  });
  assert.deepEqual([judged.action, judged.actor.name], ['deployment.approved', 'mia']);
  assert.equal(of('orca:stage:failed', { stageId: 's-2' }).action, 'deployment.rejected');
  assert.equal(of('orca:stage:starting', { stageId: 's-9' }).action, 'job.started');
});

test('builds that igor saw', () => {
  const build = (lastBuild: JsonObject) => ({
    details: { source: 'igor', type: 'build', created: '1795076102114', application: null },
    content: { master: 'ci', project: { name: 'pay', lastBuild } },
  });
  const done = oneItem(
    spinnaker,
    build({ number: 7, result: 'FAILURE', scm: [{ sha1: commit, branch: 'origin/main' }] }),
  ).event;
  assert.deepEqual(
    [done.action, done.outcome, done.target.name, done.actor.type],
    ['build.completed', 'failure', 'pay #7', 'service'],
  );
  assert.deepEqual([done.pipeline?.commit, done.pipeline?.ref], [commit, 'refs/heads/main']);
  const shown: JsonObject[] = [{ building: true }, { result: 'ABORTED' }];
  const states = shown.map(
    (state) => oneItem(spinnaker, build({ number: 8, ...state })).event.action,
  );
  assert.deepEqual(states, ['build.started', 'build.cancelled']);
});

test('what is no event; the password of the endpoint', () => {
  assert.deepEqual(
    normalizeText(spinnaker, '{"a":1}').failed.map(({ code }) => code),
    ['no_spinnaker_event'],
  );
  const check = (password: string) => {
    const authorization = `Basic ${Buffer.from(`acta:${password}`).toString('base64')}`;
    const delivery = { headers: { authorization }, body: Buffer.from('{}'), received: 0 };
    return spinnaker.verify(delivery, ['new', 's'], {}).ok;
  };
  assert.deepEqual([check('s'), check('new'), check('x'), check('')], [true, true, false, false]);
});
