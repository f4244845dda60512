import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { gcpAudit } from './index.ts';

function entry(payload: JsonObject = {}, more: JsonObject = {}): JsonObject {
  return {
    insertId: 'abc1',
    logName: 'projects/acme-prod/logs/cloudaudit.googleapis.com%2Factivity',
    timestamp: '2026-11-19T08:15:02.114233Z',
    resource: { type: 'service_account', labels: { project_id: 'acme-prod' } },
    protoPayload: {
      serviceName: 'iam.googleapis.com',
      methodName: 'google.iam.admin.v1.CreateServiceAccountKey',
      resourceName: 'projects/acme-prod/serviceAccounts/deployer',
      authenticationInfo: { principalEmail: 'nora@acme.example' },
      authorizationInfo: [{ granted: true, permission: 'iam.serviceAccountKeys.create' }],
      requestMetadata: { callerIp: '203.0.113.7', callerSuppliedUserAgent: 'gcloud/540' },
      status: {},
      ...payload,
    },
    ...more,
  };
}
const of = (serviceName: string, methodName: string, more: JsonObject = {}) =>
  oneItem(gcpAudit, entry({ serviceName: `${serviceName}.googleapis.com`, methodName, ...more }))
    .event;

test('who, what, on what, when, where, how it ended', () => {
  const { event, delivery } = oneItem(gcpAudit, entry());
  assert.equal(delivery, 'projects/acme-prod/logs/cloudaudit.googleapis.com%2Factivity/abc1');
  assert.deepEqual(event, {
    time: '2026-11-19T08:15:02.114Z',
    action: 'key.created',
    native: 'google.iam.admin.v1.CreateServiceAccountKey',
    outcome: 'success',
    actor: {
      type: 'user',
      id: 'gcp:nora@acme.example',
      name: 'nora@acme.example',
      email: 'nora@acme.example',
    },
    target: {
      type: 'service_account',
      id: 'gcp:projects/acme-prod/serviceAccounts/deployer',
      name: 'serviceAccounts/deployer',
      parent: { type: 'project', id: 'gcp:projects/acme-prod', name: 'acme-prod' },
    },
    context: { ip: '203.0.113.7', user_agent: 'gcloud/540' },
    labels: {
      project: 'acme-prod',
      service: 'iam.googleapis.com',
      log: 'activity',
      permission: 'iam.serviceAccountKeys.create',
    },
  });
});

test('an entry without its own time has that of the request, then that of its receipt', () => {
  const requested = { requestAttributes: { time: '2026-11-19T08:15:01.9Z' } };
  const receiveTimestamp = '2026-11-19T08:15:03.5Z';
  const timeOf = (payload: JsonObject) =>
    oneItem(gcpAudit, entry(payload, { timestamp: null, receiveTimestamp })).event.time;
  assert.equal(timeOf({ requestMetadata: requested }), '2026-11-19T08:15:01.900Z');
  assert.equal(timeOf({}), '2026-11-19T08:15:03.500Z');
});

const methods: readonly (readonly [string, string, string])[] = [
  [
    'secretmanager',
    'google.cloud.secretmanager.v1.SecretManagerService.AccessSecretVersion',
    'secret.accessed',
  ],
  ['logging', 'google.logging.v2.ConfigServiceV2.DeleteSink', 'audit_log_stream.deleted'],
  ['compute', 'v1.compute.firewalls.patch', 'firewall.changed'],
  ['compute', 'beta.compute.instances.insert', 'instance.created'],
  ['storage', 'storage.objects.get', 'object.read'],
  ['storage', 'storage.setIamPermissions', 'role_binding.changed'],
  ['run', 'google.cloud.run.v1.Services.ReplaceService', 'deployment.changed'],
  ['clouddeploy', 'google.cloud.deploy.v1.CloudDeploy.ApproveRollout', 'deployment.approved'],
  ['cloudresourcemanager', 'SetIamPolicy', 'role_binding.changed'],
  ['spanner', 'google.spanner.admin.v1.CreateInstance', 'resource.created'],
  ['spanner', 'google.spanner.admin.v1.Frobnicate', 'system.other'],
  ['constructor', 'toString', 'system.other'],
];

for (const [service, method, action] of methods) {
  test(`${method} is ${action}`, () => assert.equal(of(service, method).action, action));
}

test('policies say who was let in', () => {
  const deltas = (...bindingDeltas: JsonObject[]) => ({
    serviceData: { policyDelta: { bindingDeltas } },
  });
  const add = { action: 'ADD', role: 'roles/owner', member: 'user:eve@acme.example' };
  const remove = { ...add, action: 'REMOVE' };
  const granted = of('cloudresourcemanager', 'SetIamPolicy', deltas(add));
  assert.equal(granted.action, 'access.granted');
  assert.deepEqual(granted.changes, [{ field: 'roles/owner', to: 'user:eve@acme.example' }]);
  assert.equal(of('cloudresourcemanager', 'SetIamPolicy', deltas(remove)).action, 'access.revoked');
  const both = of('cloudresourcemanager', 'SetIamPolicy', deltas(add, remove));
  assert.equal(both.action, 'role_binding.changed');
  const open = of('storage', 'storage.setIamPermissions', deltas({ ...add, member: 'allUsers' }));
  assert.equal(open.action, 'bucket.made_public');
});

