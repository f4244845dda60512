import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { sentEventSchema } from '../schema/event.ts';
import { anySent } from '../testing.ts';
import { isPlainSentEvent } from './plain.ts';

const least = { action: 'branch.created', actor: { id: 'ann' }, target: { id: 'main' } };

/** Paths of all members of a value, however deep. */
function placesOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  const places: string[][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const here = path.concat(key);
    places.push(here, ...placesOf(inner, here));
  }
  return places;
}

/** A sent event with one member, somewhere, replaced, removed or added. */
const anyDamaged = fc
  .tuple(
    anySent,
    fc.nat(),
    fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom<unknown>('', undefined, [], {}, Number.NaN, new Date(0), 'x'.repeat(1_025)),
      fc.constantFrom<unknown>('x'.repeat(8_193), JSON.parse('{"__proto__":{}}')),
    ),
    fc.constantFrom('replace', 'remove', 'add'),
    fc.constantFrom('type', 'id', '__proto__', 'assurance', 'delivery', 'name', '"', 'parent'),
  )
  .map(([sent, which, value, what, name]) => {
    const copy = structuredClone(sent);
    const places = placesOf(copy);
    const place = places[which % places.length]!;
    let at = copy;
    for (const step of place.slice(0, -1)) at = at[step] as Record<string, unknown>;
    const last = place.at(-1)!;
    if (what === 'remove' && !Array.isArray(at)) delete at[last];
    else if (what === 'add' && !Array.isArray(at)) at[name] = value;
    else at[last] = value;
    return copy;
  });

test('what is taken at a glance is what the schema takes, and the schema changes nothing of it', () => {
  fc.assert(
    fc.property(fc.oneof(anySent, anyDamaged, fc.jsonValue()), (value) => {
      if (!isPlainSentEvent(value)) return;
      const checked = sentEventSchema.safeParse(value);
      assert.ok(checked.success, JSON.stringify(checked.error?.issues));
      assert.deepEqual(checked.data, value);
    }),
    { numRuns: 2_000 },
  );
});

test('what senders usually send is taken at a glance', () => {
  const full = {
    ...least,
    time: '2026-11-19T08:15:02Z',
    source: { delivery: 'd' },
    severity: 'low',
    actor: { type: 'user', id: 'ann', roles: ['admin'], on_behalf_of: { id: 'bob' } },
    target: { name: 'pay', parent: { type: 'organization', id: 'acme' } },
    context: { ip: '192.0.2.1', geo: { country: 'DE' }, request: { headers: { host: 'x' } } },
    pipeline: { stage: 'deploy', service: 'pay' },
    changes: [{ field: 'a', from: null, to: { b: [1] } }],
    labels: { team: 'payments' },
    why: { reason: 'because' },
    raw: '{}',
  };
  for (const value of [least, full]) assert.ok(isPlainSentEvent(value));
});

test('limits and closed words hold at a glance too', () => {
  const many = Object.fromEntries(Array.from({ length: 65 }, (_, at) => [`l${at}`, '']));
  const odd: unknown[] = [
    { ...least, outcome: 'ok' },
    { ...least, labels: many },
    { ...least, labels: { __proto__: null } },
    { ...least, actor: { type: 'user' } },
    { ...least, actor: { id: 'ann', assurance: 'token_verified' } },
    { ...least, native: undefined },
    { ...least, action: 'x'.repeat(1_025) },
    { ...least, targets: Array.from({ length: 257 }, () => ({ id: 'x' })) },
    { action: 'a', actor: { id: 'ann' } },
    Object.assign(Object.create({}) as object, least),
  ];
  for (const value of odd) assert.ok(!isPlainSentEvent(value), JSON.stringify(value));
});
