// Every adapter that checks signatures: over the exact bytes, by its own algorithm, with a secret
// of the source, within its window where a time is signed.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { adapterOf } from './all.ts';
import type { Settings, VerifyResult } from './types.ts';

type Headers = Record<string, string>;
type Algorithm = 'sha1' | 'sha256' | 'sha512';
/** The headers of a product over a body; `seconds` is the moment of signing. */
type Sign = (body: Buffer, secret: string, algorithm?: Algorithm, seconds?: number) => Headers;

interface Scheme {
  type: string;
  sign: Sign;
  algorithm?: Algorithm;
  /** Whether the signature covers a time. */
  timed?: true;
  /** The source's settings that ask for it. */
  settings?: Settings;
}

const NOW = 1_790_000_000;
const SECRET = 'whsec_dHdlbnR5LWZvdXIgYnl0ZXMgb2Yga2V5';
const OTHER = 'whsec_YW5vdGhlciBrZXkgb2YgdGhlIHNhbWUgbGVu';
const body = Buffer.from('{"id":"d-1","text":"first line\\nsecond","n":12345678901234567890}\n');

const hex = (parts: readonly (Buffer | string)[], key: string | Buffer, algorithm: Algorithm) => {
  const hmac = createHmac(algorithm, key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
};

/** One header with the digest of the body behind a prefix. */
function plain(header: string, prefix = '', named = false): Sign {
  return (bytes, secret, algorithm = 'sha256') => ({
    [header]: `${named ? `${algorithm}=` : prefix}${hex([bytes], secret, algorithm)}`,
  });
}

const standard: Sign = (bytes, secret, algorithm = 'sha256', seconds = NOW) => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const digest = Buffer.from(hex([`msg-1.${seconds}.`, bytes], key, algorithm), 'hex');
  return {
    'webhook-id': 'msg-1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${digest.toString('base64')}`,
  };
};
const buildkite: Sign = (bytes, secret, algorithm = 'sha256', seconds = NOW) => ({
  'x-buildkite-signature': `timestamp=${seconds},signature=${hex([`${seconds}.`, bytes], secret, algorithm)}`,
});
const tailscale: Sign = (bytes, secret, algorithm = 'sha256', seconds = NOW) => ({
  'tailscale-webhook-signature': `t=${seconds},v1=${hex([`${seconds}.`, bytes], secret, algorithm)}`,
});

const schemes: readonly Scheme[] = [
  { type: 'artifactory', sign: plain('x-jfrog-event-auth') },
  { type: 'bitbucket', sign: plain('x-hub-signature', '', true) },
  { type: 'bitbucket-dc', sign: plain('x-hub-signature', '', true) },
  { type: 'buildkite', sign: buildkite, timed: true },
  { type: 'circleci', sign: plain('circleci-signature', 'v1=') },
  { type: 'flux', sign: plain('x-signature', '', true) },
  {
    type: 'generic',
    sign: plain('x-own-signature', '', true),
    settings: { signature_header: 'X-Own-Signature', signature_prefix: 'sha256=' },
  },
  { type: 'gitea', sign: plain('x-gitea-signature') },
  { type: 'gitea', sign: plain('x-forgejo-signature') },
  { type: 'gitea', sign: plain('x-gogs-signature') },
  { type: 'gitea', sign: plain('x-hub-signature-256', '', true) },
  { type: 'github', sign: plain('x-hub-signature-256', '', true) },
  { type: 'gitlab', sign: standard, timed: true },
  { type: 'jira', sign: plain('x-hub-signature', '', true) },
  { type: 'keycloak', sign: plain('x-keycloak-signature') },
  { type: 'pagerduty', sign: plain('x-pagerduty-signature', 'v1=') },
  { type: 'snyk', sign: plain('x-hub-signature', '', true) },
  { type: 'sonarqube', sign: plain('x-sonar-webhook-hmac-sha256') },
  { type: 'tailscale', sign: tailscale, timed: true },
  {
    type: 'terraform-cloud',
    sign: plain('x-tfe-notification-signature'),
    algorithm: 'sha512',
  },
];

for (const { type, sign, algorithm = 'sha256', timed, settings = {} } of schemes) {
  const headers = sign(body, SECRET, algorithm);
  test(`${type} by ${Object.keys(headers).at(-1)}`, () => {
    const verify = (given: Headers, bytes = body, secrets = [SECRET], at = NOW): VerifyResult =>
      verifierOf(type)({ headers: given, body: bytes, received: at * 1000 }, secrets, settings);
    const refuses = (what: string, result: VerifyResult) =>
      assert.equal(result.ok, false, `${type} takes ${what}`);

    const result = verify(headers);
    assert.equal(result.ok && result.assurance, 'source_signed');
    assert.ok(verify(headers, body, [OTHER, SECRET]).ok, 'while secrets change');

    for (let at = 0; at < body.length; at++) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] as number) ^ 1;
      refuses(`a changed byte ${at}`, verify(headers, changed));
    }
    refuses('a byte more', verify(headers, Buffer.concat([body, Buffer.from(' ')])));
    refuses('another secret', verify(headers, body, [OTHER]));
    refuses('no secret', verify(headers, body, []));
    refuses('an empty secret', verify(sign(body, '', algorithm), body, ['']));
    refuses('no signature', verify({}));
    refuses('an event without a signature', verify({ 'x-github-event': 'push' }));
    for (const other of ['sha1', 'sha256', 'sha512'] as const) {
      if (other !== algorithm) refuses(other, verify(sign(body, SECRET, other)));
    }
    for (const name of Object.keys(headers)) {
      const { [name]: _, ...rest } = headers;
      refuses(`no ${name}`, verify(rest));
      refuses(`an empty ${name}`, verify({ ...headers, [name]: '' }));
      refuses(`half of ${name}`, verify({ ...headers, [name]: `${headers[name]}`.slice(0, -2) }));
    }
    if (timed) {
      refuses('an old signature', verify(headers, body, [SECRET], NOW + 301));
      refuses('one of tomorrow', verify(headers, body, [SECRET], NOW - 301));
      const late = sign(body, SECRET, algorithm, NOW - 301);
      refuses('an old time', verify(late));
      for (const name of Object.keys(headers)) {
        const moved = `${late[name]}`.replace(String(NOW - 301), String(NOW));
        refuses(
          'a changed time',
          verify({ ...late, [name]: moved, 'webhook-timestamp': `${NOW}` }),
        );
      }
    }
  });
}

test('no adapter that checks signatures is left out', () => {
  const root = import.meta.dirname;
  const signing = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) =>
      readdirSync(join(root, name)).some((file) => {
        const source = file.endsWith('.ts') && !file.endsWith('.test.ts');
        const text = source ? readFileSync(join(root, name, file), 'utf8') : '';
        return /from '\.\.\/(?:hmac|signed-or-token|standard-webhooks)\.ts'/.test(text);
      }),
    );
  assert.deepEqual(signing, [...new Set(schemes.map(({ type }) => type))]);
});

function verifierOf(type: string) {
  const adapter = adapterOf(type);
  assert.ok(adapter, type);
  return adapter.verify.bind(adapter);
}
