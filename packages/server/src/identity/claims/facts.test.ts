import assert from 'node:assert/strict';
import { test } from 'node:test';
import { githubClaims } from '../testing.ts';
import { factsOf } from './facts.ts';

test('a pull request of GitHub names its change, a bot is a bot', () => {
  const facts = factsOf({
    ...githubClaims,
    ref: 'refs/pull/41/merge',
    actor: 'renovate[bot]',
    environment: undefined,
  });
  assert.equal(facts.pipeline.change, 'acme/pay#41');
  assert.equal(facts.pipeline.environment, undefined);
  assert.equal(facts.person?.type, 'bot');
  assert.equal(facts.labels['workflow_ref'], githubClaims.workflow_ref);
});

test('GitLab: run and job in the forms of its own events, the person with an address', () => {
  const facts = factsOf({
    sub: 'project_path:acme/pay:ref_type:branch:ref:main',
    project_path: 'acme/pay',
    pipeline_id: '574',
    job_id: '302',
    user_id: '22',
    user_login: 'ada',
    user_email: 'ada@example.com',
    ref: 'main',
    ref_path: 'refs/heads/main',
    sha: 'b'.repeat(40),
    environment: 'production',
    pipeline_source: 'push',
  });
  assert.deepEqual(facts.pipeline, {
    run: 'acme/pay/-/pipelines/574',
    job: 'acme/pay/-/jobs/302',
    commit: 'b'.repeat(40),
    ref: 'refs/heads/main',
    environment: 'production',
  });
  assert.deepEqual(facts.person, {
    type: 'user',
    id: 'gitlab:22',
    name: 'ada',
    email: 'ada@example.com',
  });
});

test('Kubernetes: namespace and account; the pod stands in for a job', () => {
  const facts = factsOf({
    sub: 'system:serviceaccount:ci:deployer',
    'kubernetes.io': {
      namespace: 'ci',
      serviceaccount: { name: 'deployer', uid: 'u' },
      pod: { name: 'deploy-7x', uid: 'p' },
      node: { name: 'node-1' },
    },
  });
  assert.equal(facts.name, 'ci/deployer');
  assert.equal(facts.pipeline.job, 'deploy-7x');
  assert.deepEqual(facts.compared, []);
});

test('claims of other issuers say who and no more', () => {
  assert.deepEqual(factsOf({ sub: 's', repository: 7, run_id: {} }), {
    pipeline: {},
    compared: [],
    labels: {},
  });
});
