import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { quay } from './index.ts';

const base = {
  repository: 'acme/pay',
  namespace: 'acme',
  name: 'pay',
  docker_url: 'https://quay.example/acme/pay',
};

test('a push is one event for each tag; Quay names neither who nor when', () => {
  const { items } = normalizeText(quay, { ...base, updated_tags: ['latest', '1.4'] });
  assert.deepEqual(
    items.map(({ event }) => [event.action, event.target.name, event.actor.type, event.time]),
    [
      ['image.pushed', 'quay.example/acme/pay:latest', 'unknown', undefined],
      ['image.pushed', 'quay.example/acme/pay:1.4', 'unknown', undefined],
    ],
  );
});

test('builds by what they carry', () => {
  const build = {
    ...base,
    build_id: 'b-1',
    trigger_metadata: {
      commit: 'a1'.repeat(20),
      ref: 'refs/heads/main',
      commit_info: { author: { username: 'ann' } },
    },
  };
  const started = oneItem(quay, build).event;
  assert.deepEqual(
    [started.action, started.actor.name, started.pipeline?.commit],
    ['build.started', 'ann', 'a1'.repeat(20)],
  );
  const failed = oneItem(quay, { ...build, error_message: 'no space' }).event;
  assert.deepEqual(
    [failed.action, failed.outcome, failed.why?.reason],
    ['build.completed', 'failure', 'no space'],
  );
  const done = oneItem(quay, {
    ...build,
    manifest_digests: [`quay.example/acme/pay@sha256:${'c3'.repeat(32)}`],
  }).event;
  assert.equal(done.pipeline?.artifact, `sha256:${'c3'.repeat(32)}`);
});

test('vulnerabilities, and what is unknown', () => {
  const found = oneItem(quay, {
    ...base,
    tags: ['1'],
    vulnerability: { id: 'CVE-2026-1', priority: 'High' },
  }).event;
  assert.deepEqual(
    [found.action, found.labels?.['priority']],
    ['vulnerability_alert.created', 'High'],
  );
  assert.equal(oneItem(quay, { ...base, hologram: 1 }).unmapped, true);
  assert.throws(() => normalizeText(quay, {}), { code: 'repository_missing' });
});
