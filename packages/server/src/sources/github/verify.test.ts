import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { verifyGithub } from './verify.ts';

const secret = 'mountain lake, own words';
const body = Buffer.from('{"zen":"Keep it logically awesome.","hook_id":7}');
const signature = createHmac('sha256', secret).update(body).digest('hex');

function verify(headers: Record<string, string>, bytes = body, secrets = [secret]) {
  return verifyGithub({ headers, body: bytes, received: 0 }, secrets);
}
const codeOf = (result: ReturnType<typeof verify>) => (result.ok ? 'ok' : result.code);

test('a signature over the exact bytes holds', () => {
  const result = verify({ 'x-hub-signature-256': `sha256=${signature}`, 'x-github-event': 'ping' });
  assert.deepEqual(result, { ok: true, assurance: 'source_signed', via: 'webhook', signature });
});

test('the example of GitHub’s documentation holds', () => {
  // "Validating webhook deliveries": secret and payload as documented there.
  const documented = '757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
  const headers = { 'x-hub-signature-256': `sha256=${documented}` };
  const result = verify(headers, Buffer.from('Hello, World!'), ["It's a Secret to Everybody"]);
  assert.equal(result.ok, true);
});

test('each of two secrets holds while they are being changed, and no third', () => {
  const headers = { 'x-hub-signature-256': `sha256=${signature}` };
  assert.equal(codeOf(verify(headers, body, ['new', secret])), 'ok');
  assert.equal(codeOf(verify(headers, body, [secret, 'old'])), 'ok');
  assert.equal(codeOf(verify(headers, body, ['new', 'old'])), 'signature_mismatch');
});

test('no source without a secret takes anything', () => {
  const empty = createHmac('sha256', '').update(body).digest('hex');
  const headers = { 'x-hub-signature-256': `sha256=${empty}` };
  assert.equal(codeOf(verify(headers, body, [''])), 'signature_mismatch');
  assert.equal(codeOf(verify(headers, body, [])), 'signature_mismatch');
  assert.equal(codeOf(verify({ authorization: 'Bearer ' }, body, [''])), 'token_malformed');
});

test('one changed byte anywhere breaks the signature', () => {
  const headers = { 'x-hub-signature-256': `sha256=${signature}` };
  for (let at = 0; at < body.length; at++) {
    const changed = Buffer.from(body);
    changed[at] = (changed[at] as number) ^ 1;
    assert.equal(codeOf(verify(headers, changed)), 'signature_mismatch');
  }
});

test('SHA-1 only where the source is set so, and nothing else was sent', () => {
  const check = (headers: Record<string, string>, settings = { allow_sha1: true }, bytes = body) =>
    codeOf(verifyGithub({ headers, body: bytes, received: 0 }, [secret], settings));
  const weak = { 'x-hub-signature': `sha1=${sha1}`, 'x-github-event': 'ping' };
  const strong = { 'x-hub-signature-256': `sha256=${signature}` };
  const broken = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` };
  assert.equal(check(weak), 'ok');
  assert.equal(check({ ...weak, ...strong }), 'ok');
  assert.equal(check({ ...weak, ...broken }), 'signature_mismatch');
  assert.equal(check(weak, { allow_sha1: false }), 'signature_sha1_only');
  assert.equal(check(weak, undefined, Buffer.from('{}')), 'signature_mismatch');
  assert.equal(check({ 'x-hub-signature': `md5=${sha1}` }), 'signature_malformed');
});

const sha1 = createHmac('sha1', secret).update(body).digest('hex');
const hostile: readonly (readonly [string, Record<string, string>, string])[] = [
  ['nothing', {}, 'signature_missing'],
  ['sha1 alone', { 'x-hub-signature': `sha1=${sha1}` }, 'signature_sha1_only'],
  ['sha1 under the new name', { 'x-hub-signature-256': `sha1=${sha1}` }, 'signature_malformed'],
  ['no prefix', { 'x-hub-signature-256': signature }, 'signature_malformed'],
  ['short', { 'x-hub-signature-256': 'sha256=00' }, 'signature_malformed'],
  ['empty', { 'x-hub-signature-256': '' }, 'signature_malformed'],
  ['no hex', { 'x-hub-signature-256': `sha256=${'z'.repeat(64)}` }, 'signature_malformed'],
  [
    'two signatures, one right',
    { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}, sha256=${signature}` },
    'signature_malformed',
  ],
  [
    'a token in place of a signature on a webhook',
    { 'x-github-event': 'push', authorization: `Bearer ${secret}` },
    'signature_missing',
  ],
  ['another token', { authorization: 'Splunk other' }, 'token_mismatch'],
  ['a scheme that is not ours', { authorization: 'Basic dTpw' }, 'token_malformed'],
  [
    'a right token beside a wrong signature',
    { authorization: 'Bearer tok', 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
    'signature_mismatch',
  ],
];

for (const [name, headers, code] of hostile) {
  test(`refused: ${name}`, () => assert.equal(codeOf(verify(headers)), code));
}

test('a stream comes in by token, in both spellings', () => {
  for (const authorization of ['Splunk tok-1', 'Bearer tok-1', 'bearer tok-1']) {
    const result = verify({ authorization }, body, ['tok-2', 'tok-1']);
    assert.deepEqual(result, { ok: true, assurance: 'source_authenticated', via: 'stream' });
  }
});
