import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { oktaAction } from './actions/index.ts';
import { okta } from './index.ts';

const actor = {
  id: '00u1ann',
  type: 'User',
  alternateId: 'ann@example.com',
  displayName: 'Ann Example',
};
const bo = { id: '00u2bo', type: 'User', alternateId: 'bo@example.com', displayName: 'Bo' };

function record(eventType: string, more: Record<string, unknown> = {}) {
  return {
    uuid: 'e-1',
    published: '2026-11-19T08:15:02.114Z',
    eventType,
    displayMessage: 'What Okta shows',
    severity: 'INFO',
    actor,
    client: {
      ipAddress: '203.0.113.7',
      zone: 'null',
      userAgent: { rawUserAgent: 'Mozilla/5.0', os: 'Linux', browser: 'FIREFOX' },
      geographicalContext: { country: 'Germany', state: 'Berlin', city: 'Berlin' },
    },
    securityContext: { asNumber: 64500, asOrg: 'Example Net', isProxy: false },
    authenticationContext: { externalSessionId: 'trs-1', credentialType: 'PASSWORD' },
    outcome: { result: 'SUCCESS', reason: null },
    debugContext: { debugData: { requestUri: '/api/v1/authn', requestId: 'rq-1' } },
    transaction: { type: 'WEB', id: 'tx-1', detail: {} },
    target: [],
    ...more,
  };
}

test('who, when, from where, in which session', () => {
  const { event, delivery } = oneItem(okta, record('user.session.start'));
  assert.equal(delivery, 'e-1');
  assert.equal(event.action, 'user.signed_in');
  assert.equal(event.time, '2026-11-19T08:15:02.114Z');
  assert.deepEqual(event.actor, {
    type: 'user',
    id: 'okta:00u1ann',
    name: 'ann@example.com',
    email: 'ann@example.com',
    credential: { type: 'password' },
  });
  assert.deepEqual(event.context, {
    ip: '203.0.113.7',
    geo: {
      country: 'Germany',
      region: 'Berlin',
      city: 'Berlin',
      asn: '64500',
      organization: 'Example Net',
    },
    user_agent: 'Mozilla/5.0',
    session: 'trs-1',
    request: { path: '/api/v1/authn', id: 'rq-1' },
  });
  assert.deepEqual(event.target, { type: 'organization', id: 'okta:org:okta', name: 'okta' });
});

const outcomes: readonly (readonly [string, string | null, string, string])[] = [
  ['SUCCESS', null, 'user.signed_in', 'success'],
  ['FAILURE', 'INVALID_CREDENTIALS', 'user.sign_in_failed', 'failure'],
  ['FAILURE', 'access_denied', 'user.sign_in_failed', 'denied'],
  ['DENY', 'Sign-on policy', 'user.sign_in_failed', 'denied'],
  ['CHALLENGE', null, 'user.signed_in', 'unknown'],
];
for (const [result, reason, action, outcome] of outcomes) {
  test(`a sign-in that ended with ${result} ${reason ?? ''} is ${action}`, () => {
    const { event } = oneItem(okta, record('user.session.start', { outcome: { result, reason } }));
    assert.deepEqual([event.action, event.outcome], [action, outcome]);
    assert.equal(event.why?.reason, reason ?? undefined);
  });
}

test('the thing acted on, and all that took part', () => {
  const group = { id: '00g1', type: 'UserGroup', displayName: 'Admins', alternateId: 'unknown' };
  const { event } = oneItem(okta, record('group.user_membership.add', { target: [bo, group] }));
  assert.equal(event.action, 'group_member.added');
  assert.deepEqual([event.target.type, event.target.name], ['group', 'Admins']);
  assert.deepEqual(
    event.targets?.map(({ name }) => name),
    ['bo@example.com'],
  );
  const app = { id: '0oa1', type: 'AppInstance', displayName: 'Pay' };
  const signIn = oneItem(okta, record('user.authentication.sso', { target: [bo, app] })).event;
  assert.deepEqual([signIn.action, signIn.target.name], ['app.signed_in', 'Pay']);
  const own = oneItem(okta, record('user.mfa.factor.deactivate')).event;
  assert.deepEqual([own.action, own.target.id], ['mfa.factor_removed', 'okta:00u1ann']);
});

