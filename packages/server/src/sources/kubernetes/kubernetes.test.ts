import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { kubernetes } from './index.ts';

function record(more: JsonObject = {}): JsonObject {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    auditID: '6d1f0c1e-0000-4000-8000-000000000001',
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/shop/secrets/db',
    verb: 'get',
    user: { username: 'nora@acme.example', groups: ['platform', 'system:authenticated'] },
    sourceIPs: ['203.0.113.7', '10.0.0.1'],
    userAgent: 'kubectl/v1.33.1',
    objectRef: { resource: 'secrets', namespace: 'shop', name: 'db', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: '2026-11-19T08:15:02.114233Z',
    stageTimestamp: '2026-11-19T08:15:02.120001Z',
    annotations: { 'authorization.k8s.io/decision': 'allow' },
    ...more,
  };
}
const ref = (resource: string, more: JsonObject = {}): JsonObject => ({
  objectRef: { resource, namespace: 'shop', name: 'web', ...more },
});
const eventOf = (more: JsonObject = {}, settings = {}) =>
  oneItem(kubernetes, record(more), {}, settings).event;

test('who, what, on what, when, where, how it ended', () => {
  const { event, delivery } = oneItem(kubernetes, record(), {}, { cluster: 'prod-eu' });
  assert.equal(delivery, '6d1f0c1e-0000-4000-8000-000000000001/ResponseComplete');
  assert.deepEqual(event, {
    time: '2026-11-19T08:15:02.114Z',
    action: 'secret.accessed',
    native: 'get secrets',
    outcome: 'success',
    actor: {
      type: 'user',
      id: 'kubernetes:nora@acme.example',
      name: 'nora@acme.example',
      email: 'nora@acme.example',
      roles: ['platform', 'system:authenticated'],
    },
    target: {
      type: 'secret',
      id: 'kubernetes:prod-eu/secrets/shop/db',
      name: 'shop/db',
      parent: {
        type: 'namespace',
        id: 'kubernetes:prod-eu/namespaces/shop',
        name: 'shop',
        parent: { type: 'cluster', id: 'kubernetes:prod-eu', name: 'prod-eu' },
      },
    },
    context: {
      ip: '203.0.113.7',
      user_agent: 'kubectl/v1.33.1',
      request: {
        method: 'get',
        path: '/api/v1/namespaces/shop/secrets/db',
        id: '6d1f0c1e-0000-4000-8000-000000000001',
      },
    },
    labels: { stage: 'ResponseComplete', level: 'Request', decision: 'allow' },
  });
});

const rbac = { apiGroup: 'rbac.authorization.k8s.io' };
const apps = { apiGroup: 'apps' };
const actions: readonly (readonly [string, string, JsonObject, string])[] = [
  ['list', 'secrets', {}, 'secret.listed'],
  ['watch', 'secrets', {}, 'secret.listed'],
  ['delete', 'secrets', {}, 'secret.deleted'],
  ['create', 'pods', { subresource: 'exec' }, 'container.entered'],
  ['get', 'pods', { subresource: 'exec' }, 'container.entered'],
  ['create', 'pods', { subresource: 'attach' }, 'container.attached'],
  ['create', 'pods', { subresource: 'portforward' }, 'port.forwarded'],
  ['create', 'pods', { subresource: 'eviction' }, 'pod.evicted'],
  ['patch', 'pods', { subresource: 'ephemeralcontainers' }, 'container.debugged'],
  ['get', 'pods', { subresource: 'log' }, 'log.read'],
  ['get', 'nodes', { subresource: 'proxy' }, 'node.proxied'],
  ['create', 'clusterrolebindings', rbac, 'role_binding.created'],
  ['create', 'clusterrolebindings', {}, 'role_binding.created'],
  ['update', 'roles', rbac, 'role.changed'],
  ['deletecollection', 'roles', rbac, 'role.deleted'],
  ['create', 'deployments', apps, 'deployment.created'],
  ['update', 'deployments', apps, 'deployment.changed'],
  ['patch', 'deployments', { ...apps, subresource: 'scale' }, 'deployment.scaled'],
  ['patch', 'deployments', { ...apps, subresource: 'status' }, 'resource.changed'],
  ['delete', 'statefulsets', apps, 'deployment.removed'],
  ['create', 'serviceaccounts', { subresource: 'token' }, 'token.created'],
  [
    'patch',
    'validatingwebhookconfigurations',
    { apiGroup: 'admissionregistration.k8s.io' },
    'admission_webhook.changed',
  ],
  [
    'delete',
    'validatingadmissionpolicies',
    { apiGroup: 'admissionregistration.k8s.io' },
    'policy.deleted',
  ],
  ['create', 'networkpolicies', { apiGroup: 'networking.k8s.io' }, 'firewall.changed'],
  ['create', 'k8srequiredlabels', { apiGroup: 'constraints.gatekeeper.sh' }, 'policy.created'],
  ['patch', 'applications', { apiGroup: 'argoproj.io' }, 'application.changed'],
  ['create', 'pipelineruns', { apiGroup: 'tekton.dev' }, 'pipeline_run.started'],
  // The same word in a group that we don't know is not Kubernetes' own.
  ['get', 'secrets', { apiGroup: 'example.com' }, 'resource.read'],
  ['create', 'widgets', { apiGroup: 'example.com' }, 'resource.created'],
  ['constructor', 'pods', {}, 'system.other'],
  ['create', 'constructor', {}, 'resource.created'],
  ['create', 'pods', { apiGroup: '__proto__' }, 'resource.created'],
];

