import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf } from './facts.ts';

test('GitHub Actions: run, commit, change and who triggered it', () => {
  const facts = factsOf({
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'acme/pay',
    GITHUB_RUN_ID: '12',
    GITHUB_SHA: 'abc',
    GITHUB_REF: 'refs/pull/41/merge',
    GITHUB_JOB: 'build',
    GITHUB_ACTOR: 'ada',
    GITHUB_ACTOR_ID: '7',
  });
  assert.deepEqual(facts, {
    ci: 'github',
    actor: { type: 'user', id: 'github:7', name: 'ada' },
    pipeline: {
      run: 'acme/pay/actions/runs/12',
      job: 'build',
      commit: 'abc',
      ref: 'refs/pull/41/merge',
      change: 'acme/pay#41',
    },
    link: 'https://github.com/acme/pay/actions/runs/12',
    repository: 'acme/pay',
  });
});

test('a re-run is of who asked for it: the number of the first actor is not theirs', () => {
  const { actor } = factsOf({
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'ada',
    GITHUB_ACTOR_ID: '7',
    GITHUB_TRIGGERING_ACTOR: 'bob',
  });
  assert.deepEqual(actor, { type: 'user', id: 'bob', name: 'bob' });
});

test('GitLab, Jenkins, Buildkite, CircleCI and Azure say the same in their words', () => {
  const gitlab = factsOf({
    GITLAB_CI: 'true',
    CI_PROJECT_PATH: 'acme/pay',
    CI_PIPELINE_ID: '5',
    CI_JOB_NAME: 'deploy',
    CI_MERGE_REQUEST_IID: '9',
    GITLAB_USER_LOGIN: 'ada',
    GITLAB_USER_ID: '3',
    CI_ENVIRONMENT_NAME: 'production',
  });
  assert.equal(gitlab.pipeline.change, 'acme/pay!9');
  assert.equal(gitlab.actor.id, 'gitlab:3');
  assert.equal(gitlab.pipeline.environment, 'production');
  assert.equal(gitlab.pipeline.run, 'acme/pay/-/pipelines/5');
  const jenkins = factsOf({
    JENKINS_URL: 'http://ci',
    BUILD_USER_ID: 'ada',
    JOB_NAME: 'pay',
    BUILD_TAG: 'jenkins-pay-3',
    GIT_COMMIT: 'abc',
  });
  assert.deepEqual(
    [jenkins.actor.id, jenkins.pipeline.run, jenkins.pipeline.commit],
    ['ada', 'jenkins-pay-3', 'abc'],
  );
  const buildkite = factsOf({
    BUILDKITE: 'true',
    BUILDKITE_BUILD_CREATOR: 'Ada',
    BUILDKITE_BUILD_CREATOR_EMAIL: 'ada@acme.example',
    BUILDKITE_PULL_REQUEST: 'false',
  });
  assert.deepEqual(buildkite.actor, {
    type: 'user',
    id: 'ada@acme.example',
    name: 'Ada',
    email: 'ada@acme.example',
  });
  assert.equal(buildkite.pipeline.change, undefined);
  const circle = factsOf({
    CIRCLECI: 'true',
    CIRCLE_PROJECT_USERNAME: 'acme',
    CIRCLE_PROJECT_REPONAME: 'pay',
    CIRCLE_PR_NUMBER: '4',
    CIRCLE_USERNAME: 'ada',
  });
  assert.equal(circle.pipeline.change, 'acme/pay#4');
  const azure = factsOf({
    TF_BUILD: 'True',
    BUILD_REQUESTEDFOR: 'Ada',
    BUILD_REQUESTEDFORID: 'g-1',
    BUILD_BUILDID: '77',
  });
  assert.deepEqual([azure.actor.id, azure.pipeline.run], ['g-1', '77']);
});

test('bots are bots, and nobody is unknown rather than "system"', () => {
  assert.equal(
    factsOf({ GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'renovate[bot]' }).actor.type,
    'bot',
  );
  assert.deepEqual(factsOf({ GITLAB_CI: 'true' }).actor, { type: 'unknown', id: 'unknown' });
  assert.equal(factsOf({}).ci, 'local');
});
