import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText } from '../adapter-testing.ts';
import { dockerRegistry } from './index.ts';

const digest = `sha256:${'a1'.repeat(32)}`;
const push = {
  id: 'n-1',
  timestamp: '2026-11-19T09:15:02.114987654+01:00',
  action: 'push',
  target: {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest,
    repository: 'acme/pay',
    url: 'https://registry.example/v2/acme/pay/manifests/1',
    tag: '1.4',
  },
  request: {
    id: 'r-1',
    addr: '203.0.113.7:42961',
    host: 'registry.example',
    method: 'PUT',
    useragent: 'docker/27',
  },
  actor: { name: 'ann' },
  source: { addr: 'registry-0:5000', instanceID: 'i-1' },
};

test('who pushed what, when, from where', () => {
  const [item] = normalizeText(dockerRegistry, { events: [push] }).items;
  assert.equal(item?.delivery, 'n-1');
  assert.equal(item?.event.action, 'image.pushed');
  assert.equal(item?.event.time, '2026-11-19T08:15:02.114Z');
  assert.deepEqual(item?.event.actor, { type: 'user', id: 'ann', name: 'ann' });
  assert.deepEqual(item?.event.target, {
    type: 'image',
    id: 'image:registry.example/acme/pay',
    name: 'registry.example/acme/pay:1.4',
  });
  assert.deepEqual(item?.event.pipeline, { stage: 'package', artifact: digest, version: '1.4' });
  assert.equal(item?.event.context?.ip, '203.0.113.7');
});

test('many notifications of one delivery; nobody is unknown; actions of tomorrow are kept', () => {
  const events = [
    push,
    { ...push, id: 'n-2', action: 'pull', actor: {} },
    { ...push, id: 'n-3', action: 'seal' },
  ];
  const { items } = normalizeText(dockerRegistry, { events });
  assert.deepEqual(
    items.map(({ event, unmapped }) => [event.action, event.actor.type, unmapped]),
    [
      ['image.pushed', 'user', false],
      ['image.pulled', 'unknown', false],
      ['artifact.other', 'user', true],
    ],
  );
});

test('what is no notification is told', () => {
  const { failed } = normalizeText(dockerRegistry, { target: { digest } });
  assert.equal(failed[0]?.code, 'action_missing');
});

test('the header shows the secret', () => {
  const ok = (authorization: string) =>
    dockerRegistry.verify(
      { headers: { authorization }, body: Buffer.from('{}'), received: 0 },
      ['s'],
      {},
    ).ok;
  assert.ok(ok('Bearer s') && !ok('Bearer t'));
});
