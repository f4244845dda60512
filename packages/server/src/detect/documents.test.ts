import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentsOf } from './documents.ts';
import { logsourcesOf } from './logsources.ts';

const membersAt = (document: Record<string, unknown> | undefined, name: string) =>
  document?.[name] as Record<string, unknown>;

test('a rule sees the record and the event, each within the other', () => {
  const event = {
    source: { type: 'github' },
    action: 'repository.deleted',
    raw: '{"action":"repo.destroy","big":9007199254740993}',
  };
  const [native, acta] = documentsOf(event);
  assert.equal(native?.document['action'], 'repo.destroy');
  assert.deepEqual(native?.document['acta'], { source: event.source, action: event.action });
  assert.deepEqual(native?.logsources[0], { product: 'github', service: 'audit' });
  assert.equal(acta?.document['action'], 'repository.deleted');
  const record = acta?.document['record'];
  assert.deepEqual(record, JSON.parse(event.raw));
  assert.deepEqual(acta?.logsources, [{ product: 'acta' }]);
});

test('a line is a message, and so is what only looks like JSON', () => {
  for (const raw of ['sshd[1]: Accepted', '{"cut":', '["list"]']) {
    const [native] = documentsOf({ source: { type: 'linux' }, raw });
    assert.equal(native?.document['message'], raw);
  }
});

test('rules for Kubernetes see the clusters that a cloud runs', () => {
  const gke = {
    protoPayload: {
      methodName: 'io.k8s.core.v1.pods.exec.create',
      resourceName: 'core/v1/namespaces/shop/pods/web-1/exec',
      authenticationInfo: { principalEmail: 'ana@example.com' },
      requestMetadata: { callerIp: '198.51.100.7' },
      authorizationInfo: [{ granted: false }],
      request: { command: ['sh'] },
    },
  };
  const seen = documentsOf({ source: { type: 'gcp-audit' }, raw: JSON.stringify(gke) });
  const [cluster] = seen;
  assert.equal(seen.length, 3);
  assert.equal(cluster?.logsources[0]?.product, 'kubernetes');
  assert.deepEqual(cluster?.document['user'], { username: 'ana@example.com' });
  assert.deepEqual(cluster?.document['requestObject'], { command: ['sh'] });
  const reference = { resource: 'pods', subresource: 'exec', namespace: 'shop', name: 'web-1' };
  assert.deepEqual(cluster?.document['objectRef'], { apiGroup: '', ...reference });
  assert.equal(membersAt(cluster?.document, 'responseStatus')['code'], 403);
  const { authorizationInfo: _, ...granted } = gke.protoPayload;
  const failed = { protoPayload: { ...granted, response: { status: 'Failure', code: 409 } } };
  const [answered] = documentsOf({ source: { type: 'gcp-audit' }, raw: JSON.stringify(failed) });
  assert.equal(membersAt(answered?.document, 'responseStatus')['code'], 409);
  const aks = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","verb":"get"}';
  const [inner] = documentsOf({ source: { type: 'azure-activity' }, raw: aks });
  assert.equal(inner?.document['verb'], 'get');
  assert.equal(documentsOf({ source: { type: 'github' }, raw: aks }).length, 2);
});

test('an event without raw is only Acta’s', () => {
  assert.deepEqual(
    documentsOf({ source: { type: 'events' } }).map(({ logsources }) => logsources),
    [[{ product: 'acta' }]],
  );
});

test('a type without names of its own is audit of its product', () => {
  assert.deepEqual(logsourcesOf('vault'), [{ product: 'vault', service: 'audit' }]);
  assert.equal(logsourcesOf('vault'), logsourcesOf('vault'));
  assert.deepEqual(logsourcesOf('constructor'), [{ product: 'constructor', service: 'audit' }]);
});

const native = (type: string, record: object) =>
  documentsOf({ source: { type }, raw: JSON.stringify(record) })[0]!;

test('a record of a cluster inside a cloud’s is one of Kubernetes', () => {
  const inside = { kind: 'Event', verb: 'create', objectRef: { resource: 'pods' } };
  const aks = native('azure-activity', { properties: { log: JSON.stringify(inside) } });
  assert.deepEqual(aks.logsources, logsourcesOf('kubernetes'));
  assert.deepEqual(aks.document, { ...inside, acta: { source: { type: 'azure-activity' } } });

  const { document, logsources } = native('gcp-audit', {
    insertId: 'n1',
    protoPayload: {
      serviceName: 'k8s.io',
      methodName: 'io.k8s.core.v1.pods.exec.create',
      resourceName: 'core/v1/namespaces/shop/pods/web-1/exec',
      authenticationInfo: { principalEmail: 'nora@acme.example' },
      authorizationInfo: [{ granted: false }],
      requestMetadata: { callerIp: '203.0.113.7' },
    },
  });
  assert.deepEqual(logsources, logsourcesOf('kubernetes'));
  assert.equal(document['verb'], 'create');
  assert.deepEqual(document['objectRef'], {
    resource: 'pods',
    apiGroup: '',
    subresource: 'exec',
    namespace: 'shop',
    name: 'web-1',
  });
  assert.deepEqual(document['user'], { username: 'nora@acme.example' });
  assert.deepEqual(document['sourceIPs'], ['203.0.113.7']);
  assert.deepEqual(document['responseStatus'], { code: 403 });
});

test('other records of a cloud hold no cluster’s', () => {
  for (const record of [
    { properties: { log: 'free text' } },
    { properties: { log: '{cut' } },
    {},
  ]) {
    assert.deepEqual(native('azure-activity', record).logsources, logsourcesOf('azure-activity'));
  }
  const storage = { protoPayload: { serviceName: 'storage.googleapis.com' } };
  assert.deepEqual(native('gcp-audit', storage).logsources, logsourcesOf('gcp-audit'));
});
