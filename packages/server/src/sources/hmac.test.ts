import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { verifyAuthorization } from './authorization.ts';
import { outsideWindow, verifyHmacHeader, type HmacScheme } from './hmac.ts';
import { verifyStandardWebhook } from './standard-webhooks.ts';
import type { VerifyResult } from './types.ts';

const body = Buffer.from('{"kind":"push","n":12345678901234567890}');
const codeOf = (result: VerifyResult) => (result.ok ? 'ok' : result.code);
const schemes: readonly HmacScheme[] = [
  { header: 'X-A', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' },
  { header: 'X-B', algorithm: 'sha256', encoding: 'hex' },
  { header: 'X-C', algorithm: 'sha512', encoding: 'hex' },
  { header: 'X-D', algorithm: 'sha256', encoding: 'base64' },
  { header: 'X-E', algorithm: 'sha1', encoding: 'hex' },
];

for (const scheme of schemes) {
  test(`${scheme.algorithm} in ${scheme.encoding} after "${scheme.prefix ?? ''}"`, () => {
    const sign = (key: string, bytes = body) =>
      (scheme.prefix ?? '') +
      createHmac(scheme.algorithm, key).update(bytes).digest(scheme.encoding);
    const check = (value: string | undefined, secrets: string[], bytes = body) =>
      codeOf(verifyHmacHeader(value, scheme, bytes, secrets));
    assert.equal(check(sign('new'), ['new', 'old']), 'ok');
    assert.equal(check(sign('old'), ['new', 'old']), 'ok');
    assert.equal(check(sign('else'), ['new', 'old']), 'signature_mismatch');
    assert.equal(check(sign('new'), []), 'signature_mismatch');
    assert.equal(check(sign(''), ['']), 'signature_mismatch');
    assert.equal(check(undefined, ['new']), 'signature_missing');
    for (const bad of ['', 'x', `sha1=${'0'.repeat(40)}`, `${sign('new')}00`, `${sign('new')},`]) {
      assert.equal(check(bad, ['new']), 'signature_malformed', bad);
    }
    for (let at = 0; at < body.length; at++) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] as number) ^ 1;
      assert.equal(check(sign('new'), ['new'], changed), 'signature_mismatch');
    }
  });
}

test('a signed time is taken within five minutes on both sides', () => {
  const at = 1_790_000_000;
  assert.equal(outsideWindow('X-T', String(at), at * 1000 + 300_000), undefined);
  assert.equal(outsideWindow('X-T', String(at), at * 1000 - 300_000), undefined);
  for (const off of [300_001, -300_001]) {
    const result = outsideWindow('X-T', String(at), at * 1000 + off);
    assert.equal(result?.ok === false && result.code, 'timestamp_expired');
  }
  const odd = outsideWindow('X-T', '1e9', at * 1000);
  assert.equal(odd?.ok === false && odd.code, 'timestamp_malformed');
});

const key = Buffer.from('twenty-four bytes of key');
const secret = `whsec_${key.toString('base64')}`;
const seconds = 1_790_000_000;

function standard(change: Record<string, string | undefined> = {}, secrets = [secret], late = 0) {
  const id = 'msg-1';
  const digest = createHmac('sha256', key).update(`${id}.${seconds}.`).update(body);
  const all: Record<string, string | undefined> = {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${digest.digest('base64')}`,
    ...change,
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) if (value !== undefined) headers[name] = value;
  return verifyStandardWebhook({ headers, body, received: seconds * 1000 + late }, secrets);
}

test('Standard Webhooks: id, time and body are covered', () => {
  const good = standard();
  assert.deepEqual(good, { ok: true, assurance: 'source_signed', via: 'webhook' });
  assert.equal(codeOf(standard({}, ['whsec_AAAAAAAAAAAAAAAAAAAAAAAA', secret])), 'ok');
  assert.equal(codeOf(standard({ 'webhook-id': 'msg-2' })), 'signature_mismatch');
  assert.equal(
    codeOf(standard({ 'webhook-timestamp': String(seconds + 1) })),
    'signature_mismatch',
  );
  assert.equal(codeOf(standard({}, [secret], 300_001)), 'timestamp_expired');
  assert.equal(codeOf(standard({ 'webhook-signature': undefined })), 'signature_missing');
  assert.equal(codeOf(standard({ 'webhook-timestamp': undefined })), 'signature_malformed');
  assert.equal(codeOf(standard({ 'webhook-signature': 'v2,AAAA' })), 'signature_malformed');
  assert.equal(codeOf(standard({}, ['plain'])), 'signature_mismatch');
  assert.equal(codeOf(standard({}, [])), 'signature_mismatch');
});

test('Standard Webhooks: one good signature of a list is enough', () => {
  const digest = createHmac('sha256', key).update(`msg-1.${seconds}.`).update(body);
  const list = `v1,${Buffer.alloc(32).toString('base64')} v1a,x v1,${digest.digest('base64')}`;
  assert.equal(codeOf(standard({ 'webhook-signature': list })), 'ok');
});

test('bearer, basic and header secrets', () => {
  const check = (headers: Record<string, string>, options = {}) =>
    codeOf(verifyAuthorization({ headers, body, received: 0 }, ['s3:cret', 'old'], options));
  const basic = (pair: string) => ({
    authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
  });
  assert.equal(check({ authorization: 'Bearer s3:cret' }), 'ok');
  assert.equal(check({ authorization: 'Splunk old' }), 'ok');
  assert.equal(check(basic('anyone:s3:cret')), 'ok');
  assert.equal(check(basic('acta:old'), { user: 'acta' }), 'ok');
  assert.equal(check(basic('else:old'), { user: 'acta' }), 'credential_mismatch');
  assert.equal(check(basic('no colon')), 'credential_malformed');
  assert.equal(check({ authorization: 'Digest x' }), 'credential_malformed');
  assert.equal(check({ authorization: 'Bearer wrong' }), 'credential_mismatch');
  assert.equal(check({}), 'credential_missing');
  assert.equal(check({ 'x-token': 'old' }, { headers: ['x-token'] }), 'ok');
  assert.equal(
    check({ 'x-token': 'bad', authorization: 'Bearer old' }, { headers: ['x-token'] }),
    'credential_mismatch',
  );
});
