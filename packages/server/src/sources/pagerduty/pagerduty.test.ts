import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { pagerduty } from './index.ts';

const incident = {
  id: 'P1',
  type: 'incident',
  html_url: 'https://acme.pagerduty.com/incidents/P1',
  number: 9,
  status: 'triggered',
  title: 'OPS-7 checkout is slow',
  service: { id: 'S1', summary: 'pay' },
  assignees: [{ summary: 'Ann' }],
  urgency: 'high',
};
const hook = (event_type: string, more: object = {}) => ({
  event: {
    id: 'e-1',
    event_type,
    occurred_at: '2026-11-19T08:15:02.114Z',
    agent: { id: 'U1', summary: 'Ann', type: 'user_reference' },
    data: incident,
    ...more,
  },
});

test('version 3: who, when, which incident of which service', () => {
  const { event, delivery } = oneItem(pagerduty, hook('incident.acknowledged'));
  assert.deepEqual(
    [delivery, event.action, event.time],
    ['e-1', 'incident.acknowledged', '2026-11-19T08:15:02.114Z'],
  );
  assert.deepEqual(event.actor, { type: 'user', id: 'pagerduty:U1', name: 'Ann' });
  assert.equal(event.target.name, '#9 OPS-7 checkout is slow');
  assert.equal(event.pipeline?.service, 'pay');
  assert.equal(event.why?.ticket, 'OPS-7');
});

const cases: readonly (readonly [string, string])[] = [
  ['incident.triggered', 'incident.detected'],
  ['incident.unacknowledged', 'incident.reopened'],
  ['incident.reassigned', 'incident.reassigned'],
  ['incident.escalated', 'incident.escalated'],
  ['incident.resolved', 'incident.resolved'],
  ['pagey.ping', 'webhook.pinged'],
  ['incident.hologram', 'system.other'],
];
for (const [type, action] of cases) {
  test(`${type} → ${action}`, () =>
    assert.equal(oneItem(pagerduty, hook(type)).event.action, action));
}

test('versions 1 and 2: messages', () => {
  const body = {
    messages: [
      {
        id: 'm-1',
        type: 'incident.resolve',
        created_on: '2026-11-19T08:15:02Z',
        data: {
          incident: {
            id: 'P1',
            incident_number: 1,
            last_status_change_by: { id: 'U1', name: 'Ann', email: 'ann@example.com' },
          },
        },
      },
      {
        id: 'm-2',
        event: 'incident.trigger',
        created_on: '2026-11-19T08:15:02Z',
        log_entries: [{ agent: { id: 'S1', type: 'service_reference', summary: 'pay' } }],
        incident: { id: 'P2', incident_number: 2, title: 'slow' },
      },
    ],
  };
  assert.deepEqual(
    normalizeText(pagerduty, body).items.map(({ event }) => [
      event.action,
      event.actor.type,
      event.actor.name,
    ]),
    [
      ['incident.resolved', 'user', 'Ann'],
      ['incident.detected', 'service', 'pay'],
    ],
  );
  assert.throws(() => normalizeText(pagerduty, {}), { code: 'event_missing' });
});

const audit = (more: object) => ({
  id: 'A1',
  execution_time: '2026-11-19T08:15:02.114Z',
  execution_context: { request_id: 'r-1', remote_address: '203.0.113.7' },
  actors: [{ id: 'U1', type: 'user_reference', summary: 'Ann' }],
  method: { type: 'browser' },
  root_resource: { id: 'U2', type: 'user_reference', summary: 'Bob' },
  action: 'update',
  ...more,
});

test('audit trail: who changed what, from where, by which key', () => {
  const { event, delivery } = oneItem(
    pagerduty,
    audit({
      method: { type: 'api_token', truncated_token: '3xyz', description: 'Terraform' },
      details: {
        resource: { id: 'C1', type: 'email_contact_method_reference', summary: 'Work' },
        fields: [{ name: 'role', before_value: 'user', value: 'admin' }, { name: 'password' }],
      },
    }),
  );
  assert.deepEqual(
    [delivery, event.action, event.native, event.time],
    ['A1', 'user.changed', 'user.update', '2026-11-19T08:15:02.114Z'],
  );
  assert.deepEqual(event.actor, {
    type: 'user',
    id: 'pagerduty:U1',
    name: 'Ann',
    credential: { type: 'api_token', id: '3xyz' },
  });
  assert.deepEqual(event.target, {
    type: 'email_contact_method',
    id: 'pagerduty:C1',
    name: 'Work',
    parent: { type: 'user', id: 'pagerduty:U2', name: 'Bob' },
  });
  assert.deepEqual(event.changes, [
    { field: 'role', from: 'user', to: 'admin' },
    { field: 'password' },
  ]);
  assert.deepEqual(event.context, { ip: '203.0.113.7', request: { id: 'r-1' } });
});

