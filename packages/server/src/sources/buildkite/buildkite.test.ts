import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { typeName } from './audit-actions.ts';
import { buildkite } from './index.ts';

const sha = 'ab'.repeat(20);
const build = {
  id: 'b-1',
  number: 12,
  state: 'failed',
  branch: 'main',
  commit: sha,
  message: 'Fix OPS-812',
  finished_at: '2026-03-02 08:15:02 UTC',
  creator: { id: 'u-2', name: 'Bo' },
};

test('a build that failed', () => {
  const { event } = oneItem(buildkite, {
    event: 'build.finished',
    build,
    pipeline: { id: 'p-1', slug: 'pay' },
    sender: { id: 'u-1', name: 'Ada' },
  });
  assert.equal(event.action, 'build.completed');
  assert.equal(event.outcome, 'failure');
  assert.equal(event.time, '2026-03-02T08:15:02.000Z');
  assert.deepEqual(event.actor, { type: 'user', id: 'buildkite:u-1', name: 'Ada' });
  assert.equal(event.target.name, 'pay#12');
  assert.deepEqual(event.pipeline, {
    stage: 'build',
    run: 'pay#12',
    commit: sha,
    ref: 'refs/heads/main',
  });
  assert.equal(event.why?.ticket, 'OPS-812');
});

test('an agent that was refused, and a kind that nobody knows', () => {
  const blocked = oneItem(buildkite, {
    event: 'agent.blocked',
    blocked_ip: '203.0.113.7',
    agent: { id: 'a-1', name: 'one' },
  });
  assert.equal(blocked.event.outcome, 'denied');
  assert.equal(blocked.event.actor.type, 'agent');
  assert.equal(blocked.event.context?.ip, '203.0.113.7');
  assert.ok(oneItem(buildkite, { event: 'kettle.boiled' }).unmapped);
  assert.throws(() => normalizeText(buildkite, { a: 1 }), { code: 'event_missing' });
});

test('a page of audit events', () => {
  const item = {
    uuid: 'e-1',
    type: 'SSOProviderDisabledEvent',
    occurred_at: '2026-03-02T08:15:02.114Z',
    actor: { type: 'User', uuid: 'u-1', name: 'Ada' },
    subject: { type: 'SSOProvider', uuid: 's-1', name: 'Okta' },
    context: { type: 'WebContext', request_ip: '203.0.113.7', request_user_agent: 'x' },
  };
  const { event, delivery } = oneItem(buildkite, { items: [item], links: {} });
  assert.equal(delivery, 'e-1');
  assert.equal(event.action, 'sso.disabled');
  assert.equal(event.target.name, 'Okta');
  assert.equal(event.context?.ip, '203.0.113.7');
  assert.equal(typeName('APIAccessTokenCreatedEvent'), 'API_ACCESS_TOKEN_CREATED');
});

test('signatures with their time, or the plain token', () => {
  const body = Buffer.from('{"event":"ping"}');
  const seconds = 1_790_000_000;
  const hex = createHmac('sha256', 's').update(`${seconds}.`).update(body).digest('hex');
  const code = (headers: Record<string, string>, late = 0) => {
    const delivery = { headers, body, received: seconds * 1000 + late };
    const result = buildkite.verify(delivery, ['new', 's'], {});
    return result.ok ? result.assurance : result.code;
  };
  const signed = { 'x-buildkite-signature': `timestamp=${seconds},signature=${hex}` };
  assert.equal(code(signed), 'source_signed');
  assert.equal(code(signed, 300_001), 'timestamp_expired');
  const moved = { 'x-buildkite-signature': `timestamp=${seconds + 1},signature=${hex}` };
  assert.equal(code(moved), 'signature_mismatch');
  const both = { ...moved, 'x-buildkite-token': 's' };
  assert.equal(code(both), 'signature_mismatch');
  assert.equal(code({ 'x-buildkite-signature': 'x' }), 'signature_malformed');
  assert.equal(code({ 'x-buildkite-token': 's' }), 'source_authenticated');
  assert.equal(code({}), 'credential_missing');
});
