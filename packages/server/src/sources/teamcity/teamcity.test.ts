import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { teamcity } from './index.ts';

const sha = 'c3'.repeat(20);
const build = {
  id: 4711,
  number: '43',
  state: 'finished',
  status: 'FAILURE',
  statusText: 'Tests failed: 1',
  branchName: 'main',
  webUrl: 'https://ci.example/viewLog.html?buildId=4711',
  buildTypeId: 'Pay_Build',
  buildType: { id: 'Pay_Build', name: 'Build', projectId: 'Pay', projectName: 'Pay' },
  queuedDate: '20261119T091400+0100',
  startDate: '20261119T091410+0100',
  finishDate: '20261119T091502+0100',
  triggered: { type: 'user', user: { username: 'nora', name: 'Nora', id: 7 } },
  revisions: { count: 1, revision: [{ version: sha }] },
};
const hook = (eventType: string, payload: JsonObject = build): JsonObject => ({
  eventType,
  payload,
});
const of = (type: string, payload?: JsonObject) => oneItem(teamcity, hook(type, payload)).event;

test('a build: who, what, when, which, why', () => {
  const event = of('BUILD_FINISHED');
  assert.deepEqual(
    [event.action, event.outcome, event.time],
    ['build.completed', 'failure', '2026-11-19T08:15:02.000Z'],
  );
  assert.deepEqual(event.actor, { type: 'user', id: 'teamcity:nora', name: 'Nora' });
  assert.deepEqual(
    [event.target.id, event.target.name, event.target.parent?.parent?.name],
    ['teamcity:4711', 'Pay_Build#43', 'Pay'],
  );
  assert.deepEqual(event.pipeline, {
    stage: 'build',
    run: 'Pay_Build#43',
    commit: sha,
    ref: 'refs/heads/main',
  });
  assert.equal(event.why?.reason, 'Tests failed: 1');
});

test('each kind has its own time, and a cancelled build who cancelled it', () => {
  assert.equal(of('BUILD_TYPE_ADDED_TO_QUEUE').time, '2026-11-19T08:14:00.000Z');
  assert.equal(of('BUILD_STARTED').time, '2026-11-19T08:14:10.000Z');
  const canceledInfo = {
    timestamp: '20261119T091430+0100',
    text: 'OPS-812',
    user: { username: 'eve' },
  };
  const { finishDate: _, ...running } = build;
  const event = of('BUILD_INTERRUPTED', { ...running, status: 'UNKNOWN', canceledInfo });
  assert.deepEqual(
    [event.action, event.actor.id, event.time, event.outcome, event.why?.reason],
    ['build.cancelled', 'teamcity:eve', '2026-11-19T08:14:30.000Z', 'unknown', 'OPS-812'],
  );
  const few = of('BUILD_INTERRUPTED', { buildTypeId: 'Pay_Build', number: '43' });
  assert.deepEqual([few.actor.type, few.target.name], ['unknown', 'Pay_Build#43']);
  const several = { revision: [{ version: sha }, { version: sha }] };
  assert.equal(of('BUILD_STARTED', { ...build, revisions: several }).pipeline?.commit, undefined);
});

test('agents that come again are told again', () => {
  const agent = { id: 3, name: 'linux-3', pool: { name: 'Default' } };
  const { event, delivery } = oneItem(teamcity, hook('AGENT_REGISTRED', agent));
  assert.deepEqual(
    [event.action, event.actor.type, event.target.name, delivery],
    ['runner.online', 'agent', 'linux-3', undefined],
  );
});

test('the plugin names a user only by its property', () => {
  const body = (more: JsonObject = {}): JsonObject => ({
    build: {
      notifyType: 'buildFinished',
      buildResult: 'success',
      buildId: '19',
      buildNumber: '5',
      buildTypeId: 'Pay_Build',
      buildName: 'Build',
      projectId: 'Pay',
      projectName: 'Pay',
      triggeredBy: 'Git',
      teamcityProperties: [{ name: 'build.vcs.number', value: sha }],
      ...more,
    },
  });
  const { event } = oneItem(teamcity, body());
  assert.deepEqual(
    [event.action, event.outcome, event.actor.type, event.pipeline?.commit],
    ['build.completed', 'success', 'unknown', sha],
  );
  const extraParameters = [{ name: 'teamcity.build.triggeredBy.username', value: 'nora' }];
  assert.equal(oneItem(teamcity, body({ extraParameters })).event.actor.id, 'teamcity:nora');
});

test('unknown types and other payloads', () => {
  assert.deepEqual(
    [of('constructor').action, oneItem(teamcity, hook('X')).unmapped],
    ['pipeline.other', true],
  );
  assert.throws(() => normalizeText(teamcity, { attachments: [] }), { code: 'event_missing' });
});

test('the password, by basic credentials, a token or its own header', () => {
  const check = (headers: Record<string, string>) => {
    const body = Buffer.from('{}');
    const result = teamcity.verify({ headers, body, received: 0 }, ['new', 'old'], {});
    return result.ok ? result.assurance : result.code;
  };
  const basic = `Basic ${Buffer.from('acta:old').toString('base64')}`;
  assert.equal(check({ authorization: basic }), 'source_authenticated');
  assert.equal(check({ authorization: 'Bearer new' }), 'source_authenticated');
  assert.equal(check({ 'php-auth-user': 'acta', 'php-auth-pw': 'old' }), 'source_authenticated');
  assert.equal(check({ 'php-auth-pw': 'no' }), 'credential_mismatch');
  assert.equal(check({ authorization: 'Bearer no', 'php-auth-pw': 'old' }), 'credential_mismatch');
  assert.equal(check({}), 'credential_missing');
});
