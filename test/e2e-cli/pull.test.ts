// A source that Acta polls by itself, through the real server and command: a product of our own, on
// this machine, which the operator allows.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { PullHealth, Reconciliation, SourceDetail } from '@acta/sdk';
import { createWorld } from './world.ts';

const TOKEN = 'ghp-token-of-the-tests';

test('a token from a file, polls by themselves and on demand, a comparison; nothing without leave', async (t) => {
  const world = await createWorld(t);
  const now = Date.now();
  const records = Array.from({ length: 5 }, (_, n) => ({
    _document_id: `doc-${n}`,
    action: 'repo.create',
    actor: 'octavia',
    created_at: now - 600_000 + n * 1000,
  }));
  const product = createServer((request, response) => {
    const isUs = request.headers.authorization === `Bearer ${TOKEN}`;
    const found = request.url?.startsWith('/orgs/quiet/') ? [] : records;
    response.writeHead(isUs ? 200 : 401).end(isUs ? JSON.stringify(found) : '{}');
  });
  await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    product.closeAllConnections();
    product.close();
  });
  const url = `http://127.0.0.1:${(product.address() as AddressInfo).port}`;
  await writeFile(join(world.dir, 'token.txt'), `${TOKEN}\n`);
  const add = ['source', 'add', 'github', 'acme', '--set', 'organization=acme'];
  const options = ['--set', `api_url=${url}`, '--set-file', 'pull_token=token.txt'];

  await world.start();
  assert.equal((await world.acta([...add, ...options])).code, 0);
  const refused = await world.acta(['source', 'pull', 'acme']);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /127\.0\.0\.1.* not on the public internet/);
  await world.stop();

  await writeFile(join(world.dir, 'acta.yaml'), 'egress:\n  allow: [http://127.0.0.1]\n');
  await world.start();
  const found = await world.find(['source:acme'], 5);
  assert.equal(found.length, 5);
  const again = await world.acta(['source', 'pull', 'acme', '--json']);
  assert.equal((JSON.parse(again.stdout) as PullHealth).error, null);
  const shown = await world.acta(['source', 'show', 'acme']);
  const source = JSON.parse(shown.stdout) as SourceDetail;
  assert.deepEqual(
    [source.credentials, source.pull?.error, source.coverage?.polled],
    [['pull_token'], null, true],
  );
  assert.equal(shown.stdout.includes(TOKEN), false);

  const quiet = ['source', 'add', 'github', 'quiet', '--set', 'organization=quiet'];
  assert.equal((await world.acta([...quiet, ...options])).code, 0);
  assert.equal((await world.acta(['source', 'pull', 'quiet'])).code, 0);
  const { health, coverage } = JSON.parse(
    (await world.acta(['source', 'show', 'quiet'])).stdout,
  ) as SourceDetail;
  // Nothing came and none was due: the poll says so.
  assert.deepEqual(
    [health.events, health.state, coverage?.polled, coverage?.silent_since],
    [0, 'healthy', true, null],
  );

  const compared = await world.acta(['source', 'reconcile', 'acme', '--from', '1h', '--json']);
  assert.equal(compared.code, 0, compared.stderr);
  const { records: all, known, lost } = JSON.parse(compared.stdout) as Reconciliation;
  assert.deepEqual([all, known, lost], [5, 5, 0]);
  assert.match(compared.stderr, /5 records: 5 had arrived, 0 had not/);
  await world.find(['action:source.compared'], 1);

  const gone = await world.acta(['source', 'set', 'acme', '--set', 'pull_token=']);
  assert.equal(gone.code, 0, gone.stderr);
  assert.match((await world.acta(['source', 'pull', 'acme'])).stderr, /is not polled/);
});
