import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import type { JsonObject } from '../reader.ts';
import { argocd } from './index.ts';

const commit = 'ab'.repeat(20);
const before = 'cd'.repeat(20);
const digest = `sha256:${'ef'.repeat(32)}`;

function app(more: JsonObject = {}): JsonObject {
  return {
    kind: 'Application',
    metadata: { name: 'pay', namespace: 'argocd', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: {
      project: 'shop',
      destination: { server: 'https://kubernetes.default.svc', namespace: 'pay' },
      source: { repoURL: 'https://git.acme.example/pay', targetRevision: 'main' },
    },
    status: {
      sync: { status: 'Synced', revision: commit },
      health: { status: 'Healthy', lastTransitionTime: '2026-11-19T08:20:00Z' },
      operationState: {
        phase: 'Succeeded',
        message: 'successfully synced',
        startedAt: '2026-11-19T08:15:00Z',
        finishedAt: '2026-11-19T08:15:09Z',
        operation: { initiatedBy: { username: 'nora' }, sync: { revision: commit } },
        syncResult: { revision: commit },
      },
      history: [{ revision: before }, { revision: commit }],
      summary: { images: [`registry.acme.example/pay:2.4.1@${digest}`] },
      ...more,
    },
  };
}
const notified = (body: JsonObject, settings = {}) => oneItem(argocd, body, {}, settings).event;

test('a sync that ended: who, what, when, from and to which commit', () => {
  const body = {
    trigger: 'on-sync-succeeded',
    context: { argocdUrl: 'https://argocd.acme.example' },
    app: app(),
  };
  assert.deepEqual(notified(body, { environment: 'production' }), {
    time: '2026-11-19T08:15:09.000Z',
    action: 'application.synced',
    native: 'on-sync-succeeded',
    outcome: 'success',
    actor: { type: 'user', id: 'argocd:nora', name: 'nora' },
    target: {
      type: 'application',
      id: 'argocd:argocd/pay',
      name: 'pay',
      environment: 'production',
      parent: { type: 'project', id: 'argocd:project:shop', name: 'shop' },
    },
    pipeline: {
      stage: 'deploy',
      run: 'argocd/pay/2026-11-19T08:15:00Z',
      commit,
      ref: 'main',
      artifact: digest,
      environment: 'production',
      service: 'pay',
      version: '2.4.1',
    },
    changes: [{ field: 'revision', from: before, to: commit }],
    why: {
      reason: 'successfully synced',
      link: 'https://argocd.acme.example/applications/argocd/pay',
    },
    labels: {
      sync: 'Synced',
      health: 'Healthy',
      destination: 'https://kubernetes.default.svc',
      namespace: 'pay',
    },
  });
});

const operation = (phase: string) => ({
  operationState: {
    phase,
    startedAt: '2026-11-19T08:15:00Z',
    finishedAt: '2026-11-19T08:15:09Z',
    operation: { initiatedBy: { automated: true } },
  },
});
const meanings: readonly (readonly [string, string | undefined, JsonObject, string, string])[] = [
  ['running', undefined, operation('Running'), 'application.sync_started', 'success'],
  ['failed', undefined, operation('Failed'), 'application.sync_failed', 'failure'],
  ['error', undefined, operation('Error'), 'application.sync_failed', 'failure'],
  [
    'degraded',
    'on-health-degraded',
    { health: { status: 'Degraded' } },
    'application.health_changed',
    'failure',
  ],
  ['created', 'on-created', {}, 'application.created', 'success'],
  ['deleted', 'on-deleted', {}, 'application.deleted', 'success'],
  [
    'a phase of another version',
    undefined,
    operation('constructor'),
    'application.health_changed',
    'success',
  ],
];

for (const [name, trigger, status, action, outcome] of meanings) {
  test(`told by trigger or state: ${name}`, () => {
    const event = notified({ ...(trigger === undefined ? {} : { trigger }), app: app(status) });
    assert.deepEqual([event.action, event.outcome], [action, outcome]);
  });
}

test('what Argo CD does by itself is its own; who made an application is not said', () => {
  assert.equal(notified({ app: app(operation('Running')) }).actor.type, 'service');
  assert.equal(notified({ trigger: 'on-created', app: app() }).actor.type, 'unknown');
});

test('an Application object by itself', () => {
  assert.equal(notified(app()).action, 'application.synced');
});

const start = '2026-11-19T08:15:02Z';
const claims = JSON.stringify({
  sub: 'CgRub3Jh',
  email: 'nora@acme.example',
  name: 'Nora',
  groups: ['acme:platform'],
  iss: 'https://argocd.acme.example/api/dex',
});
const quoted = (value: string) => `"${value.replace(/[\\"]/g, '\\$&')}"`;
const received = `time="${start}" level=info msg="received unary call /application.ApplicationService/Sync" grpc.method=Sync grpc.request.claims=${quoted(claims)} grpc.request.content=${quoted('name:"pay" revision:"HEAD" appNamespace:"argocd" project:"shop" ')} grpc.service=application.ApplicationService grpc.start_time="${start}" span.kind=server system=grpc`;
const refusedLine = `time="${start}" level=warning msg="finished unary call with code PermissionDenied" error="rpc error: code = PermissionDenied desc = permission denied: applications, sync, shop/pay, sub: CgRub3Jh, iat: ${start}" grpc.code=PermissionDenied grpc.method=Sync grpc.service=application.ApplicationService grpc.start_time="${start}" grpc.time_ms=12.3 span.kind=server system=grpc`;

test('a call that was refused: both lines, linked by the start of the call', () => {
  const { items, failed } = normalizeText(argocd, `${received}\n${refusedLine}\r\n`);
  assert.deepEqual(failed, []);
  const [call, end] = items;
  assert.equal(call?.raw, received);
  assert.equal(end?.raw, refusedLine);
  assert.deepEqual(
    [call?.event.action, call?.event.outcome],
    ['application.sync_started', 'unknown'],
  );
  assert.deepEqual(call?.event.actor, {
    type: 'user',
    id: 'argocd:CgRub3Jh',
    name: 'nora@acme.example',
    email: 'nora@acme.example',
    roles: ['acme:platform'],
  });
  assert.equal(call?.event.target.id, 'argocd:argocd/pay');
  assert.deepEqual([end?.event.action, end?.event.outcome], ['application.sync_started', 'denied']);
  assert.equal(end?.event.actor.id, 'argocd:CgRub3Jh');
  assert.equal(end?.event.target.name, 'pay');
  assert.equal(call?.event.context?.request?.id, end?.event.context?.request?.id);
});

test('the same lines as JSON', () => {
  const line = {
    'grpc.code': 'OK',
    'grpc.method': 'Create',
    'grpc.service': 'project.ProjectService',
    level: 'info',
    msg: 'finished unary call with code OK',
    time: start,
  };
  const { event } = oneItem(argocd, line);
  assert.deepEqual(
    [event.action, event.outcome, event.time],
    ['project.created', 'success', '2026-11-19T08:15:02.000Z'],
  );
});

const lines: readonly (readonly [string, string, string, string])[] = [
  [
    'a sync by a person',
    'msg="nora initiated sync to HEAD" application=pay reason=OperationStarted type=Normal user=nora',
    'application.sync_started',
    'user',
  ],
  [
    'a rollback',
    'msg="nora initiated rollback to 3" application=pay reason=OperationStarted user=nora',
    'application.rolled_back',
    'user',
  ],
  [
    'a sync by itself',
    `msg="Initiated automated sync to '${commit}'" application=pay reason=OperationStarted`,
    'application.sync_started',
    'service',
  ],
  [
    'a failed one',
    'msg="Sync operation to x failed: timeout" application=pay reason=OperationCompleted',
    'application.sync_failed',
    'service',
  ],
  [
    'health',
    'msg="Updated health status: Healthy -> Degraded" application=pay reason=ResourceUpdated',
    'application.health_changed',
    'service',
  ],
  [
    'a project',
    'msg="nora updated project" project=shop reason=ResourceUpdated user=nora',
    'project.changed',
    'user',
  ],
  [
    'a failed sign-in',
    'msg="finished unary call with code Unauthenticated" grpc.code=Unauthenticated grpc.method=Create grpc.service=session.SessionService',
    'user.sign_in_failed',
    'unknown',
  ],
  [
    'a read',
    'msg="received unary call /version.VersionService/Version" grpc.method=Version grpc.service=version.VersionService',
    'api.requested',
    'unknown',
  ],
  [
    'a terminal',
    'msg="terminal session starting" application=pay container=web namespace=pay podName=web-1 userName=nora',
    'container.entered',
    'user',
  ],
  ['a remark', 'msg="Starting configmap informer"', 'system.other', 'unknown'],
];

for (const [name, pairs, action, actor] of lines) {
  test(`a line of the log: ${name}`, () => {
    const { event } = oneItem(argocd, `time="${start}" level=info ${pairs}`);
    assert.deepEqual([event.action, event.actor.type], [action, actor]);
  });
}

test('health tells from and to', () => {
  const { event } = oneItem(argocd, `time="${start}" level=info ${lines[4]?.[1] ?? ''}`);
  assert.deepEqual(event.changes, [{ field: 'health.status', from: 'Healthy', to: 'Degraded' }]);
  assert.equal(event.outcome, 'failure');
});

test('what is neither is refused by itself', () => {
  assert.deepEqual(
    normalizeText(argocd, '{"text":"synced"}').failed.map(({ code }) => code),
    ['no_application'],
  );
  assert.deepEqual(
    normalizeText(argocd, 'Listening').failed.map(({ code }) => code),
    ['json_invalid'],
  );
});

test('verified by the token of the webhook service', () => {
  const verify = (headers: Record<string, string>) =>
    argocd.verify({ headers, body: Buffer.from('{}'), received: 0 }, ['new', 'old'], {}).ok;
  assert.equal(verify({ authorization: 'Bearer old' }), true);
  assert.equal(verify({ authorization: 'Bearer other' }), false);
  assert.equal(verify({}), false);
});
