import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { tailscale } from './index.ts';

const log = (action: string, target: object, more: object = {}) => ({
  action,
  target: { id: 't-1', name: 'node1', ...target },
  actor: { id: 'u-1', type: 'USER', loginName: 'nora@acme.example', displayName: 'Nora' },
  eventGroupID: 'g-1',
  origin: 'ADMIN_CONSOLE',
  eventTime: '2026-11-19T08:15:02.114207221Z',
  ...more,
});

test('the configuration log, bare and in an envelope', () => {
  const { event } = oneItem(
    tailscale,
    log('UPDATE', { type: 'TAILNET', property: 'ACL' }, { old: 'a', new: 'b' }),
  );
  assert.deepEqual(
    [event.action, event.time, event.actor.email, event.context?.request?.id],
    ['security_policy.changed', '2026-11-19T08:15:02.114Z', 'nora@acme.example', 'g-1'],
  );
  assert.deepEqual(event.changes, [{ field: 'ACL', from: 'a', to: 'b' }]);
  const wrapped = oneItem(tailscale, {
    time: 1795076102.114,
    event: log('DISABLE', { type: 'TAILNET', property: 'HTTPS' }, { eventTime: undefined }),
  }).event;
  assert.deepEqual(
    [wrapped.action, wrapped.time, wrapped.changes],
    [
      'application_setting.changed',
      '2026-11-19T08:15:02.114Z',
      [{ field: 'HTTPS', from: true, to: false }],
    ],
  );
  assert.equal(oneItem(tailscale, log('toString', { type: 'NODE' })).event.action, 'access.other');
});

const hook = {
  timestamp: '2026-11-19T08:15:02Z',
  version: 1,
  type: 'userRoleUpdated',
  tailnet: 'acme.example',
  message: 'Role updated for OPS-812',
  data: { user: 'mia', actor: 'nora@acme.example', oldRoles: ['member'], newRoles: ['admin'] },
};

test('webhooks, flows, and what is neither', () => {
  const { items, failed } = normalizeText(tailscale, [hook, { ...hook, type: 'new' }, {}]);
  assert.deepEqual(
    items.map(({ event }) => [event.action, event.actor.type, event.target.name]),
    [
      ['role.assigned', 'user', 'mia'],
      ['access.other', 'user', 'mia'],
    ],
  );
  assert.equal(items[0]?.event.why?.ticket, 'OPS-812');
  assert.deepEqual(
    failed.map(({ code }) => code),
    ['no_tailscale_record'],
  );
  const flow = { nodeId: 'n1', start: '2026-11-19T08:15:02Z', virtualTraffic: [{ rxPkts: 1 }] };
  assert.equal(oneItem(tailscale, flow).event.action, 'network.connected');
});

test('signed with its time over the exact bytes', () => {
  const body = Buffer.from(JSON.stringify([hook]));
  const seconds = 1_795_076_102;
  const sign = (at: number) =>
    createHmac('sha256', 'old').update(`${at}.`).update(body).digest('hex');
  const check = (headers: Record<string, string>, bytes = body) => {
    const delivery = { headers, body: bytes, received: seconds * 1000 + 60_000 };
    const result = tailscale.verify(delivery, ['new', 'old'], {});
    return result.ok ? result.assurance : result.code;
  };
  const name = 'tailscale-webhook-signature';
  assert.equal(check({ [name]: `t=${seconds},v1=${sign(seconds)}` }), 'source_signed');
  assert.equal(check({ [name]: `t=${seconds + 1},v1=${sign(seconds)}` }), 'signature_mismatch');
  const old = seconds - 600;
  assert.equal(check({ [name]: `t=${old},v1=${sign(old)}` }), 'timestamp_expired');
  assert.equal(check({ [name]: `t=${seconds},v0=${sign(seconds)}` }), 'signature_malformed');
  assert.equal(check({ [name]: `v1=${sign(seconds)}` }), 'timestamp_malformed');
  const longer = Buffer.concat([body, Buffer.from(' ')]);
  assert.equal(check({ [name]: `t=${seconds},v1=${sign(seconds)}` }, longer), 'signature_mismatch');
  assert.equal(check({ authorization: 'Splunk old' }), 'source_authenticated');
  assert.equal(check({}), 'credential_missing');
});
