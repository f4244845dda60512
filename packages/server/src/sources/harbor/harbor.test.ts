import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { harbor } from './index.ts';

const digest = `sha256:${'b2'.repeat(32)}`;
const repository = {
  name: 'pay',
  namespace: 'acme',
  repo_full_name: 'acme/pay',
  repo_type: 'private',
};
const resource = { digest, tag: '1.4', resource_url: 'harbor.example/acme/pay:1.4' };
const push = {
  type: 'PUSH_ARTIFACT',
  occur_at: 1_795_076_102,
  operator: 'ann',
  event_data: { resources: [resource], repository },
};

test('its own format: who, when, which image by digest', () => {
  const { event } = oneItem(harbor, push);
  assert.equal(event.time, '2026-11-19T08:15:02.000Z');
  assert.deepEqual(event.actor, { type: 'user', id: 'harbor:ann', name: 'ann' });
  assert.equal(event.target.name, 'harbor.example/acme/pay:1.4');
  assert.deepEqual(event.pipeline, { stage: 'package', artifact: digest, version: '1.4' });
});

test('as CloudEvents the same, with an id', () => {
  const { event, delivery } = oneItem(harbor, {
    specversion: '1.0',
    id: 'c-1',
    source: '/projects/2/webhook/policies/15',
    type: 'harbor.artifact.deleted',
    time: '2026-11-19T08:15:02Z',
    data: { resources: [resource], repository },
    operator: 'robot$ci',
  });
  assert.deepEqual(
    [delivery, event.action, event.actor.type],
    ['c-1', 'image.deleted', 'service_account'],
  );
});

test('one event for each artifact', () => {
  const two = {
    ...push,
    event_data: { resources: [resource, { ...resource, tag: '1.5' }], repository },
  };
  assert.deepEqual(
    normalizeText(harbor, two).items.map(({ event }) => event.pipeline?.version),
    ['1.4', '1.5'],
  );
});

const cases: readonly (readonly [string, Record<string, unknown>, string, string, string])[] = [
  [
    'SCANNING_FAILED',
    { resources: [resource], repository },
    'image.scan_failed',
    'failure',
    'service',
  ],
  [
    'QUOTA_EXCEED',
    { resources: [{ digest }], repository, custom_attributes: { Details: 'full' } },
    'registry.quota_exceeded',
    'denied',
    'service',
  ],
  [
    'REPLICATION',
    { replication: { job_status: 'Failed', dest_resource: { namespace: 'acme' } } },
    'image.replicated',
    'failure',
    'service',
  ],
  [
    'TAG_RETENTION',
    { retention: { project_name: 'acme', result: 'SUCCESS' } },
    'retention.executed',
    'success',
    'service',
  ],
  ['TELEPORT', {}, 'artifact.other', 'success', 'service'],
];
for (const [type, event_data, action, outcome, actor] of cases) {
  test(`${type} → ${action}, ${outcome}`, () => {
    const { event } = oneItem(harbor, {
      type,
      occur_at: 1_795_076_102,
      operator: 'auto',
      event_data,
    });
    assert.deepEqual([event.action, event.outcome, event.actor.type], [action, outcome, actor]);
  });
}

test('`MANUAL` and nothing say how, not who', () => {
  for (const operator of ['MANUAL', '']) {
    assert.equal(oneItem(harbor, { ...push, operator }).event.actor.type, 'unknown');
  }
});

test('the header is what Harbor was told to send', () => {
  const ok = (authorization: string) =>
    harbor.verify({ headers: { authorization }, body: Buffer.from('{}'), received: 0 }, ['s'], {})
      .ok;
  assert.ok(ok('s') && ok('Bearer s') && !ok('t'));
});
