import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createRunKey } from './run-key.ts';
import { tokenOfJob } from './workload-token.ts';

const now = () => 1_795_000_000_000;
const url = 'https://acta.example.com/base';

/** GitHub's door for tokens: answers with the audience that it was asked for. */
async function github(t: TestContext, status = 200, body?: string): Promise<string> {
  const server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://x');
    const value = `${request.headers.authorization} ${searchParams.get('audience')}`;
    response.writeHead(status);
    response.end(body ?? JSON.stringify({ value }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?api-version=2`;
}

const claimsOf = (token: string, at: 0 | 1): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString()) as never;

test('GitHub is asked for the server’s audience with the key of the run in it', async (t) => {
  const env = {
    ACTIONS_ID_TOKEN_REQUEST_URL: await github(t),
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret',
  };
  const got = await tokenOfJob({ env, url, now })();
  const match = /^Bearer secret https:\/\/acta\.example\.com#jkt=([\w-]{43})$/.exec(
    got?.token ?? '',
  );
  assert.ok(match !== null, got?.token ?? 'no token');
  const proof = await got?.prove?.({ method: 'POST', url, token: 'a.b.c' });
  const { crv, kty, x, y } = claimsOf(proof ?? '', 0)['jwk'] as Record<string, string>;
  const members = JSON.stringify({ crv, kty, x, y });
  assert.equal(createHash('sha256').update(members).digest('base64url'), match?.[1]);
  const named = await tokenOfJob({ env: { ...env, ACTA_AUDIENCE: 'acta' }, url, now })();
  assert.match(named?.token ?? '', /^Bearer secret acta#jkt=/);
});

test('a proof is signed by its key, for one request', async () => {
  const key = await createRunKey(now);
  const about = { method: 'POST', url, token: 'a.b.c', nonce: 'n' };
  const proof = await key.prove(about);
  const [header = '', claims = '', signature = ''] = proof.split('.');
  const { jwk } = claimsOf(proof, 0);
  const publicKey = createPublicKey({ key: jwk as Record<string, string>, format: 'jwk' });
  const bytes = Buffer.from(signature, 'base64url');
  const how = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  assert.ok(verify('sha256', Buffer.from(`${header}.${claims}`), how, bytes));
  const { jti, ...rest } = claimsOf(proof, 1);
  assert.deepEqual(rest, {
    htm: 'POST',
    htu: url,
    iat: now() / 1000,
    ath: createHash('sha256').update('a.b.c').digest('base64url'),
    nonce: 'n',
  });
  assert.notEqual(jti, claimsOf(await key.prove(about), 1)['jti']);
});

test('GitLab’s variable and a projected file give tokens that nobody bound', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'acta-token-'));
  t.after(() => rm(dir, { recursive: true }));
  const file = join(dir, 'token');
  await writeFile(file, 'a.b.c\n');
  const fromFile = tokenOfJob({ env: { ACTA_WORKLOAD_TOKEN_FILE: file }, url, now });
  assert.deepEqual(await fromFile(), { token: 'a.b.c' });
  // The kubelet replaces the file before its token expires.
  await writeFile(file, 'd.e.f');
  assert.deepEqual(await fromFile(), { token: 'd.e.f' });
  const given = tokenOfJob({ env: { ACTA_ID_TOKEN: 'g.h.i' }, url, now });
  assert.deepEqual(await given(), { token: 'g.h.i' });
});

test('without a token there is none, and nothing throws', async (t) => {
  const secret = { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 's' };
  const cases: Record<string, string>[] = [
    {},
    { ACTA_ID_TOKEN: 'x'.repeat(20_000) },
    { ACTA_WORKLOAD_TOKEN_FILE: '/no/such/file' },
    { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/', ...secret },
    { ACTIONS_ID_TOKEN_REQUEST_URL: 'no address', ...secret },
    { ACTIONS_ID_TOKEN_REQUEST_URL: await github(t, 500, 'no'), ...secret },
    { ACTIONS_ID_TOKEN_REQUEST_URL: await github(t, 200, '{"value":7}'), ...secret },
  ];
  for (const env of cases) assert.equal(await tokenOfJob({ env, url, now })(), undefined);
});