test('denied and failed', () => {
  assert.equal(of('iam', 'CreateRole', { status: { code: 7, message: 'no' } }).outcome, 'denied');
  assert.equal(of('iam', 'CreateRole', { status: { code: 5 } }).outcome, 'failure');
  assert.equal(
    of('iam', 'CreateRole', { authorizationInfo: [{ granted: false }] }).outcome,
    'denied',
  );
});

test('who stands behind a service account', () => {
  const { actor } = of('iam', 'CreateRole', {
    authenticationInfo: {
      principalEmail: 'deployer@acme-prod.iam.gserviceaccount.com',
      serviceAccountKeyName: '//iam.googleapis.com/projects/acme-prod/serviceAccounts/d/keys/1',
      serviceAccountDelegationInfo: [
        { firstPartyPrincipal: { principalEmail: 'nora@acme.example' } },
      ],
    },
  });
  assert.equal(actor.type, 'service_account');
  assert.equal(actor.credential?.type, 'service_account_key');
  assert.equal(actor.on_behalf_of?.email, 'nora@acme.example');
  const pool =
    'principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/gh/subject/repo:acme/pay';
  const workload = of('iam', 'CreateRole', { authenticationInfo: { principalSubject: pool } });
  assert.deepEqual([workload.actor.type, workload.actor.name], ['workload', pool]);
  assert.equal(of('iam', 'CreateRole', { authenticationInfo: {} }).actor.type, 'unknown');
});

const line = JSON.stringify(entry());
const wrapped: readonly (readonly [string, string])[] = [
  ['lines', `${line}\n`],
  ['a list', `[${line}]`],
  ['entries.list', `{"entries":[${line}]}`],
  [
    'a Pub/Sub push',
    JSON.stringify({
      message: { data: Buffer.from(line).toString('base64'), messageId: '7' },
      subscription: 's',
    }),
  ],
  [
    'a CloudEvent',
    `{"specversion":"1.0","type":"google.cloud.audit.log.v1.written","data":${line}}`,
  ],
];

for (const [name, body] of wrapped) {
  test(`wrapped: ${name}`, () => assert.equal(oneItem(gcpAudit, body).raw, line));
}

test('a push whose data is no JSON goes to quarantine, the rest is taken', () => {
  const bad = JSON.stringify({ message: { data: 'bm90IGpzb24=' } });
  const { items, failed } = normalizeText(gcpAudit, `${bad}\n${line}\n{"x":1}`);
  assert.equal(items.length, 1);
  assert.deepEqual(
    failed.map(({ code }) => code),
    ['json_invalid', 'no_log_entry'],
  );
});

test('what happened in a cluster reads as from the cluster', () => {
  const payload = {
    serviceName: 'k8s.io',
    methodName: 'io.k8s.core.v1.secrets.get',
    resourceName: 'core/v1/namespaces/shop/secrets/db',
    response: { data: { k: 'aHVudGVyMg==' } },
  };
  const item = oneItem(
    gcpAudit,
    entry(payload, { resource: { labels: { cluster_name: 'prod-eu' } } }),
  );
  assert.equal(item.event.action, 'secret.accessed');
  assert.equal(item.event.target.id, 'kubernetes:prod-eu/secrets/shop/db');
  assert.doesNotMatch(item.raw, /aHVudGVyMg/);
});

test('builds of Cloud Build', () => {
  const commit = 'ab'.repeat(20);
  const build = {
    id: 'b-1',
    projectId: 'acme-prod',
    status: 'FAILURE',
    logUrl: 'https://console.example/b-1',
    finishTime: '2026-11-19T08:15:02Z',
    substitutions: { COMMIT_SHA: commit, BRANCH_NAME: 'main' },
  };
  const { event, delivery } = oneItem(gcpAudit, build);
  assert.deepEqual(
    [event.action, event.outcome, delivery],
    ['build.completed', 'failure', 'b-1/FAILURE'],
  );
  assert.deepEqual(event.pipeline, { stage: 'build', run: 'b-1', commit, ref: 'main' });
});

test('verified by a static secret; an OIDC token alone is never taken', () => {
  const verify = (headers: Record<string, string>) =>
    gcpAudit.verify({ headers, body: Buffer.from('{}'), received: 0 }, ['new', 'old'], {}).ok;
  assert.equal(verify({ authorization: 'Bearer old' }), true);
  assert.equal(verify({ 'x-acta-secret': 'new' }), true);
  assert.equal(verify({ authorization: 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln' }), false);
  assert.equal(verify({}), false);
});
