import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { normalizeText, oneItem } from '../adapter-testing.ts';
import { bitbucket } from './index.ts';

const sha = 'ab'.repeat(20);
const old = 'cd'.repeat(20);
const actor = { type: 'user', uuid: '{u-1}', nickname: 'ada', display_name: 'Ada Ray' };
const repository = { uuid: '{r-1}', full_name: 'acme/pay', name: 'pay' };
const head = (key: string) => ({ 'x-event-key': key, 'x-request-uuid': 'q-1' });
const read = (key: string, payload: object) =>
  oneItem(bitbucket, { actor, repository, ...payload }, head(key));

test('a push gives one event for each reference', () => {
  const branch = (name: string, hash: string, type = 'branch') => ({
    type,
    name,
    target: { hash, date: '2026-03-02T08:15:02+00:00', message: 'Fix OPS-812\n' },
  });
  const payload = {
    actor,
    repository,
    push: {
      changes: [
        { old: branch('main', old), new: branch('main', sha), forced: false },
        { old: branch('main', old), new: branch('main', sha), forced: true },
        { old: null, new: branch('v1', sha, 'tag'), created: true },
        { old: branch('gone', old), new: null, closed: true },
      ],
    },
  };
  const { items, delivery } = normalizeText(bitbucket, payload, head('repo:push'));
  assert.equal(delivery, 'q-1');
  assert.deepEqual(
    items.map(({ event }) => [event.action, event.pipeline?.ref, event.pipeline?.commit]),
    [
      ['commits.pushed', 'refs/heads/main', sha],
      ['commits.force_pushed', 'refs/heads/main', sha],
      ['tag.created', 'refs/tags/v1', sha],
      ['branch.deleted', 'refs/heads/gone', old],
    ],
  );
  const event = items[0]?.event;
  assert.deepEqual(event?.actor, { type: 'user', id: 'bitbucket:{u-1}', name: 'ada' });
  assert.deepEqual(event?.target, { type: 'repository', id: 'bitbucket:{r-1}', name: 'acme/pay' });
  assert.equal(event?.why?.ticket, 'OPS-812');
  assert.equal(event?.time, '2026-03-02T08:15:02.000Z');
});

test('an approval of a pull request', () => {
  const { event } = read('pullrequest:approved', {
    pullrequest: {
      id: 41,
      title: 'Rotate',
      updated_on: '2026-03-01T00:00:00Z',
      source: { branch: { name: 'r' }, commit: { hash: 'abcdefabcdef' } },
    },
    approval: { date: '2026-03-02T08:15:02+00:00' },
  });
  assert.equal(event.action, 'pull_request.approved');
  assert.equal(event.time, '2026-03-02T08:15:02.000Z');
  assert.equal(event.target.name, 'acme/pay#41');
  assert.equal(event.pipeline?.change, 'acme/pay#41');
  assert.equal(event.pipeline?.commit, 'abcdefabcdef');
});

test('a failed build status; an app; an unknown key', () => {
  const { event } = read('repo:commit_status_updated', {
    actor: { ...actor, type: 'app_user' },
    commit_status: {
      state: 'FAILED',
      updated_on: '2026-03-02T08:15:02Z',
      links: { commit: { href: `https://x/commit/${sha}` } },
    },
  });
  assert.equal(event.outcome, 'failure');
  assert.equal(event.actor.type, 'bot');
  assert.equal(event.pipeline?.commit, sha);
  assert.ok(read('repo:boiled', {}).unmapped);
  assert.throws(() => normalizeText(bitbucket, {}, {}), { code: 'event_header_missing' });
});

test('signatures: SHA-256 alone', () => {
  const body = Buffer.from('{}');
  const sign = (algorithm: string) =>
    `${algorithm}=${createHmac(algorithm, 's').update(body).digest('hex')}`;
  const code = (value?: string) => {
    const headers: Record<string, string> = value === undefined ? {} : { 'x-hub-signature': value };
    const result = bitbucket.verify({ headers, body, received: 0 }, ['s', 'old'], {});
    return result.ok ? result.assurance : result.code;
  };
  assert.equal(code(sign('sha256')), 'source_signed');
  assert.equal(code(sign('sha1')), 'signature_malformed');
  assert.equal(code(`sha256=${'0'.repeat(64)}`), 'signature_mismatch');
  assert.equal(code(), 'signature_missing');
});