for (const [verb, resource, more, action] of actions) {
  test(`${verb} ${resource} ${JSON.stringify(more)} is ${action}`, () => {
    assert.equal(eventOf({ verb, ...ref(resource, more) }).action, action);
  });
}

const closer: readonly (readonly [string, string, JsonObject, string])[] = [
  [
    'a restart',
    'deployments',
    {
      spec: {
        template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'x' } } },
      },
    },
    'deployment.restarted',
  ],
  ['a scale by patch', 'deployments', { spec: { replicas: 0 } }, 'deployment.scaled'],
  ['a pause', 'deployments', { spec: { paused: true } }, 'deployment.paused'],
  ['a resume', 'deployments', { spec: { paused: null } }, 'deployment.resumed'],
  [
    'a whole body',
    'deployments',
    { kind: 'Deployment', spec: { replicas: 2 } },
    'deployment.changed',
  ],
  ['a cordon', 'nodes', { spec: { unschedulable: true } }, 'node.cordoned'],
  ['an uncordon', 'nodes', { spec: { unschedulable: null } }, 'node.changed'],
];

for (const [name, resource, requestObject, action] of closer) {
  test(`${name} is told from the body`, () => {
    assert.equal(eventOf({ verb: 'patch', ...ref(resource), requestObject }).action, action);
  });
}

test('a certificate request: what was decided', () => {
  for (const [type, action] of [
    ['Approved', 'certificate_request.approved'],
    ['Denied', 'certificate_request.denied'],
  ] as const) {
    const of = ref('certificatesigningrequests', {
      apiGroup: 'certificates.k8s.io',
      subresource: 'approval',
    });
    const requestObject = { status: { conditions: [{ type }] } };
    assert.equal(eventOf({ verb: 'update', ...of, requestObject }).action, action);
  }
});

const outcomes: readonly (readonly [string, JsonObject, string])[] = [
  ['received', { stage: 'RequestReceived', responseStatus: null }, 'unknown'],
  ['a stream that began', { stage: 'ResponseStarted', responseStatus: { code: 101 } }, 'success'],
  ['a panic', { stage: 'Panic', responseStatus: { code: 500 } }, 'failure'],
  ['forbidden', { responseStatus: { code: 403, message: 'no' } }, 'denied'],
  ['no credentials', { responseStatus: { code: 401 } }, 'denied'],
  ['not found', { responseStatus: { code: 404 } }, 'failure'],
  [
    'forbidden at the first stage',
    {
      stage: 'RequestReceived',
      responseStatus: null,
      annotations: { 'authorization.k8s.io/decision': 'forbid' },
    },
    'denied',
  ],
  ['nothing said', { responseStatus: {} }, 'unknown'],
];

for (const [name, more, outcome] of outcomes) {
  test(`outcome: ${name}`, () => assert.equal(eventOf(more).outcome, outcome));
}

const accounts: readonly (readonly [string, JsonObject, string, string])[] = [
  [
    'a service account',
    { username: 'system:serviceaccount:argocd:controller' },
    'service_account',
    'argocd/controller',
  ],
  ['a node', { username: 'system:node:worker-1' }, 'node', 'worker-1'],
  ['the control plane', { username: 'system:kube-scheduler' }, 'service', 'system:kube-scheduler'],
  ['nobody', { username: 'system:anonymous' }, 'anonymous', 'system:anonymous'],
  [
    'an AWS role',
    { username: 'arn:aws:sts::1:assumed-role/Admin/nora' },
    'role',
    'arn:aws:sts::1:assumed-role/Admin/nora',
  ],
];

