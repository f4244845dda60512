import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { flux } from './index.ts';

const commit = 'a1'.repeat(20);
const event = (kind: string, reason: string, more: object = {}) => ({
  involvedObject: { kind, namespace: 'apps', name: 'pay', uid: 'u-1' },
  severity: 'info',
  reason,
  message: 'Reconciliation finished for OPS-812',
  reportingController: 'kustomize-controller',
  timestamp: '2026-11-19T08:15:02Z',
  metadata: { 'kustomize.toolkit.fluxcd.io/revision': `main@sha1:${commit}` },
  ...more,
});

test('a sync, with commit, branch, service and environment', () => {
  const { event: got } = oneItem(
    flux,
    event('Kustomization', 'ReconciliationSucceeded'),
    {},
    { environment: 'production' },
  );
  assert.deepEqual(
    [got.action, got.outcome, got.time, got.target.environment],
    ['application.synced', 'success', '2026-11-19T08:15:02.000Z', 'production'],
  );
  assert.deepEqual(got.actor, {
    type: 'service',
    id: 'flux:kustomize-controller',
    name: 'kustomize-controller',
  });
  assert.deepEqual(got.pipeline, {
    stage: 'deploy',
    commit,
    ref: 'refs/heads/main',
    environment: 'production',
    service: 'pay',
  });
  assert.equal(got.why?.ticket, 'OPS-812');
});

test('releases, drift, sources, and what no table knows', () => {
  const of = (kind: string, reason: string, more: object = {}) =>
    oneItem(flux, event(kind, reason, more)).event;
  const chart = { metadata: { revision: '6.5.4', 'app-version': '2.0.1' } };
  const upgraded = of('HelmRelease', 'UpgradeSucceeded', chart);
  assert.deepEqual([upgraded.action, upgraded.pipeline?.version], ['deployment.upgraded', '2.0.1']);
  const rolled = of('HelmRelease', 'RollbackFailed', { severity: 'error' });
  assert.deepEqual([rolled.action, rolled.outcome], ['application.rolled_back', 'failure']);
  assert.equal(of('Kustomization', 'BuildFailed').action, 'application.sync_failed');
  assert.equal(of('HelmRelease', 'DriftDetected').action, 'infrastructure_drift.detected');
  assert.equal(of('GitRepository', 'NewArtifact').action, 'repository.fetched');
  const image = of('OCIRepository', 'NewArtifact', {
    metadata: { revision: `v1.2.3@sha256:${'b2'.repeat(32)}` },
    timestamp: 1605776102.5,
  });
  assert.deepEqual(image.pipeline, {
    stage: 'deploy',
    artifact: `sha256:${'b2'.repeat(32)}`,
    version: 'v1.2.3',
  });
  assert.equal(image.time, '2020-11-19T08:55:02.500Z');
  assert.equal(of('Kustomization', 'constructor').action, 'deploy.other');
  assert.equal(of('Canary', 'Synced').action, 'deploy.other');
});

test('what is no event is refused; an equal event again has the same id', () => {
  const body = JSON.stringify(event('Kustomization', 'Progressing'));
  assert.deepEqual(
    normalizeText(flux, '{"reason":"x"}').failed.map(({ code }) => code),
    ['no_flux_event'],
  );
  assert.equal(oneItem(flux, body).delivery, oneItem(flux, body).delivery);
  assert.equal(oneItem(flux, body).raw, body);
});

test('signed by SHA-256 over the exact bytes, or by the token of the generic provider', () => {
  const body = Buffer.from(JSON.stringify(event('Kustomization', 'Progressing')));
  const check = (headers: Record<string, string>, bytes = body) => {
    const result = flux.verify({ headers, body: bytes, received: 0 }, ['new', 'old'], {});
    return result.ok ? result.assurance : result.code;
  };
  const sign = (algorithm: string) =>
    `${algorithm}=${createHmac(algorithm, 'old').update(body).digest('hex')}`;
  assert.equal(check({ 'x-signature': sign('sha256') }), 'source_signed');
  assert.equal(check({ 'x-signature': sign('sha1') }), 'signature_malformed');
  assert.equal(check({ 'x-signature': sign('sha512') }), 'signature_malformed');
  const longer = Buffer.concat([body, Buffer.from(' ')]);
  assert.equal(check({ 'x-signature': sign('sha256') }, longer), 'signature_mismatch');
  assert.equal(check({}), 'signature_missing');
  assert.equal(check({ authorization: 'Bearer old' }), 'source_authenticated');
  assert.equal(check({ authorization: 'Bearer odd' }), 'credential_mismatch');
  const both = { 'x-signature': `sha256=${'00'.repeat(32)}`, authorization: 'Bearer old' };
  assert.equal(check(both), 'signature_mismatch');
});
