import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { tekton } from './index.ts';

const commit = 'a1'.repeat(20);
const headers = (type: string) => ({
  'ce-id': 'e-1',
  'ce-source': '/apis/tekton.dev/v1/namespaces/ci/pipelineruns/pay-build-x7',
  'ce-specversion': '1.0',
  'ce-subject': 'pay-build-x7',
  'ce-time': '2026-11-19T08:15:09.5Z',
  'ce-type': `dev.tekton.event.${type}.v1`,
});
const run = (status: object = {}, annotations: object = {}) => ({
  metadata: {
    name: 'pay-build-x7',
    namespace: 'ci',
    creationTimestamp: '2026-11-19T08:15:00Z',
    annotations,
  },
  spec: {
    pipelineRef: { name: 'pay-build' },
    params: [
      { name: 'revision', value: 'main' },
      { name: 'list', value: ['a'] },
    ],
    taskRunTemplate: { serviceAccountName: 'builder' },
  },
  status: {
    startTime: '2026-11-19T08:15:02Z',
    completionTime: '2026-11-19T08:17:02Z',
    conditions: [
      { type: 'Succeeded', reason: 'Failed', message: 'Tasks Completed: 3 (Failed: 1)' },
    ],
    ...status,
  },
});

test('a pipeline run that someone started, with commit, change and image', () => {
  const pipelineRun = run(
    {
      results: [
        { name: 'commit', value: `${commit}\n` },
        { name: 'IMAGE_DIGEST', value: `sha256:${'b2'.repeat(32)}` },
      ],
    },
    {
      'pipelinesascode.tekton.dev/sender': 'nora',
      'pipelinesascode.tekton.dev/url-org': 'acme',
      'pipelinesascode.tekton.dev/url-repository': 'pay',
      'pipelinesascode.tekton.dev/pull-request': '41',
    },
  );
  const item = oneItem(tekton, { pipelineRun }, headers('pipelinerun.successful'));
  const { event } = item;
  assert.deepEqual(
    [event.action, event.outcome, event.time, event.actor.name],
    ['pipeline_run.completed', 'success', '2026-11-19T08:17:02.000Z', 'nora'],
  );
  assert.deepEqual(event.pipeline, {
    stage: 'build',
    run: 'ci/pay-build-x7',
    commit,
    ref: 'refs/heads/main',
    change: 'acme/pay#41',
    artifact: `sha256:${'b2'.repeat(32)}`,
  });
  assert.equal(item.delivery, '/apis/tekton.dev/v1/namespaces/ci/pipelineruns/pay-build-x7#e-1');
  assert.equal(
    event.context?.request?.headers?.['ce-type'],
    'dev.tekton.event.pipelinerun.successful.v1',
  );
});

test('states, failures, cancellations and times', () => {
  const of = (type: string, status: object = {}) =>
    oneItem(tekton, { pipelineRun: run(status) }, headers(type)).event;
  assert.deepEqual(
    [of('pipelinerun.queued').action, of('pipelinerun.queued').time],
    ['pipeline_run.queued', '2026-11-19T08:15:00.000Z'],
  );
  assert.equal(of('pipelinerun.started').time, '2026-11-19T08:15:02.000Z');
  assert.equal(of('pipelinerun.running').time, '2026-11-19T08:15:09.500Z');
  const failed = of('pipelinerun.failed');
  assert.deepEqual(
    [failed.action, failed.outcome, failed.why?.reason],
    ['pipeline_run.completed', 'failure', 'Tasks Completed: 3 (Failed: 1)'],
  );
  assert.deepEqual(failed.actor, {
    type: 'service_account',
    id: 'kubernetes:system:serviceaccount:ci:builder',
    name: 'builder',
  });
  const cancelled = of('pipelinerun.failed', {
    conditions: [{ type: 'Succeeded', reason: 'Cancelled' }],
  });
  assert.deepEqual([cancelled.action, cancelled.outcome], ['pipeline_run.cancelled', 'success']);
  assert.equal(of('pipelinerun.polished').action, 'pipeline.other');
  assert.equal(of('constructor.failed').action, 'pipeline.other');
});

test('a task within a run, in structured mode; an event listener', () => {
  const taskRun = {
    ...run(),
    metadata: {
      name: 'pay-build-x7-test',
      namespace: 'ci',
      labels: { 'tekton.dev/pipelineRun': 'pay-build-x7', 'tekton.dev/pipelineTask': 'test' },
    },
  };
  const envelope = {
    specversion: '1.0',
    id: 'e-2',
    source: '/taskruns/x',
    type: 'dev.tekton.event.taskrun.started.v1',
    data: { taskRun },
  };
  const { event } = oneItem(tekton, envelope);
  assert.deepEqual(
    [event.action, event.pipeline?.run, event.pipeline?.job, event.target.parent?.id],
    ['task_run.started', 'ci/pay-build-x7', 'test', 'tekton:pipelinerun/ci/pay-build-x7'],
  );
  const eventListener = { metadata: { name: 'github', namespace: 'ci' } };
  const heard = oneItem(tekton, { eventListener }, headers('triggers.done')).event;
  assert.deepEqual([heard.action, heard.actor.type], ['webhook.called', 'service']);
});

test('without the headers nothing tells what happened', () => {
  assert.deepEqual(
    normalizeText(tekton, { pipelineRun: run() }).failed.map(({ code }) => code),
    ['no_tekton_type'],
  );
});

test('the password of the address', () => {
  const check = (authorization?: string) => {
    const known: Record<string, string> = authorization === undefined ? {} : { authorization };
    const result = tekton.verify(
      { headers: known, body: Buffer.from('{}'), received: 0 },
      ['new', 's'],
      {},
    );
    return result.ok ? result.assurance : result.code;
  };
  assert.equal(check(`Basic ${Buffer.from('acta:s').toString('base64')}`), 'source_authenticated');
  assert.equal(check('Bearer other'), 'credential_mismatch');
  assert.equal(check(), 'credential_missing');
});