for (const [name, user, type, shown] of accounts) {
  test(`actor: ${name}`, () => {
    const { actor } = eventOf({ user });
    assert.deepEqual([actor.type, actor.name], [type, shown]);
    assert.equal(actor.id, `kubernetes:${user['username'] as string}`);
  });
}

test('without a user the actor is unknown', () => {
  assert.deepEqual(eventOf({ user: null }).actor, { type: 'unknown', id: 'unknown' });
});

test('impersonation names both', () => {
  const { actor } = eventOf({
    impersonatedUser: { username: 'system:admin', groups: ['system:masters'] },
  });
  assert.equal(actor.name, 'nora@acme.example');
  assert.deepEqual(actor.on_behalf_of, {
    type: 'service',
    id: 'kubernetes:system:admin',
    name: 'system:admin',
    roles: ['system:masters'],
  });
});

test('each stage of a request is an event of its own, linked by the audit id', () => {
  const list = { kind: 'EventList', items: [record({ stage: 'RequestReceived' }), record()] };
  const { items } = normalizeText(kubernetes, list);
  assert.deepEqual(
    items.map(({ delivery }) => delivery?.split('/')[1]),
    ['RequestReceived', 'ResponseComplete'],
  );
  assert.equal(new Set(items.map(({ event }) => event.context?.request?.id)).size, 1);
});

test('a deployment joins by service, version and artifact', () => {
  const digest = `sha256:${'ab'.repeat(32)}`;
  const requestObject = {
    kind: 'Deployment',
    metadata: {
      labels: { 'app.kubernetes.io/name': 'pay' },
      annotations: { 'kubernetes.io/change-cause': 'OPS-812 new limits' },
    },
    spec: {
      replicas: 3,
      template: {
        spec: {
          hostNetwork: true,
          containers: [
            {
              name: 'pay',
              image: `registry.acme.example/pay:2.4.1@${digest}`,
              securityContext: { privileged: true },
            },
          ],
        },
      },
    },
  };
  const event = eventOf(
    { verb: 'update', ...ref('deployments', apps), requestObject },
    { environment: 'production' },
  );
  assert.deepEqual(event.pipeline, {
    stage: 'deploy',
    service: 'pay',
    version: '2.4.1',
    artifact: digest,
    environment: 'production',
  });
  assert.deepEqual(event.changes, [
    { field: 'spec.replicas', to: 3 },
    { field: 'containers.pay.image', to: `registry.acme.example/pay:2.4.1@${digest}` },
  ]);
  assert.equal(event.why?.reason, 'OPS-812 new limits');
  assert.equal(event.labels?.['privileged'], 'true');
  assert.equal(event.labels?.['host_network'], 'true');
});

test('the contents of Secrets leave the record; the rest keeps its bytes', () => {
  const body = (resource: string, object: string) =>
    `{"kind":"Event","auditID":"a","verb":"create","n":9007199254740993,"objectRef":{"resource":"${resource}"},"requestObject":${object}}`;
  const secret =
    '{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\\"data\\":{\\"k\\":\\"aHVudGVyMg==\\"}}"}},"data":{"k":"aHVudGVyMg=="},"stringData":{"k":"hunter2"}}';
  const item = oneItem(kubernetes, body('secrets', secret));
  assert.equal(
    item.raw,
    body(
      'secrets',
      '{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"masked"}},"data":"masked","stringData":"masked"}',
    ),
  );
  assert.equal(item.redacted, true);
  assert.doesNotMatch(JSON.stringify(item.event), /hunter2|aHVudGVyMg/);
  const plain = body('pods', '{"data":{"k":"v"}}');
  const other = oneItem(kubernetes, plain);
  assert.equal(other.raw, plain);
  assert.equal(other.redacted, undefined);
});

const line = JSON.stringify(record());
const inner = { cluster: 'prod-eu' };
const wrapped: readonly (readonly [string, string, string | undefined])[] = [
  ['the API server’s list', `{"kind":"EventList","items":[${line}]}`, undefined],
  ['a line of the file', `${line}\n`, undefined],
  ['a list', `[${line}]`, undefined],
  [
    'AKS by Event Hubs',
    JSON.stringify({
      records: [
        {
          category: 'kube-audit',
          resourceId:
            '/SUBSCRIPTIONS/S/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/PROD-EU',
          properties: { log: `${line}\n` },
        },
      ],
    }),
    inner.cluster,
  ],
  [
    'EKS by CloudWatch',
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      logGroup: '/aws/eks/prod-eu/cluster',
      logEvents: [{ id: '1', timestamp: 1, message: line }],
    }),
    inner.cluster,
  ],
  ['HEC', `{"time":1,"event":${line}}`, undefined],
  ['a collector’s line', JSON.stringify({ stream: 'stdout', log: line }), undefined],
  [
    'a Pub/Sub push',
    JSON.stringify({
      message: { data: Buffer.from(line).toString('base64'), messageId: '7' },
      subscription: 's',
    }),
    undefined,
  ],
];

