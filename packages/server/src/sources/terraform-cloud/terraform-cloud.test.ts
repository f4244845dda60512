import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { terraformCloud } from './index.ts';

const notification = (trigger: string, more: JsonObject = {}): JsonObject => ({
  payload_version: 1,
  notification_configuration_id: 'nc-1',
  run_url: 'https://app.terraform.io/app/acme/pay/runs/run-1',
  run_id: 'run-1',
  run_message: 'OPS-812 two more workers',
  run_created_at: '2026-11-19T08:14:00.000Z',
  run_created_by: 'nora',
  workspace_id: 'ws-1',
  workspace_name: 'pay',
  organization_name: 'acme',
  notifications: [
    {
      message: 'Run',
      trigger,
      run_status: 'x',
      run_updated_at: '2026-11-19T08:15:02.000Z',
      run_updated_by: 'eve',
      ...more,
    },
  ],
});
const of = (trigger: string, more: JsonObject = {}) =>
  oneItem(terraformCloud, notification(trigger, more)).event;

test('who, what, on what, when, why', () => {
  const event = of('run:completed');
  assert.deepEqual(
    [event.action, event.outcome, event.time],
    ['infrastructure_run.applied', 'success', '2026-11-19T08:15:02.000Z'],
  );
  assert.deepEqual(event.actor, { type: 'user', id: 'terraform:eve', name: 'eve' });
  assert.equal(event.target.id, 'terraform:run-1');
  assert.equal(event.target.parent?.parent?.name, 'acme');
  assert.deepEqual(event.pipeline, { stage: 'deploy', run: 'run-1', service: 'pay' });
  assert.equal(event.why?.reason, 'OPS-812 two more workers');
});

test('triggers', () => {
  assert.equal(of('run:errored').outcome, 'failure');
  assert.equal(
    of('run:errored', { run_status: 'canceled' }).action,
    'infrastructure_run.cancelled',
  );
  assert.equal(of('assessment:drifted').action, 'infrastructure_drift.detected');
  assert.equal(of('constructor').action, 'deploy.other');
});

const record = (type: string, action: string, auth: JsonObject = {}): JsonObject => ({
  id: 'a-1',
  timestamp: '2026-11-19T08:15:02.000Z',
  auth: {
    accessor_id: 'user-1',
    description: 'nora',
    type: 'Client',
    organization_id: 'org-1',
    ...auth,
  },
  request: { id: 'r-1' },
  resource: { id: 'res-1', type, action, meta: null },
});

test('the audit trail', () => {
  const item = oneItem(terraformCloud, { data: [record('var', 'update')], pagination: {} });
  assert.deepEqual([item.event.action, item.delivery], ['variable.changed', 'a-1']);
  assert.deepEqual(item.event.actor, { type: 'user', id: 'terraform:user-1', name: 'nora' });
  const act = (type: string, action: string) =>
    oneItem(terraformCloud, record(type, action)).event.action;
  assert.equal(act('policy_check', 'override'), 'policy_check.overridden');
  assert.equal(act('state_version', 'show'), 'state.read');
  assert.equal(act('stack', 'create'), 'resource.created');
  assert.equal(act('constructor', 'toString'), 'deploy.other');
  const who = (auth: JsonObject) =>
    oneItem(terraformCloud, record('run', 'apply', auth)).event.actor;
  assert.equal(who({ type: 'System' }).type, 'service');
  assert.equal(
    who({ type: 'Impersonated', impersonator_id: 'user-9' }).on_behalf_of?.id,
    'terraform:user-9',
  );
});

test('what is neither is refused by itself', () => {
  assert.deepEqual(
    normalizeText(terraformCloud, '{"x":1}').failed.map(({ code }) => code),
    ['no_terraform_record'],
  );
});

const body = Buffer.from(JSON.stringify(notification('run:created')));
const verify = (headers: Record<string, string>, bytes = body) =>
  terraformCloud.verify({ headers, body: bytes, received: 0 }, ['new', 'old'], {});
const sign = (algorithm: string) => createHmac(algorithm, 'old').update(body).digest('hex');
const name = 'x-tfe-notification-signature';

test('signed over the exact bytes by SHA-512; nothing weaker, no changed byte, no missing one', () => {
  assert.equal(verify({ [name]: sign('sha512') }).ok, true);
  assert.equal(verify({ [name]: sign('sha256') }).ok, false);
  const changed = Buffer.from(body);
  changed[3] = (changed[3] as number) ^ 1;
  assert.equal(verify({ [name]: sign('sha512') }, changed).ok, false);
  assert.equal(verify({}).ok, false);
  // A right token does not help a wrong signature.
  assert.equal(verify({ [name]: '00'.repeat(64), authorization: 'Bearer old' }).ok, false);
  const byToken = verify({ authorization: 'Bearer old' });
  assert.deepEqual(byToken, { ok: true, assurance: 'source_authenticated', via: 'stream' });
});
