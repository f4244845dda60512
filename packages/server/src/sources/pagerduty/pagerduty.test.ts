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
