import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { azureActivity } from './index.ts';

const subscription = '0b1f6471-1bf0-4dda-aec3-111111111111';
const upn = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn';
const oid = 'http://schemas.microsoft.com/identity/claims/objectidentifier';

function record(more: JsonObject = {}): JsonObject {
  return {
    time: '2026-11-19T08:15:02.1142331Z',
    resourceId: `/SUBSCRIPTIONS/${subscription}/RESOURCEGROUPS/SHOP/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/Web`,
    operationName: 'MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/WRITE',
    category: 'Administrative',
    resultType: 'Success',
    resultSignature: 'Succeeded.OK',
    callerIpAddress: '203.0.113.7:4711',
    correlationId: 'c-1',
    identity: {
      claims: { [upn]: 'nora@acme.example', [oid]: 'o-1', name: 'Nora', appid: 'portal' },
    },
    tenantId: 't-1',
    ...more,
  };
}
const of = (more: JsonObject) => oneItem(azureActivity, record(more)).event;

test('who, what, on what, when, where, how it ended', () => {
  assert.deepEqual(of({}), {
    time: '2026-11-19T08:15:02.114Z',
    action: 'firewall.changed',
    native: 'MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/WRITE',
    outcome: 'success',
    actor: {
      type: 'user',
      id: 'entra:o-1',
      name: 'Nora',
      email: 'nora@acme.example',
      credential: { type: 'app', id: 'portal' },
    },
    target: {
      type: 'networksecuritygroup',
      id: `/subscriptions/${subscription}/resourcegroups/shop/providers/microsoft.network/networksecuritygroups/web`,
      name: 'Web',
      parent: {
        type: 'resource_group',
        id: `/subscriptions/${subscription}/resourcegroups/shop`,
        name: 'shop',
        parent: { type: 'subscription', id: `/subscriptions/${subscription}`, name: subscription },
      },
    },
    context: { ip: '203.0.113.7', request: { id: 'c-1' } },
    labels: { category: 'Administrative', tenant: 't-1', status: 'Success' },
  });
});

const operations: readonly (readonly [string, string])[] = [
  ['Microsoft.Authorization/roleAssignments/write', 'role.assigned'],
  ['Microsoft.Authorization/elevateAccess/action', 'privilege.escalated'],
  ['Microsoft.Insights/diagnosticSettings/delete', 'audit_log_stream.deleted'],
  [
    'Microsoft.Network/networkSecurityGroups/providers/microsoft.insights/diagnosticSettings/write',
    'audit_log_stream.changed',
  ],
  ['Microsoft.Storage/storageAccounts/listKeys/action', 'secret.accessed'],
  ['Microsoft.Compute/virtualMachines/runCommand/action', 'command.executed'],
  ['Microsoft.Web/sites/slots/slotsswap/action', 'deployment.promoted'],
  ['Microsoft.Foo/bars/write', 'resource.changed'],
  ['Microsoft.Foo/bars/listThings/action', 'resource.read'],
  ['Microsoft.Foo/bars/shake/action', 'resource.changed'],
  ['GetBlob', 'object.read'],
  ['PutBlob', 'object.written'],
  ['deleteblob', 'object.deleted'],
  ['constructor', 'system.other'],
  ['Microsoft.Foo/bars/odd', 'system.other'],
];

for (const [operationName, action] of operations) {
  test(`${operationName} is ${action}`, () => assert.equal(of({ operationName }).action, action));
}

test('an operation as value and localised value', () => {
  const operationName = {
    value: 'Microsoft.Authorization/locks/delete',
    localizedValue: 'Delete lock',
  };
  assert.equal(of({ operationName }).action, 'environment_protection.removed');
});

const outcomes: readonly (readonly [JsonObject, string])[] = [
  [{ resultType: 'Failed', resultSignature: '403' }, 'denied'],
  [{ resultType: 'Failure', resultSignature: 'Forbidden' }, 'denied'],
  [{ resultType: 'Failed', resultSignature: '409' }, 'failure'],
  [{ resultType: 0, resultSignature: '' }, 'success'],
  [{ resultType: 'Start', resultSignature: 'Started.' }, 'unknown'],
  [{ resultType: null, resultSignature: null, statusCode: 201 }, 'success'],
  [{ resultType: null, resultSignature: null, statusCode: 404 }, 'failure'],
];

for (const [more, outcome] of outcomes) {
  test(`outcome of ${JSON.stringify(more)} is ${outcome}`, () =>
    assert.equal(of(more).outcome, outcome));
}

test('applications and managed identities are typed as such; nobody is unknown', () => {
  assert.equal(
    of({ identity: { claims: { appid: 'a-1', [oid]: 'o-2' } } }).actor.type,
    'service_principal',
  );
  const managed = { appid: 'a-1', [oid]: 'o-3', xms_mirid: '/subscriptions/x' };
  assert.equal(of({ identity: { claims: managed } }).actor.type, 'managed_identity');
  assert.equal(of({ identity: JSON.stringify({ claims: managed }) }).actor.id, 'entra:o-3');
  assert.equal(
    of({ identity: { claims: { name: 'nora@acme.example' } } }).actor.id,
    'entra:nora@acme.example',
  );
  assert.equal(of({ identity: null }).actor.type, 'unknown');
});

test('a blob is the target inside its account', () => {
  const event = of({
    operationName: 'GetBlob',
    identity: { type: 'SAS', tokenHash: 'h' },
    properties: { objectKey: '/acme/a.txt' },
  });
  assert.equal(event.target.name, '/acme/a.txt');
  assert.deepEqual(event.actor, {
    type: 'unknown',
    id: 'unknown',
    credential: { type: 'sas', id: 'h' },
  });
});

test('AKS records are those of the cluster', () => {
  const log = JSON.stringify({
    kind: 'Event',
    auditID: 'a',
    stage: 'ResponseComplete',
    verb: 'delete',
    objectRef: { resource: 'secrets', name: 'db', namespace: 'shop' },
    user: { username: 'nora@acme.example' },
  });
  const body = { records: [record({ category: 'kube-audit', properties: { log } })] };
  const item = oneItem(azureActivity, body);
  assert.equal(item.event.action, 'secret.deleted');
  assert.equal(item.raw, log);
});

test('batches in a row; what is no record is refused by itself', () => {
  const batch = JSON.stringify({ records: [record(), { x: 1 }] });
  const { items, failed } = normalizeText(azureActivity, `\ufeff${batch}\n${batch}`);
  assert.equal(items.length, 2);
  assert.deepEqual(
    failed.map(({ code }) => code),
    ['no_azure_record', 'no_azure_record'],
  );
});

test('verified by the secret of the source', () => {
  const verify = (headers: Record<string, string>) =>
    azureActivity.verify({ headers, body: Buffer.from('{}'), received: 0 }, ['new', 'old'], {}).ok;
  assert.equal(verify({ authorization: 'Bearer old' }), true);
  assert.equal(verify({ authorization: 'Bearer other' }), false);
  assert.equal(verify({}), false);
});
