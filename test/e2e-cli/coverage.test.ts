import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceCoverageDays } from '@acta/sdk';
import { createWorld } from './world.ts';

test('coverage in the terminal: one source by day, all of them, and wrong use', async (t) => {
  const world = await createWorld(t);
  await world.start();
  assert.equal((await world.acta(['source', 'add', 'github', 'acme'])).code, 0);
  const today = new Date().toISOString().slice(0, 10);
  const one = await world.acta(['source', 'coverage', 'acme', '--from', today, '--json']);
  const { source, days } = JSON.parse(one.stdout) as SourceCoverageDays;
  assert.deepEqual([source, days[0]?.day, days[0]?.state], ['acme', today, 'unknown']);
  const table = await world.acta(['source', 'coverage', 'acme', '--from', today]);
  assert.match(table.stdout, new RegExp(`^DAY +STATE.*\n${today} +unknown`));
  const all = await world.acta(['source', 'coverage', '--all']);
  assert.match(all.stdout, /^acme {2,}\.{89}\?$/m);
  assert.match(all.stdout, /Not heard:\n {2}acme {2}never heard/);
  assert.equal((await world.acta(['source', 'coverage'])).code, 2);
  assert.equal((await world.acta(['source', 'coverage', 'none'])).code, 1);
});
