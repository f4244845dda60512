import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Actor, EventInput } from '@acta/event';
import type { Workload } from '../lib/workload.ts';
import { actAs } from './workload.ts';

const workload: Workload = {
  actor: { type: 'workload', id: 'https://i:repo', name: 'acme/pay', assurance: 'token_verified' },
  person: { type: 'user', id: 'github:1', name: 'ada', assurance: 'token_verified' },
  pipeline: { run: 'acme/pay/actions/runs/7', ref: 'refs/heads/main', job: 'pod-1' },
  compared: ['run', 'ref'],
  labels: { trigger: 'push' },
};
const unknown: Actor = { type: 'unknown', id: 'unknown' };

function put(sent: Partial<EventInput>, by: Workload = workload) {
  const event: Pick<EventInput, 'actor' | 'pipeline' | 'labels'> = { actor: unknown, ...sent };
  const isContradicted = actAs(event, by);
  return { ...event, isContradicted };
}

test('the workload acts for the person that its issuer names', () => {
  for (const actor of [
    unknown,
    { type: 'user', id: 'github:1' },
    { type: 'user', id: 'ada' },
    { type: 'user', id: 'x', name: 'ada' },
    { type: 'workload', id: 'anything' },
  ]) {
    const { actor: acting, isContradicted } = put({ actor });
    assert.deepEqual(acting, { ...workload.actor, on_behalf_of: workload.person });
    assert.equal(isContradicted, false);
  }
});

test('another person than the issuer names is kept as claimed, and told', () => {
  for (const sent of [
    { type: 'user', id: 'github:2', name: 'ada' },
    { type: 'user', id: 'mallory' },
  ]) {
    const { actor, labels, isContradicted } = put({ actor: sent });
    assert.deepEqual(actor.on_behalf_of, { ...sent, assurance: 'claimed' });
    assert.equal(labels?.['token.actor'], 'github:1');
    assert.equal(isContradicted, true);
  }
});

test('where the issuer names nobody the sender’s word stands, as claimed', () => {
  const { person: _, ...alone } = workload;
  const sent = { type: 'user', id: 'bob' };
  assert.deepEqual(put({ actor: sent }, alone).actor.on_behalf_of, {
    ...sent,
    assurance: 'claimed',
  });
  assert.equal(put({}, alone).actor.on_behalf_of, undefined);
});

test('the pipeline is filled, short names agree, others are told apart', () => {
  const filled = put({ pipeline: { ref: 'main', run: '7', job: 'deploy' } });
  assert.deepEqual(filled.pipeline, { ref: 'main', run: '7', job: 'deploy' });
  assert.equal(filled.isContradicted, false);
  assert.deepEqual(put({}).pipeline, workload.pipeline);
  const other = put({ pipeline: { ref: 'feature' } });
  assert.equal(other.isContradicted, true);
  assert.equal(other.pipeline?.ref, 'feature');
  assert.deepEqual(other.labels, { 'token.trigger': 'push', 'token.ref': 'refs/heads/main' });
});

test('labels of the sender can’t push out or replace those of the token, nor the other way', () => {
  const many = Object.fromEntries(Array.from({ length: 64 }, (_, n) => [`l${n}`, 'x']));
  const { labels = {} } = put({ labels: { trigger: 'mine', 'token.trigger': 'forged', ...many } });
  assert.equal(Object.keys(labels).length, 64);
  assert.equal(labels['token.trigger'], 'push');
  assert.equal(labels['trigger'], 'mine');
});
