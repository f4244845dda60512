// Polls as words of a source: nothing that was asked for is proven, what was not asked is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR_MS } from './spans.ts';
import { coverageWorld } from './testing.ts';

const MONDAY = Date.parse('2026-09-07T00:00:00Z');
const MINUTES = 60_000;

type World = Awaited<ReturnType<typeof coverageWorld>>;

async function recorded(world: World): Promise<string[]> {
  const days = await world.said('coverage.day_recorded');
  return days.map(({ labels, why }) => `${labels?.['state']}: ${why?.reason?.slice(11)}`);
}
const statesOf = async (world: World, from: string, to: string) =>
  (await world.coverage.days('idp', from, to))?.days.map(({ state, reasons }) =>
    [state, ...reasons.map(({ code }) => code)].join(' '),
  );

test('polls that find nothing make days on which nothing happened, from the first one on', async (t) => {
  const world = await coverageWorld(t, MONDAY);
  await world.addSource('idp');
  assert.equal(world.coverage.isHeard('idp'), false);
  const poll = () => world.poll('idp', MINUTES);
  poll();
  assert.equal(world.coverage.isHeard('idp'), true);
  await world.tick();
  await world.pass(24 * 5 + 12, poll);
  assert.deepEqual(await world.said('source.silent'), []);
  assert.deepEqual(await recorded(world), [
    'complete: is complete: nothing happened.',
    'complete: is complete: nothing happened.',
    'complete: is complete: nothing happened.',
    'complete: is complete: nothing happened.',
    'complete: is complete: nothing happened.',
  ]);
  assert.deepEqual(await statesOf(world, '2026-09-11', '2026-09-13'), ['complete', 'open']);
  assert.equal(world.coverage.detail('idp')?.polled, true);
  const { not_heard } = await world.coverage.all('2026-09-07', '2026-09-12');
  assert.deepEqual(not_heard, []);
});

test('polls that fail are silence within hours, and what is read later makes the day whole', async (t) => {
  const world = await coverageWorld(t, MONDAY);
  await world.addSource('idp');
  world.poll('idp', 30 * MINUTES);
  await world.tick();
  await world.pass(30, () => world.poll('idp', 30 * MINUTES));
  const fails = () => world.poll('idp', 30 * MINUTES, false);
  await world.pass(1, fails);
  assert.equal(world.coverage.isSilent('idp'), false);
  await world.pass(20, fails);
  assert.equal(world.coverage.isSilent('idp'), true);
  const [silent, ...more] = await world.said('source.silent');
  assert.deepEqual(more, []);
  assert.match(silent?.why?.reason ?? '', /which is longer than 2 hours$/);
  assert.deepEqual(await statesOf(world, '2026-09-08', '2026-09-10'), [
    'partial silent',
    'partial silent',
  ]);
  assert.deepEqual((await recorded(world)).length, 2);
  await world.pass(2, () => world.poll('idp', 30 * MINUTES));
  assert.equal((await world.said('source.heard')).length, 1);
  assert.deepEqual(await statesOf(world, '2026-09-08', '2026-09-10'), ['complete', 'open']);
});

test('a day is not recorded before it was all asked for; Acta that was down asks later', async (t) => {
  const world = await coverageWorld(t, MONDAY);
  await world.addSource('idp');
  const poll = () => world.poll('idp', 6 * HOUR_MS);
  poll();
  await world.tick();
  await world.pass(20, poll);
  await world.pass(5);
  assert.deepEqual(await recorded(world), []);
  await world.pass(1, poll);
  assert.deepEqual((await recorded(world)).length, 1);
  await world.restart(60);
  await world.tick();
  assert.deepEqual((await recorded(world)).length, 1);
  await world.pass(1, poll);
  assert.deepEqual(await recorded(world), [
    'complete: is complete: nothing happened.',
    'complete: is complete: nothing happened.',
    'complete: is complete: nothing happened.',
  ]);
  assert.deepEqual(await world.said('source.silent'), []);
});

test('a source that also speaks by itself is not heard by what is asked', async (t) => {
  const world = await coverageWorld(t, MONDAY);
  await world.addSource('idp');
  const poll = () => world.poll('idp', MINUTES);
  await world.send('idp', { source: { type: 'github', name: 'idp', via: 'pull' } });
  await world.pass(80, poll);
  assert.equal(world.coverage.isSilent('idp'), false);
  await world.send('idp', { source: { type: 'github', name: 'idp', via: 'webhook' } });
  await world.pass(80, poll);
  assert.equal(world.coverage.isSilent('idp'), true);
  assert.equal(world.coverage.detail('idp')?.polled, false);
});

test('a length that is set is one without events', async (t) => {
  const world = await coverageWorld(t, MONDAY);
  await world.addSource('idp');
  await world.coverage.configure('idp', { silence: '6h' });
  await world.send('idp', { source: { type: 'github', name: 'idp', via: 'pull' } });
  await world.pass(8, () => world.poll('idp', MINUTES));
  assert.equal(world.coverage.isSilent('idp'), true);
});