for (const [name, body, cluster] of wrapped) {
  test(`wrapped: ${name}`, () => {
    const item = oneItem(kubernetes, body);
    assert.equal(item.raw, line);
    assert.equal(item.event.action, 'secret.accessed');
    assert.equal(item.event.target.parent?.parent?.name, cluster);
  });
}

test('GKE entries are read as what they were', () => {
  const entry = {
    insertId: '1kx',
    timestamp: '2026-11-19T08:15:02.114233Z',
    resource: {
      type: 'k8s_cluster',
      labels: { cluster_name: 'prod-eu', location: 'europe-west1' },
    },
    protoPayload: {
      serviceName: 'k8s.io',
      methodName: 'io.k8s.core.v1.pods.exec.create',
      resourceName: 'core/v1/namespaces/shop/pods/web-1/exec',
      authenticationInfo: { principalEmail: 'nora@acme.example' },
      authorizationInfo: [{ granted: false, permission: 'io.k8s.core.v1.pods.exec.create' }],
      requestMetadata: { callerIp: '203.0.113.7', callerSuppliedUserAgent: 'kubectl/v1.33.1' },
      status: { code: 7, message: 'Forbidden' },
    },
  };
  const { event, raw } = oneItem(kubernetes, entry);
  assert.equal(raw, JSON.stringify(entry));
  assert.equal(event.action, 'container.entered');
  assert.equal(event.native, 'create pods/exec');
  assert.equal(event.outcome, 'denied');
  assert.equal(event.actor.name, 'nora@acme.example');
  assert.equal(event.target.id, 'kubernetes:prod-eu/pods/shop/web-1');
  assert.equal(event.context?.ip, '203.0.113.7');
});

test('GKE: groups and cluster-wide objects', () => {
  const entry = (methodName: string, resourceName: string) => ({
    insertId: '1',
    protoPayload: { serviceName: 'k8s.io', methodName, resourceName },
  });
  const role = oneItem(
    kubernetes,
    entry(
      'io.k8s.authorization.rbac.v1.clusterrolebindings.create',
      'rbac.authorization.k8s.io/v1/clusterrolebindings/root',
    ),
  );
  assert.equal(role.event.action, 'role_binding.created');
  assert.equal(
    role.event.target.id,
    'kubernetes:rbac.authorization.k8s.io/clusterrolebindings/root',
  );
  const deploy = oneItem(
    kubernetes,
    entry('io.k8s.apps.v1.deployments.patch', 'apps/v1/namespaces/shop/deployments/web'),
  );
  assert.equal(deploy.event.action, 'deployment.changed');
  assert.equal(deploy.event.target.name, 'shop/web');
});

test('several lists in a row lose nothing; a bad record does not stop the others', () => {
  const list = `{"kind":"EventList","items":[${line},{"kind":0}]}`;
  const { items, failed } = normalizeText(kubernetes, `${list}\n${list}`);
  assert.equal(items.length, 2);
  assert.deepEqual(
    failed.map(({ code }) => code),
    ['no_audit_event', 'no_audit_event'],
  );
});

test('a cluster’s own Event object is no audit record', () => {
  const body = {
    kind: 'Event',
    apiVersion: 'v1',
    reason: 'Killing',
    involvedObject: { kind: 'Pod' },
  };
  assert.equal(normalizeText(kubernetes, body).failed.length, 1);
});

test('addresses stand in where the record has no object', () => {
  const of = (requestURI: string) => eventOf({ objectRef: null, requestURI });
  assert.equal(
    of('/apis/apps/v1/namespaces/shop/deployments/web?x=1').target.id,
    'kubernetes:apps/deployments/shop/web',
  );
  assert.equal(of('/api/v1/namespaces/shop').target.id, 'kubernetes:namespaces/shop');
  assert.equal(of('/healthz').action, 'api.requested');
  assert.equal(of('/healthz').target.name, '/healthz');
});

test('verified by the token of the kubeconfig', () => {
  const verify = (headers: Record<string, string>) =>
    kubernetes.verify({ headers, body: Buffer.from('{}'), received: 0 }, ['new', 'old'], {});
  assert.deepEqual(verify({ authorization: 'Bearer old' }), {
    ok: true,
    assurance: 'source_authenticated',
    via: 'webhook',
  });
  assert.equal(verify({ authorization: 'Bearer other' }).ok, false);
  assert.equal(verify({}).ok, false);
});
