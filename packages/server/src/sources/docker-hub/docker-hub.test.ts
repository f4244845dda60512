import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { dockerHub } from './index.ts';

const push = {
  callback_url: 'https://registry.hub.docker.com/u/acme/pay/hook/x/',
  push_data: { pushed_at: 1.795076102e9, pusher: 'ann', tag: '1.4', images: [] },
  repository: { repo_name: 'acme/pay', name: 'pay', namespace: 'acme', owner: 'acme' },
};

test('a push', () => {
  const { event } = oneItem(dockerHub, push);
  assert.equal(event.time, '2026-11-19T08:15:02.000Z');
  assert.equal(event.actor.name, 'ann');
  assert.equal(event.target.name, 'docker.io/acme/pay:1.4');
  assert.equal(event.pipeline?.version, '1.4');
});

test('a body without a repository is refused', () => {
  assert.throws(() => normalizeText(dockerHub, { push_data: {} }), { code: 'repository_missing' });
});

test('the secret is the password of the address', () => {
  const ok = (pair: string) => {
    const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
    return dockerHub.verify(
      { headers: { authorization }, body: Buffer.from('{}'), received: 0 },
      ['s'],
      {},
    ).ok;
  };
  assert.ok(ok('acta:s') && !ok('acta:t'));
});
