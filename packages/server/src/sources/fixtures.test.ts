// Deliveries that we wrote give the events that stand beside them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkItem } from './adapter-testing.ts';
import { adapters } from './all.ts';
import { deliveryOf, readFixtures, type ExpectedEvent } from './fixtures.ts';
import type { NormalizedItem } from './types.ts';

const all = readFixtures();

for (const { adapter, fixtures } of all) {
  test(adapter.type, () => {
    for (const fixture of fixtures) {
      const { items, failed } = adapter.normalize(deliveryOf(fixture), fixture.settings ?? {});
      assert.deepEqual(failed, []);
      assert.deepEqual(items.map(seen), fixture.events);
      for (const item of items) checkItem(adapter, item);
    }
  });
}

test('every adapter has some', () => {
  const have = new Set(all.map(({ adapter }) => adapter.type));
  const lacking = adapters.map(({ type }) => type).filter((type) => !have.has(type));
  assert.deepEqual(lacking, []);
});

function seen({ event }: NormalizedItem): ExpectedEvent {
  const { action, native, outcome, time, actor, target } = event;
  return {
    action,
    ...(native === undefined ? {} : { native }),
    outcome,
    ...(time === undefined ? {} : { time }),
    actor: actor.name ?? actor.id,
    target: target.name ?? target.id,
  };
}