test('audit trail: people who come into a team or leave it', () => {
  const team = { id: 'T1', type: 'team_reference', summary: 'Payments' };
  const bob = { id: 'U2', type: 'user_reference', summary: 'Bob' };
  const of = (reference: object) =>
    oneItem(
      pagerduty,
      audit({
        root_resource: team,
        details: { resource: team, references: [{ name: 'members', ...reference }] },
      }),
    ).event;
  const added = of({ added: [bob], removed: [] });
  assert.deepEqual(
    [added.action, added.target.name, added.targets?.[0]?.id],
    ['team_member.added', 'Payments', 'pagerduty:U2'],
  );
  assert.deepEqual(added.changes, [{ field: 'members', to: ['Bob'] }]);
  assert.equal(of({ removed: [bob] }).action, 'team_member.removed');
  assert.equal(of({ added: [bob], removed: [bob] }).action, 'team.changed');
});

const auditCases: readonly (readonly [type: string, action: string, expected: string])[] = [
  ['user_reference', 'create', 'user.created'],
  ['team_reference', 'delete', 'team.deleted'],
  ['schedule_reference', 'update', 'on_call.changed'],
  ['escalation_policy_reference', 'create', 'on_call.changed'],
  ['service_reference', 'update', 'service.changed'],
  ['api_key_reference', 'create', 'token.created'],
  ['hologram_reference', 'create', 'system.other'],
];
for (const [type, action, expected] of auditCases) {
  test(`audit trail: ${type} ${action} → ${expected}`, () => {
    const root_resource = { id: 'R1', type, summary: 'one' };
    assert.equal(oneItem(pagerduty, audit({ action, root_resource })).event.action, expected);
  });
}

test('pages of records and of log entries, each with its own id', () => {
  const actor = { id: 'K1', type: 'api_key_reference' };
  const { items } = normalizeText(pagerduty, {
    records: [audit({ id: 'A1', actors: [] }), audit({ id: 'A2', actors: [actor] })],
    next_cursor: null,
  });
  assert.deepEqual(
    items.map(({ delivery, event }) => [delivery, event.actor.type]),
    [
      ['A1', 'unknown'],
      ['A2', 'token'],
    ],
  );
  const entry = (id: string, type: string, more: object = {}) => ({
    id,
    type,
    created_at: '2026-11-19T08:15:02Z',
    agent: { id: 'S1', type: 'service_reference', summary: 'pay' },
    incident: { id: 'P1', type: 'incident_reference', summary: '[#9] slow' },
    service: { id: 'S1', summary: 'pay' },
    ...more,
  });
  const page = normalizeText(pagerduty, {
    log_entries: [
      entry('L1', 'trigger_log_entry'),
      entry('L2', 'notify_log_entry'),
      entry('L3', 'assign_log_entry', { assignees: [{ summary: 'Ann' }] }),
      entry('L4', 'hologram_log_entry'),
    ],
    more: false,
  });
  assert.deepEqual(
    page.items.map(({ delivery, event }) => [delivery, event.action, event.native]),
    [
      ['L1', 'incident.detected', 'trigger_log_entry'],
      ['L2', 'notification.sent', 'notify_log_entry'],
      ['L3', 'incident.reassigned', 'assign_log_entry'],
      ['L4', 'system.other', 'hologram_log_entry'],
    ],
  );
  const [first, , third] = page.items.map(({ event }) => event);
  assert.deepEqual(
    [first?.actor.type, first?.target.name, first?.target.parent?.name],
    ['service', '#9 slow', 'pay'],
  );
  assert.deepEqual(third?.changes, [{ field: 'assignees', to: ['Ann'] }]);
});

test('one v1 signature of the list holds, over the exact bytes', () => {
  const body = Buffer.from(JSON.stringify(hook('incident.resolved')));
  const sign = (key: string, hash = 'sha256') => createHmac(hash, key).update(body).digest('hex');
  const check = (value: string | undefined, bytes = body) => {
    const headers: Record<string, string> =
      value === undefined ? {} : { 'x-pagerduty-signature': value };
    const result = pagerduty.verify({ headers, body: bytes, received: 0 }, ['new', 's'], {});
    return result.ok ? result.assurance : result.code;
  };
  assert.equal(check(`v1=${sign('s')}`), 'source_signed');
  assert.equal(check(`v1=${sign('old')},v1=${sign('new')}`), 'source_signed');
  assert.equal(check(`v1=${sign('other')}`), 'signature_mismatch');
  assert.equal(check(`v1=${sign('s')}`, Buffer.from('{}')), 'signature_mismatch');
  assert.equal(check(`v0=${sign('s')}`), 'signature_malformed');
  assert.equal(check(`v1=${sign('s', 'sha1')}`), 'signature_malformed');
  assert.equal(check(undefined), 'signature_missing');
});
