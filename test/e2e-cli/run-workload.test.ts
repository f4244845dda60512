// `acta run` with the tokens of a CI: a real issuer that signs what the job asks for.
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { AUDIENCE, createSource, openWorkloads } from './workload-world.ts';

test('a job of GitHub Actions sends without a key, bound to the key of its run', async (t) => {
  const { world, acta, github, dir } = await openWorkloads(t);
  await world.start();
  await acta(['run', '--', 'true'], { env: { ...github, ACTA_TOKEN: '' } });
  // No source of the name in the rule yet: refused, and kept without any credential.
  const folder = join(dir, 'state', 'acta', 'spool');
  const names = await readdir(folder);
  assert.equal(names.length, 1);
  const kept = await readFile(join(folder, names[0] ?? ''), 'utf8');
  assert.doesNotMatch(kept, /eyJ|secret-of-the-runner|jkt=/);
  await createSource(world);
  const step = ['run', '--require', '--deploy', '--service', 'pay', '--', 'echo', 'ran'];
  const ran = await acta(step, { env: { ...github, ACTA_TOKEN: '' } });
  assert.deepEqual([ran.code, ran.stdout, ran.stderr], [0, 'ran\n', '']);
  const [, end] = await world.find(['source.name:ci service:pay'], 2);
  assert.equal(end?.actor?.type, 'workload');
  assert.equal(end?.actor?.assurance, 'sender_constrained');
  assert.equal(end?.actor?.on_behalf_of?.id, 'github:583231');
  assert.equal(end?.pipeline?.environment, 'production');
  assert.equal(end?.marks, undefined);
  // The record of the other run waits for somebody with a key.
  assert.deepEqual(await readdir(folder), names);
});

test('beside a key the token of a file says who, as claimed becomes verified', async (t) => {
  const { world, acta, issuer, dir } = await openWorkloads(t);
  await world.start();
  const file = join(dir, 'token');
  await writeFile(file, await issuer.token({ aud: AUDIENCE }));
  const env = { ACTA_WORKLOAD_TOKEN_FILE: file };
  assert.equal((await acta(['run', '--name', 'one', '--', 'true'], { env })).code, 0);
  assert.equal((await acta(['run', '--name', 'two', '--', 'true'], { env })).code, 0);
  const events = await world.find(['native:acta.run'], 2);
  assert.deepEqual(
    events.map(({ actor }) => actor?.assurance),
    ['token_verified', 'token_verified'],
  );
});
