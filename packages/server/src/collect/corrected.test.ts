import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admin, openBench, pushPayload, webhook } from './testing.ts';

test('a delivery that was corrected by hand is taken as that, not as what the source sent', async (t) => {
  const bench = await openBench(t);
  const whole = JSON.stringify(pushPayload);
  const broken = webhook('push', Buffer.from(`${whole.slice(0, -1)},}`));
  await assert.rejects(bench.doors.delivery('acme', broken), { code: 'json_invalid' });
  const { items } = await bench.intake.quarantine.list({ limit: 10 });
  const id = items[0]?.id ?? '';
  await assert.rejects(bench.intake.quarantine.replay(id, admin, '{'), {
    code: 'still_unreadable',
  });
  const { accepted } = await bench.intake.quarantine.replay(id, admin, whole);
  assert.equal(accepted, 1);
  await bench.intake.close();
  const events = (await bench.entries()).map(({ event }) => event);
  const pushed = events.find(({ source }) => source.name === 'acme');
  assert.deepEqual([pushed?.source.via, pushed?.actor.assurance], ['corrected', 'claimed']);
  const replayed = events.find(({ action }) => action === 'delivery.replayed');
  assert.equal(replayed?.why?.reason, 'with a text that was corrected by hand');
});
