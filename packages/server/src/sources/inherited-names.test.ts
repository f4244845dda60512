// Values and members named like what every object has (`constructor`) find nothing in an adapter's
// tables, nor in what a record says of before and after.
import { eventSchema } from '@acta/event';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitted } from './fit.ts';
import { deliveryOf, readFixtures } from './fixtures.ts';
import { NotNormalizable, type Adapter, type Delivery, type Settings } from './types.ts';

const names = ['constructor', 'toString', '__proto__'];

/** Every body in which one text, or the name of one member, is replaced in turn. */
function* replaced(value: unknown, name: string): Generator<unknown> {
  if (typeof value === 'string') {
    yield name;
    const inner = /^\s*[[{]/.test(value) ? parsed(value) : undefined;
    if (inner === undefined) return;
    for (const inside of replaced(inner, name)) yield JSON.stringify(inside);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (!Array.isArray(value)) {
      yield Object.fromEntries(
        Object.entries(value).map(([other, kept]) => [other === key ? name : other, kept]),
      );
    }
    for (const inside of replaced(member, name)) {
      yield Array.isArray(value) ? value.with(Number(key), inside) : { ...value, [key]: inside };
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is wrong with the events of a delivery; undefined where they are events. */
function wrongIn(adapter: Adapter, delivery: Delivery, settings: Settings): string | undefined {
  try {
    for (const { event } of adapter.normalize(delivery, settings).items) {
      const whole = eventSchema.safeParse({
        v: 1,
        id: '0192f8c2-0000-8000-8000-000000000000',
        received: '2026-01-01T00:00:00.000Z',
        source: { type: adapter.type, name: 'test' },
        category: 'change',
        effect: 'update',
        severity: 'info',
        ...fitted(event),
        time: event.time ?? '2026-01-01T00:00:00.000Z',
      });
      if (!whole.success) return JSON.stringify(whole.error.issues[0]);
      if (!adapter.actions.includes(event.action) && !/^[a-z_.]+$/.test(event.action)) {
        return `the action ${event.action}`;
      }
    }
    return undefined;
  } catch (error) {
    return error instanceof NotNormalizable ? undefined : String(error);
  }
}

for (const { adapter, fixtures } of readFixtures()) {
  test(adapter.type, () => {
    const wrong = new Set<string>();
    for (const fixture of fixtures) {
      const delivery = deliveryOf(fixture);
      const value = parsed(delivery.body.toString('utf8'));
      for (const name of names) {
        for (const body of replaced(value, name)) {
          const changed = { ...delivery, body: Buffer.from(JSON.stringify(body)) };
          const found = wrongIn(adapter, changed, fixture.settings ?? {});
          if (found !== undefined) wrong.add(found);
        }
        for (const header of Object.keys(delivery.headers)) {
          const headers = { ...delivery.headers, [header]: name };
          const found = wrongIn(adapter, { ...delivery, headers }, fixture.settings ?? {});
          if (found !== undefined) wrong.add(found);
        }
      }
    }
    assert.deepEqual([...wrong], []);
  });
}
