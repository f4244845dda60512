// For tests of adapters: the whole event around what an adapter says, held against the schema.
import { catalogue, eventSchema } from '@acta/event';
import assert from 'node:assert/strict';
import type { Adapter, Delivery, Normalized, NormalizedItem, Settings } from './types.ts';

/** Normalizes a text or value as it comes in by a door. */
export function normalizeText(
  adapter: Adapter,
  body: unknown,
  headers: Record<string, string> = {},
  settings: Settings = {},
): Normalized {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const delivery: Delivery = { headers, body: Buffer.from(text), received: 0, via: 'webhook' };
  const normalized = adapter.normalize(delivery, settings);
  for (const item of normalized.items) checkItem(adapter, item);
  return normalized;
}

/** The only item of a body. */
export function oneItem(
  adapter: Adapter,
  body: unknown,
  headers: Record<string, string> = {},
  settings: Settings = {},
): NormalizedItem {
  const { items, failed } = normalizeText(adapter, body, headers, settings);
  assert.deepEqual(failed, []);
  assert.equal(items.length, 1);
  return items[0] as NormalizedItem;
}

/** Holds an item against the schema of events and the actions that the adapter declares. */
export function checkItem(adapter: Adapter, { event, delivery, unmapped }: NormalizedItem): void {
  const definition = catalogue.get(event.action);
  assert.ok(definition !== undefined, `${event.action} is in the catalogue`);
  assert.ok(adapter.actions.includes(event.action), `${event.action} is declared`);
  assert.equal(unmapped, event.action.endsWith('.other'), `${event.native} → ${event.action}`);
  const whole = eventSchema.safeParse({
    v: 1,
    id: '0192f8c2-0000-8000-8000-000000000000',
    received: '2026-01-01T00:00:00.000Z',
    source: { type: adapter.type, name: 'test', ...(delivery === undefined ? {} : { delivery }) },
    category: definition.category,
    effect: definition.effect,
    severity: definition.severity,
    ...event,
    time: event.time ?? '2026-01-01T00:00:00.000Z',
  });
  assert.ok(whole.success, `${event.native}: ${JSON.stringify(whole.error?.issues[0])}`);
}
