import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorld, testEvent } from './testing/world.ts';

test('masked groups are revealed by name and with a reason, on the record before they are shown', async () => {
  const world = await createWorld();
  world.ledger.add(testEvent(1), testEvent(2, { outcome: 'failure' }));
  const masks = ['actor', 'context', 'details'] as const;
  const made = await world.context.access.keyring.create(
    { name: 'v', role: 'viewer', scope: 'outcome:failure', masks },
    'test',
  );
  const headers = { authorization: `Bearer ${made.key}` };
  const ask = (query: string, n = 2) =>
    world.app.inject({ url: `/v1/events/${testEvent(n).id}${query}`, headers });
  const bare = await ask('?reveal=actor');
  assert.deepEqual([bare.statusCode, bare.json().code], [403, 'reason_required']);
  assert.equal((await ask('?reveal=actor&reason=no')).statusCode, 400);
  assert.equal((await ask('?reveal=actor&reason=incident 12', 1)).statusCode, 404);
  for (const wrong of ['raw', 'target', 'actor,', '', 'actor actor']) {
    assert.equal((await ask(`?reveal=${wrong}&reason=incident 12`)).statusCode, 400, wrong);
  }
  assert.equal(world.recorded.length, 0);
  const event = (await ask('?reveal=actor,context&reason=incident 12')).json();
  assert.equal(event.actor.name, 'user-2');
  assert.equal(event.context.ip, '203.0.113.7');
  assert.deepEqual([event.native, event.raw], [undefined, undefined]);
  const withheld = event.withheld.map((item: { group: string }) => item.group);
  assert.deepEqual(withheld, ['details', 'raw']);
  const [record, ...more] = world.recorded;
  assert.deepEqual(more, []);
  assert.equal(record?.action, 'event.revealed');
  assert.equal(record?.why?.reason, 'incident 12');
  assert.deepEqual(record?.labels, { groups: 'actor,context' });
  assert.equal((await ask('')).json().actor, undefined);
  const url = `/v1/events/${testEvent(2).id}?reveal=actor`;
  const open = await world.app.inject({ url, headers: world.keys.auditor });
  assert.equal(open.json().actor.name, 'user-2');
  assert.equal(world.recorded.at(-1)?.action, 'event.viewed');
  world.context.audit.record = () => Promise.reject(new Error('full'));
  assert.equal((await ask('?reveal=actor&reason=incident 12')).statusCode, 500);
  await world.close();
});
