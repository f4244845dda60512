// All signature vectors over exact bytes, each by the adapter of its product: they verify, and a
// changed byte, a weaker algorithm, another or no secret and an expired time do not.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { adapterOf } from '../../packages/server/src/sources/all.ts';
import type { Settings } from '../../packages/server/src/sources/types.ts';

const corpus = process.env['ACTA_CORPUS'];
if (!corpus) throw new Error('ACTA_CORPUS is not set: it names the folder that holds vectors/');
const folder = join(corpus, 'vectors/webhook-signatures');

interface Vector {
  name?: string;
  repo?: string;
  test?: string;
  payload?: string;
  body?: string;
  file?: string;
  secret: string;
  alg: string;
  header: string;
  value: string;
  'webhook-id'?: string;
  'webhook-timestamp'?: string;
}

/** Vectors without bytes: two drivers of go-scm share a file name with another's payload. */
const bytesOfAnother = ['scm/driver/gitea/webhook_test.go', 'scm/driver/stash/webhook_test.go'];

/** The adapter of a vector; undefined: no adapter takes that product. */
function typeOf({ header, test: of, repo, name }: Vector): string | undefined {
  if (header === 'circleci-signature') return 'circleci';
  if (header === 'webhook-signature') return 'gitlab';
  if (/^X-(?:Gitea|Gogs)-Signature$/.test(header)) return 'gitea';
  if (of?.startsWith('bitbucket-server/') || of?.includes('/stash/')) return 'bitbucket-dc';
  if (repo === 'jenkinsci/bitbucket-branch-source-plugin') return 'bitbucket';
  return name === 'slack-docs' ? undefined : 'github';
}

/** Two projects call a payload push.json; the bytes of GitHub's stand among the deliveries. */
function bodyOf({ body, file, repo, payload, test: of }: Vector): Buffer {
  if (body !== undefined) return Buffer.from(body);
  if (repo === 'drone/go-scm' && of?.includes('/github/') === true) {
    return readFileSync(
      join(corpus ?? '', 'corpora/github/webhooks-go-scm', basename(payload ?? '')),
    );
  }
  return readFileSync(join(folder, file ?? ''));
}

const vectors = JSON.parse(readFileSync(join(folder, 'vectors.json'), 'utf8')) as Vector[];
const counted = { taken: 0, sha1: 0, noAdapter: 0, noBytes: 0 };

for (const vector of vectors) {
  const { secret, alg, header, value } = vector;
  const title = `${vector.name ?? `${vector.test} ${basename(vector.payload ?? '')}`} ${alg}`;
  test(title, (t) => {
    const type = typeOf(vector);
    if (type === undefined) {
      counted.noAdapter++;
      return t.diagnostic('no adapter takes this product');
    }
    if (bytesOfAnother.includes(vector.test ?? '')) {
      counted.noBytes++;
      return t.diagnostic('the bytes under its name are of another product');
    }
    const body = bodyOf(vector);
    const signedAt = Number(vector['webhook-timestamp'] ?? 0);
    const headers: Record<string, string> = { [header.toLowerCase()]: value };
    for (const name of ['webhook-id', 'webhook-timestamp'] as const) {
      if (vector[name] !== undefined) headers[name] = vector[name];
    }
    const weak = alg === 'hmac-sha1';
    const settings = weak ? { allow_sha1: true } : {};
    const ok = (over: {
      bytes?: Buffer;
      secrets?: string[];
      settings?: Settings;
      at?: number;
      headers?: Record<string, string>;
    }) =>
      adapterOf(type)?.verify(
        {
          headers: over.headers ?? headers,
          body: over.bytes ?? body,
          received: 1000 * (over.at ?? signedAt),
        },
        over.secrets ?? [secret],
        over.settings ?? settings,
      ).ok;
    counted[weak ? 'sha1' : 'taken']++;
    assert.equal(ok({}), true, 'verifies');
    assert.equal(ok({ secrets: ['another', secret] }), true, 'while secrets change');
    if (weak) assert.equal(ok({ settings: {} }), false, 'SHA-1 unless a setting allows it');
    for (const at of [0, body.length >> 1, body.length - 1]) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] as number) ^ 1;
      assert.equal(ok({ bytes: changed }), false, `a changed byte at ${at}`);
    }
    assert.equal(ok({ bytes: Buffer.concat([body, Buffer.from('\n')]) }), false, 'a byte more');
    assert.equal(ok({ secrets: ['another'] }), false, 'another secret');
    assert.equal(ok({ secrets: [''] }), false, 'an empty secret');
    assert.equal(ok({ secrets: [] }), false, 'no secret');
    assert.equal(ok({ headers: {} }), false, 'no signature');
    const weaker = createHmac(weak ? 'md5' : 'sha1', secret)
      .update(body)
      .digest('hex');
    for (const prefix of ['', `${weak ? 'md5' : 'sha1'}=`, 'v1=', 'sha256=']) {
      const sent = { ...headers, [header.toLowerCase()]: `${prefix}${weaker}` };
      assert.equal(ok({ headers: sent }), false, `a weaker algorithm after "${prefix}"`);
    }
    if (signedAt > 0) {
      assert.equal(ok({ at: signedAt + 301 }), false, 'an expired time');
      assert.equal(ok({ at: signedAt - 301 }), false, 'a time to come');
    }
  });
}

test('all vectors are looked at', (t) => {
  t.diagnostic(JSON.stringify(counted));
  assert.ok(counted.taken >= 30);
  assert.deepEqual([counted.noAdapter, counted.noBytes], [1, 2]);
  const sum = Object.values(counted).reduce((total, count) => total + count, 0);
  assert.equal(sum, vectors.length);
});
