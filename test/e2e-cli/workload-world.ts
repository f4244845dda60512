// A server that knows an issuer, and a CI whose jobs get tokens of it: what `acta run` meets there.
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { startIssuer } from '../../packages/server/src/identity/testing.ts';
import { createWorld, TOKEN, type World } from './world.ts';

export const AUDIENCE = 'https://acta.test';

/** The server is started by the test. */
export async function openWorkloads(t: TestContext) {
  const world = await createWorld(t);
  const issuer = await startIssuer(t, () => Date.now());
  const rules = [{ claims: { repository: 'acme/*' }, source: 'ci' }];
  const issuers = [{ issuer: issuer.url, audience: AUDIENCE, rules }];
  await writeFile(join(world.dir, 'acta.yaml'), JSON.stringify({ workload: { issuers } }));
  const door = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://x');
    void issuer.token({ aud: searchParams.get('audience') }).then((value) => {
      response.end(JSON.stringify({ value }));
    });
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    door.closeAllConnections();
    door.close();
  });
  const github = {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'acme/pay',
    GITHUB_RUN_ID: '4711',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_JOB: 'deploy',
    GITHUB_ACTOR: 'octocat',
    GITHUB_ACTOR_ID: '583231',
    ACTA_AUDIENCE: AUDIENCE,
    ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${(door.address() as AddressInfo).port}/?v=2`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'secret-of-the-runner',
  };
  return { ...world, world, issuer, github };
}

/** The source that the rule of the issuer names. */
export async function createSource({ url }: World): Promise<void> {
  await fetch(`${url}/v1/sources`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'events', name: 'ci' }),
  });
}
