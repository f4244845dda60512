import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { verifyGitlab } from './verify.ts';

const body = Buffer.from('{"object_kind":"push"}');
const key = Buffer.from('a key of twenty-four byte');
const signing = `whsec_${key.toString('base64')}`;
const seconds = 1_790_000_000;

function verify(headers: Record<string, string>, secrets: string[], bytes = body) {
  const result = verifyGitlab({ headers, body: bytes, received: seconds * 1000 }, secrets);
  return result.ok ? `${result.assurance} ${result.via}` : result.code;
}

function signed(over = body, id = 'msg-1'): Record<string, string> {
  const digest = createHmac('sha256', key).update(`${id}.${seconds}.`).update(over);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${digest.digest('base64')}`,
  };
}

test('webhooks by their secret token', () => {
  const headers = { 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': 'old' };
  assert.equal(verify(headers, ['new', 'old']), 'source_authenticated webhook');
  assert.equal(verify(headers, ['new']), 'credential_mismatch');
  assert.equal(verify({ 'x-gitlab-event': 'Push Hook' }, ['new']), 'credential_missing');
  assert.equal(verify({ ...headers, 'x-gitlab-token': '' }, ['']), 'credential_mismatch');
});

test('webhooks by their signature, which takes the place of the token', () => {
  assert.equal(verify(signed(), [signing]), 'source_signed webhook');
  assert.equal(verify(signed(Buffer.from('{}')), [signing]), 'signature_mismatch');
  const both = { ...signed(Buffer.from('{}')), 'x-gitlab-token': 'token' };
  assert.equal(verify(both, [signing, 'token']), 'signature_mismatch');
});

test('a source with a signing key takes no unsigned webhook', () => {
  assert.equal(verify({ 'x-gitlab-token': signing }, [signing]), 'signature_missing');
  assert.equal(verify({ authorization: `Bearer ${signing}` }, [signing]), 'signature_missing');
});

test('from token to signing key: both are good while the change lasts', () => {
  assert.equal(
    verify({ 'x-gitlab-token': 'token' }, [signing, 'token']),
    'source_authenticated webhook',
  );
  assert.equal(verify(signed(), [signing, 'token']), 'source_signed webhook');
});

test('streams by their verification token', () => {
  const headers = {
    'x-gitlab-event-streaming-token': 'tok',
    'x-gitlab-audit-event-type': 'repository_git_operation',
    'content-type': 'application/x-www-form-urlencoded',
  };
  assert.equal(verify(headers, ['tok']), 'source_authenticated stream');
  assert.equal(verify(headers, ['other']), 'credential_mismatch');
});

test('streams are not signed: a signing key is their token, in full', () => {
  const stream = { 'x-gitlab-audit-event-type': 'user_impersonation' };
  const token = { ...stream, 'x-gitlab-event-streaming-token': signing };
  assert.equal(verify(token, [signing]), 'source_authenticated stream');
  assert.equal(
    verify({ ...stream, authorization: `Bearer ${signing}` }, [signing]),
    'source_authenticated stream',
  );
  const short = { ...stream, 'x-gitlab-event-streaming-token': key.toString('base64') };
  assert.equal(verify(short, [signing]), 'credential_mismatch');
  assert.equal(verify({ ...token, ...signed(Buffer.from('{}')) }, [signing]), 'signature_mismatch');
  assert.equal(verify(stream, [signing]), 'credential_missing');
});
