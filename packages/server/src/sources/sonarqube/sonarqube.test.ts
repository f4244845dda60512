import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { sonarqube } from './index.ts';

const analysis = {
  taskId: 't-1',
  status: 'SUCCESS',
  analysedAt: '2026-11-19T09:15:02+0100',
  revision: 'a1'.repeat(20),
  project: { key: 'pay', name: 'Pay', url: 'https://sonar.example/dashboard?id=pay' },
  branch: { name: 'main', type: 'BRANCH', isMain: true },
  qualityGate: { name: 'Strict', status: 'OK', conditions: [] },
};

test('a gate that holds, with commit, branch and run', () => {
  const { event } = oneItem(sonarqube, analysis);
  assert.deepEqual(
    [event.action, event.outcome, event.time],
    ['quality_gate.evaluated', 'success', '2026-11-19T08:15:02.000Z'],
  );
  assert.deepEqual(event.pipeline, {
    stage: 'test',
    run: 't-1',
    commit: 'a1'.repeat(20),
    ref: 'refs/heads/main',
  });
  assert.equal(event.actor.type, 'unknown');
});

test('a gate that fails says which condition', () => {
  const conditions = [
    {
      metric: 'new_coverage',
      operator: 'LESS_THAN',
      value: '62',
      status: 'ERROR',
      errorThreshold: '80',
    },
    { metric: 'bugs', operator: 'GREATER_THAN', value: '0', status: 'OK', errorThreshold: '0' },
  ];
  const { event } = oneItem(sonarqube, {
    ...analysis,
    qualityGate: { name: 'Strict', status: 'ERROR', conditions },
  });
  assert.equal(event.outcome, 'failure');
  assert.equal(event.why?.reason, 'new_coverage 62 (wanted: not LESS_THAN 80)');
});

test('pull requests, analyses that broke, bodies without a project', () => {
  const pull = oneItem(sonarqube, {
    ...analysis,
    branch: { name: '41', type: 'PULL_REQUEST' },
  }).event;
  assert.deepEqual([pull.pipeline?.change, pull.pipeline?.ref], ['pay#41', undefined]);
  const broken = oneItem(sonarqube, {
    ...analysis,
    status: 'FAILED',
    qualityGate: undefined,
  }).event;
  assert.deepEqual([broken.action, broken.outcome], ['scan.completed', 'failure']);
  assert.throws(() => normalizeText(sonarqube, {}), { code: 'project_missing' });
});

test('signed over the exact bytes', () => {
  const body = Buffer.from(JSON.stringify(analysis));
  const signature = createHmac('sha256', 's').update(body).digest('hex');
  const check = (value: string | undefined, bytes = body) => {
    const headers: Record<string, string> =
      value === undefined ? {} : { 'x-sonar-webhook-hmac-sha256': value };
    const result = sonarqube.verify({ headers, body: bytes, received: 0 }, ['new', 's'], {});
    return result.ok ? result.assurance : result.code;
  };
  assert.equal(check(signature), 'source_signed');
  assert.equal(check(signature, Buffer.concat([body, Buffer.from(' ')])), 'signature_mismatch');
  assert.equal(check(undefined), 'signature_missing');
  assert.equal(check(`sha1=${'0'.repeat(40)}`), 'signature_malformed');
});
