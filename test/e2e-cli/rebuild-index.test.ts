import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createWorld } from './world.ts';

test('the index is made again from the log, while no server runs', async (t) => {
  const world = await createWorld(t);
  const { acta, data, dir } = world;
  await world.start();
  const event = { action: 'secret.accessed', actor: { id: 'ada' }, target: { name: 'db' } };
  const lines = Array.from({ length: 700 }, () => `${JSON.stringify(event)}\n`).join('');
  assert.equal((await acta(['send', '-'], { stdin: lines })).code, 0);
  await world.find(['actor:ada'], 700);

  const running = await acta(['rebuild-index', '--data', data]);
  assert.equal(running.code, 1);
  assert.match(running.stderr, /in use by process \d+/);
  assert.ok(existsSync(join(data, 'index')), 'the index of a running server stays');
  assert.equal((await world.find(['actor:ada'], 700)).length, 700);

  await world.stop();
  await rm(join(data, 'index'), { recursive: true });
  await mkdir(join(data, 'index'));
  await writeFile(join(data, 'index', 'data'), 'no index at all');
  const made = await acta(['rebuild-index', '--data', data, '--json']);
  assert.equal(made.code, 0, made.stderr);
  const { entries } = JSON.parse(made.stdout) as { entries: number };
  assert.ok(entries >= 701);
  assert.equal((await acta(['verify', '--data', data])).code, 0);

  await world.start();
  const found = await acta(['search', 'actor:ada', '--all', '--json']);
  assert.equal(found.stdout.trim().split('\n').length, 700, 'at once: it need not catch up');
  await world.stop();

  const none = await acta(['rebuild-index', '--data', join(dir, 'none')]);
  assert.equal(none.code, 1);
  assert.match(none.stderr, /There is no log in .*\n.*--data/);
  assert.equal(existsSync(join(dir, 'none')), false);
});
