import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCipher } from '../lib/cipher.ts';
import { createRandom } from '../lib/random.ts';
import { openStore } from './index.ts';

const NOW = '2026-11-20T09:00:00.000Z';

test('a step is kept as a whole, later values go over earlier ones, and a source takes its own with it', async () => {
  const cipher = createCipher(new Uint8Array(32).fill(7), createRandom());
  const store = openStore({ file: ':memory:', cipher, now: NOW });
  const { coverage } = store;
  assert.equal(await coverage.progress(), null);
  const parts = { type: 'github', created: NOW, paused: false, settings: {}, secrets: [] };
  await store.sources.insert({ ...parts, id: 's1', name: 'acme' });
  const day = { day: '2026-11-19', state: 'complete', events: 3, event: 'e1' };
  const hours = Array.from({ length: 1_200 }, (_, n): [number, number, number] => [n, n + 1, 5]);
  await coverage.save({
    through: 7,
    alive: 1_000,
    down: [{ began: 5, ended: 9, told: false }],
    sources: [
      { id: 's1', state: '{"a":1}', hours, days: [day] },
      { id: 'gone', state: '{}', hours: [[1, 1, 1]], days: [] },
    ],
  });
  await coverage.save({
    through: 9,
    alive: 2_000,
    down: [{ began: 5, ended: 9, told: true }],
    sources: [{ id: 's1', state: '{"a":2}', hours: [[3, 50, 7]], days: [] }],
  });
  await coverage.saveSettings('s1', '{"silence":"off"}');
  const down = [{ began: 5, ended: 9, told: true }];
  assert.deepEqual(await coverage.progress(), { through: 9, alive: 2_000, down });
  const loaded = await coverage.load('s1');
  assert.equal(loaded.state, '{"a":2}');
  assert.equal(loaded.settings, '{"silence":"off"}');
  assert.equal(loaded.hours.length, 1_200);
  assert.deepEqual(loaded.hours.slice(3, 5), [
    [3, 50, 7],
    [4, 5, 5],
  ]);
  assert.deepEqual(loaded.days, [day]);
  await store.sources.remove('s1');
  assert.deepEqual(await coverage.load('s1'), { settings: null, state: null, hours: [], days: [] });
  await store.close();
});
