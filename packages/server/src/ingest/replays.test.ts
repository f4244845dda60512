import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplayStore, SeenBody } from './ports.ts';
import { openReplays } from './replays.ts';

function memory(): ReplayStore & { saves: number } {
  let kept: readonly SeenBody[] = [];
  const store = {
    saves: 0,
    load: () => Promise.resolve([...kept]),
    save(seen: readonly SeenBody[]) {
      kept = seen;
      store.saves++;
      return Promise.resolve();
    },
  };
  return store;
}

test('a body is suspect under another delivery id, of the same source', async () => {
  const replays = await openReplays(memory(), 10);
  assert.equal(replays.suspect('acme', 'body', 'd-1'), false);
  replays.remember('acme', 'body', 'd-1');
  assert.equal(replays.suspect('acme', 'body', 'd-1'), false);
  assert.equal(replays.suspect('acme', 'body', 'd-2'), true);
  assert.equal(replays.suspect('acme', 'body', undefined), true);
  assert.equal(replays.suspect('other', 'body', 'd-2'), false);
  assert.equal(replays.suspect('acme', 'another', 'd-2'), false);
});

test('the first delivery id stays the right one', async () => {
  const replays = await openReplays(memory(), 10);
  replays.remember('acme', 'body', 'd-1');
  replays.remember('acme', 'body', 'd-2');
  assert.equal(replays.suspect('acme', 'body', 'd-1'), false);
  assert.equal(replays.suspect('acme', 'body', 'd-2'), true);
});

test('the oldest gives way; what is left outlives a restart', async () => {
  const store = memory();
  const replays = await openReplays(store, 3);
  for (const body of ['1', '2', '3', '4']) replays.remember('acme', body, 'd');
  await replays.save();
  await replays.save();
  assert.equal(store.saves, 1, 'only what changed is written');
  const next = await openReplays(store, 3);
  const known = ['1', '2', '3', '4'].map((body) => next.suspect('acme', body, 'other'));
  assert.deepEqual(known, [false, true, true, true]);
});