test('before and after, attributes and privileges', () => {
  const target = [
    { ...bo, changeDetails: { from: { status: 'ACTIVE' }, to: { status: 'SUSPENDED' } } },
  ];
  const { event } = oneItem(okta, record('user.lifecycle.suspend', { target }));
  assert.deepEqual(event.changes, [{ field: 'status', from: 'ACTIVE', to: 'SUSPENDED' }]);
  const grant = record('user.account.privilege.grant', {
    target: [bo],
    debugContext: { debugData: { privilegeGranted: 'Super administrator' } },
  });
  const granted = oneItem(okta, grant).event;
  assert.equal(granted.action, 'administrator.added');
  assert.deepEqual(granted.changes, [{ field: 'privilege', to: 'Super administrator' }]);
});

test('services, apps and tokens are typed as what they are; unknown stays unknown', () => {
  const who = (more: object, detail = {}) =>
    oneItem(okta, record('user.session.start', { actor: more, transaction: { detail } })).event
      .actor;
  assert.equal(
    who({ id: '00s', type: 'SystemPrincipal', alternateId: 'system@okta.com' }).type,
    'service',
  );
  assert.equal(who({ id: '0oa', type: 'PublicClientApp', displayName: 'ci' }).type, 'app');
  assert.deepEqual(who({ id: 'unknown', type: 'User', alternateId: 'unknown' }), {
    type: 'unknown',
    id: 'unknown',
    credential: { type: 'password' },
  });
  assert.equal(
    who({ id: 'unknown', type: 'User', alternateId: 'bo@example.com' }).name,
    'bo@example.com',
  );
  assert.deepEqual(who(actor, { requestApiTokenId: '00T1' }).credential, {
    type: 'api_token',
    id: 'okta:token:00T1',
  });
});

test('an event hook brings many records under one delivery', () => {
  const events = [record('system.api_token.create'), record('zone.update', { uuid: 'e-2' })];
  const texts = events.map((event) => JSON.stringify(event, null, 1));
  const body = `{"eventType":"com.okta.event_hook","eventId":"h-1","source":"https://acme.okta.com/api/v1/eventHooks/who1","data":{"events":[${texts.join(' , ')}]}}`;
  const normalized = normalizeText(okta, body);
  assert.equal(normalized.delivery, 'h-1');
  assert.deepEqual(
    normalized.items.map(({ raw }) => raw),
    texts,
  );
  assert.deepEqual(
    normalized.items.map(({ event, delivery }) => [delivery, event.action, event.target.name]),
    [
      ['e-1', 'token.created', 'acme.okta.com'],
      ['e-2', 'network_zone.changed', 'acme.okta.com'],
    ],
  );
});

test('pages, rows, EventBridge and lower-case names', () => {
  const text = JSON.stringify(record('user.session.end'));
  assert.equal(normalizeText(okta, `[${text},${text.replace('e-1', 'e-2')}]`).items.length, 2);
  assert.equal(normalizeText(okta, `${text}\n${text}`).items.length, 2);
  const bridged = { 'detail-type': 'x', source: 'aws.partner/okta', detail: record('zone.create') };
  assert.equal(oneItem(okta, bridged).event.action, 'network_zone.changed');
  assert.equal(oneItem(okta, { eventtype: 'zone.create', actor }).event.native, 'zone.create');
});

test('types of tomorrow are recorded and counted; a record without a type is refused', () => {
  const { event, unmapped } = oneItem(okta, record('policy.hologram.project', { uuid: undefined }));
  assert.deepEqual([event.action, unmapped], ['policy.other', true]);
  assert.equal(oktaAction('constructor.prototype'), undefined);
  const { failed } = normalizeText(okta, `[${JSON.stringify(record('zone.create'))},{"uuid":"x"}]`);
  assert.equal(failed[0]?.code, 'event_type_missing');
});

test('the one-time check is answered with what was sent, and nothing else is', () => {
  const ask = (headers: Record<string, string>) =>
    okta.challenge?.({ headers, body: Buffer.alloc(0), received: 0 });
  assert.deepEqual(ask({ 'x-okta-verification-challenge': 'a1b2' }), {
    contentType: 'application/json',
    body: '{"verification":"a1b2"}',
  });
  assert.equal(ask({ 'x-okta-verification-challenge': 'a b' }), undefined);
  assert.equal(ask({}), undefined);
});

test('the hook shows the secret as Okta was told to', () => {
  const ok = (authorization: string) =>
    okta.verify(
      { headers: { authorization }, body: Buffer.from('{}'), received: 0 },
      ['s1', 's2'],
      {},
    ).ok;
  assert.ok(ok('s1') && ok('Bearer s2'));
  assert.ok(!ok('s3') && !ok(''));
});
