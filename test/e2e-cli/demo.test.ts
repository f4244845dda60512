import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playDemo } from '@acta/cli/demo';
import { createClient } from '@acta/sdk';
import { createWorld, TOKEN } from './world.ts';

test('the demo comes in whole, its attacks are found by their queries, and a second playing adds nothing', async (t) => {
  const world = await createWorld(t);
  await world.start();
  const given = { url: world.url, token: TOKEN, days: 4, now: Date.parse('2026-11-20T10:00:00Z') };
  let told = 0;
  const played = await playDemo({ ...given, onProgress: (done) => (told = done) });
  assert.equal(told, played.events);
  assert(played.events > 900, String(played.events));
  assert.equal(played.duplicates, 0);
  const client = createClient({ url: world.url, token: TOKEN });
  const { items } = await client.sources.list();
  for (const { name, health } of items) {
    assert.deepEqual([name, health.rejected, health.unmapped, health.quarantined], [name, 0, 0, 0]);
  }
  const count = () => items.reduce((sum, { health }) => sum + health.events, 0);
  assert.equal(count(), played.events);
  for (const { title, query, time } of played.highlights) {
    const events = await world.find([query], 1);
    assert(
      events.some((event) => Date.parse(event.time) >= time),
      title,
    );
    assert(
      events.every((event) => event.marks?.includes('time_missing') !== true),
      title,
    );
  }
  const timeless = await world.find(['mark:time_missing -source:acta'], 0);
  assert.deepEqual(
    timeless.map(({ native }) => native),
    [],
  );
  const again = await playDemo(given);
  assert.equal(again.events, played.events);
  const after = await client.sources.list();
  assert.equal(
    after.items.reduce((sum, { health }) => sum + health.events, 0),
    played.events,
  );
});
