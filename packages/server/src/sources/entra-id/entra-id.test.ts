import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { entraId } from './index.ts';

function activity(more: JsonObject = {}): JsonObject {
  return {
    id: 'Directory_1',
    category: 'GroupManagement',
    correlationId: 'c-1',
    result: 'success',
    resultReason: '',
    activityDisplayName: 'Add member to group',
    activityDateTime: '2026-11-19T08:15:02.1142331Z',
    loggedByService: 'Core Directory',
    initiatedBy: {
      user: {
        id: 'u-1',
        displayName: 'Nora',
        userPrincipalName: 'nora@acme.example',
        ipAddress: '203.0.113.7',
      },
    },
    targetResources: [
      {
        id: 'u-2',
        type: 'User',
        userPrincipalName: 'eve@acme.example',
        modifiedProperties: [
          { displayName: 'Group.DisplayName', oldValue: null, newValue: '"platform"' },
        ],
      },
      { id: 'g-1', type: 'Group', displayName: 'platform' },
    ],
    ...more,
  };
}
const of = (more: JsonObject = {}) => oneItem(entraId, activity(more)).event;

test('who, what, on what, when, where, how it ended, from and to', () => {
  const { event, delivery } = oneItem(entraId, activity());
  assert.equal(delivery, 'Directory_1');
  assert.equal(event.time, '2026-11-19T08:15:02.114Z');
  assert.deepEqual([event.action, event.outcome], ['group_member.added', 'success']);
  assert.deepEqual(event.actor, {
    type: 'user',
    id: 'entra:u-1',
    name: 'Nora',
    email: 'nora@acme.example',
  });
  assert.equal(event.target.name, 'eve@acme.example');
  assert.equal(event.targets?.[0]?.id, 'entra:g-1');
  assert.deepEqual(event.changes, [{ field: 'Group.DisplayName', from: null, to: 'platform' }]);
  assert.equal(event.context?.ip, '203.0.113.7');
});

const activities: readonly (readonly [string, string])[] = [
  ['Consent to application.', 'app.authorized'],
  ['Add service principal credentials', 'app_secret.created'],
  ['Update conditional access policy', 'sign_on_policy.changed'],
  ['Add member to role completed (PIM activation)', 'access.temporarily_granted'],
  ['Add something new', 'resource.created'],
  ['Frobnicate', 'identity.other'],
  ['constructor', 'identity.other'],
];
for (const [activityDisplayName, action] of activities) {
  test(`${activityDisplayName} is ${action}`, () =>
    assert.equal(of({ activityDisplayName }).action, action));
}

test('applications act as such; nobody is unknown; failures say why', () => {
  const app = { app: { servicePrincipalId: 's-1', displayName: 'Provisioning' } };
  assert.deepEqual(of({ initiatedBy: app }).actor, {
    type: 'service_principal',
    id: 'entra:s-1',
    name: 'Provisioning',
  });
  assert.equal(of({ initiatedBy: {} }).actor.type, 'unknown');
  const failed = of({ result: 'failure', resultReason: 'Not allowed' });
  assert.deepEqual([failed.outcome, failed.why?.reason], ['failure', 'Not allowed']);
});

function login(code: number, more: JsonObject = {}): JsonObject {
  return {
    time: '2026-11-19T08:15:03Z',
    category: 'SignInLogs',
    tenantId: 't-1',
    properties: {
      id: 's-1',
      createdDateTime: '2026-11-19T08:15:02Z',
      userId: 'u-1',
      userPrincipalName: 'nora@acme.example',
      userDisplayName: 'Nora',
      appId: 'a-1',
      appDisplayName: 'Azure Portal',
      ipAddress: '203.0.113.7',
      location: { countryOrRegion: 'DE', city: 'Berlin' },
      status: { errorCode: code, failureReason: code === 0 ? 'Other.' : 'Invalid password' },
      ...more,
    },
  };
}
const logins: readonly (readonly [number, JsonObject, string, string])[] = [
  [0, {}, 'user.signed_in', 'success'],
  [50_126, {}, 'user.sign_in_failed', 'failure'],
  [50_076, {}, 'user.sign_in_challenged', 'failure'],
  [53_003, {}, 'user.sign_in_failed', 'denied'],
  [0, { riskLevelDuringSignIn: 'high' }, 'user.unfamiliar_sign_in', 'success'],
  [
    0,
    { userPrincipalName: null, servicePrincipalId: 'p-1', servicePrincipalName: 'ci' },
    'app.signed_in',
    'success',
  ],
];
for (const [code, more, action, outcome] of logins) {
  test(`a sign-in with ${code} ${JSON.stringify(more)} is ${action}`, () => {
    const { event, delivery } = oneItem(entraId, login(code, more));
    assert.deepEqual([event.action, event.outcome, delivery], [action, outcome, 's-1']);
    assert.equal(event.time, '2026-11-19T08:15:02.000Z');
    assert.equal(event.context?.geo?.country, 'DE');
  });
}

test('wrapped: Event Hubs, pages of Graph, Log Analytics', () => {
  const hub = {
    time: 'x',
    category: 'AuditLogs',
    operationName: 'Add user',
    properties: activity(),
  };
  const line = JSON.stringify(activity());
  assert.equal(oneItem(entraId, { records: [hub] }).event.action, 'group_member.added');
  assert.equal(oneItem(entraId, `{"value":[${line}]}`).raw, line);
  const table = {
    TimeGenerated: '2026-11-19T08:15:02Z',
    Id: 'Directory_2',
    OperationName: 'Add user',
    Result: 'success',
    InitiatedBy: JSON.stringify({ user: { id: 'u-1' } }),
    TargetResources: '[]',
  };
  const { event, delivery } = oneItem(entraId, table);
  assert.deepEqual(
    [event.action, event.actor.id, delivery],
    ['user.created', 'entra:u-1', 'Directory_2'],
  );
});

test('what is neither is refused by itself', () => {
  const { items, failed } = normalizeText(entraId, `${JSON.stringify(activity())}\n{"x":1}`);
  assert.equal(items.length, 1);
  assert.deepEqual(
    failed.map(({ code }) => code),
    ['no_entra_record'],
  );
});

test('verified by the secret of the source', () => {
  const verify = (headers: Record<string, string>) =>
    entraId.verify({ headers, body: Buffer.from('{}'), received: 0 }, ['new', 'old'], {}).ok;
  assert.equal(verify({ authorization: 'Bearer old' }), true);
  assert.equal(verify({ authorization: 'Bearer other' }), false);
  assert.equal(verify({}), false);
});
