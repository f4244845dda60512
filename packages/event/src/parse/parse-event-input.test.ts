import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { eventSchema, sentEventSchema } from '../schema/event.ts';
import { anySent } from '../testing.ts';
import { parseEventInput } from './parse-event-input.ts';

const least = { action: 'branch.created', actor: { id: 'ann' }, target: { id: 'main' } };

function errorOf(value: unknown): { message: string; path: string } {
  const parsed = parseEventInput(value);
  assert.ok(!parsed.ok, JSON.stringify(value));
  return parsed.error;
}

function eventOf(value: unknown) {
  const parsed = parseEventInput(value);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.event;
}

test('action, actor and target are enough; the catalogue gives the rest', () => {
  assert.deepEqual(eventOf(least), {
    action: 'branch.created',
    category: 'change',
    effect: 'create',
    outcome: 'unknown',
    severity: 'info',
    actor: { type: 'unknown', id: 'ann' },
    target: { type: 'unknown', id: 'main' },
  });
});

test('what the sender says counts before the catalogue', () => {
  const given = { category: 'deploy', effect: 'execute', outcome: 'denied', severity: 'critical' };
  const { category, effect, outcome, severity } = eventOf({ ...least, ...given });
  assert.deepEqual({ category, effect, outcome, severity }, given);
  assert.equal(eventOf({ ...least, action: 'session.failed' }).outcome, 'failure');
});

test('an action outside the catalogue keeps its word in native', () => {
  const event = eventOf({ ...least, action: 'kettle.deleted', category: 'data', native: 'k:del' });
  assert.equal(event.action, 'data.other');
  assert.equal(event.native, 'kettle.deleted');
  assert.deepEqual(event.labels, { native: 'k:del' });
  assert.equal(event.effect, 'delete');
  assert.equal(eventOf({ ...least, action: 'Any words at all' }).action, 'system.other');
  const known = eventOf({ ...least, native: 'create' });
  assert.equal(known.native, 'create');
  assert.equal(known.labels, undefined);
});

test('names stand in for ids, and plain approvers become actors', () => {
  const event = eventOf({
    ...least,
    actor: { name: 'Ann', on_behalf_of: { email: 'bob@example.com' } },
    target: { name: 'pay', parent: { name: 'acme' } },
    why: { approved_by: ['carl', { type: 'user', id: 'dora' }] },
  });
  assert.equal(event.actor.id, 'Ann');
  assert.equal(event.actor.on_behalf_of?.id, 'bob@example.com');
  assert.equal(event.target.parent?.id, 'acme');
  assert.deepEqual(event.why?.approved_by, [
    { type: 'unknown', id: 'carl' },
    { type: 'user', id: 'dora' },
  ]);
});

test('times are brought to one form', () => {
  assert.equal(
    eventOf({ ...least, time: '2026-11-19T09:15:02.5+01:00' }).time,
    '2026-11-19T08:15:02.500Z',
  );
  assert.equal(errorOf({ ...least, time: 'yesterday' }).path, '/time');
});

test('what only the server sets is refused with its place', () => {
  const sent: [object, string][] = [
    [{ v: 1 }, '/v'],
    [{ id: 'x' }, '/id'],
    [{ received: '2026-11-19T08:15:02.114Z' }, '/received'],
    [{ raw_sha256: 'x' }, '/raw_sha256'],
    [{ marks: [] }, '/marks'],
    [{ revision: 1 }, '/revision'],
    [{ source: { type: 'github' } }, '/source/type'],
    [{ source: { name: 'acme' } }, '/source/name'],
    [{ source: { via: 'x', delivery: 'd' } }, '/source/via'],
    [{ actor: { id: 'a', assurance: 'claimed' } }, '/actor/assurance'],
    [{ actor: { id: 'a', person: 'p' } }, '/actor/person'],
    [
      { actor: { id: 'a', on_behalf_of: { id: 'b', accountable: 'p' } } },
      '/actor/on_behalf_of/accountable',
    ],
    [{ why: { approved_by: [{ id: 'a', person: 'p' }] } }, '/why/approved_by/0/person'],
  ];
  for (const [more, path] of sent) {
    const error = errorOf({ ...least, ...more });
    assert.equal(error.path, path);
    assert.match(error.message, /set by the server/);
  }
  assert.deepEqual(eventOf({ ...least, source: { delivery: 'd' } }).source, { delivery: 'd' });
});

test('every refusal says what and where', () => {
  const long = 'x'.repeat(10_000);
  let deep: unknown = 1;
  for (let level = 0; level < 40; level++) deep = { deep };
  const chain = { id: '1', parent: { id: '2', parent: { id: '3', parent: { id: '4' } } } };
  const cases: [unknown, string, RegExp][] = [
    [null, '', /object, not null/],
    [[], '', /not an array/],
    ['x', '', /not a string/],
    [{}, '/action', /required/],
    [{ ...least, action: '' }, '/action', /empty/],
    [{ ...least, actor: {} }, '/actor', /needs an id/],
    [{ ...least, target: { type: 'x' } }, '/target', /needs an id/],
    [{ ...least, outcome: 'ok' }, '/outcome', /one of success, failure/],
    [{ ...least, kettle: 1 }, '/kettle', /labels/],
    [{ ...least, labels: { a: 1 } }, '/labels/a', /string, not a number/],
    [{ ...least, labels: { 'a/b~c': 1 } }, '/labels/a~1b~0c', /string/],
    [{ ...least, labels: JSON.parse('{"__proto__":"x"}') }, '/labels', /__proto__/],
    [{ ...least, labels: { 'a"': 'x' } }, '/labels/a"', /name/],
    [
      { ...least, labels: Object.fromEntries(Array.from({ length: 65 }, (_, at) => [at, ''])) },
      '/labels',
      /64/,
    ],
    [{ ...least, actor: { id: long } }, '/actor/id', /1024 characters/],
    [{ ...least, raw: { a: 1 } }, '/raw', /string/],
    [
      { ...least, targets: Array.from({ length: 257 }, () => ({ id: 'x' })) },
      '/targets',
      /256 items/,
    ],
    [{ ...least, changes: [{ field: 'a', to: deep }] }, '/changes/0/to', /too deep/],
    [{ ...least, changes: [{ field: 'a', to: long }] }, '/changes/0/to', /too large/],
    [{ ...least, target: { id: '0', parent: { id: '0.5', parent: chain } } }, '/target', /nested/],
    [{ ...least, why: { approved_by: [5] } }, '/why/approved_by/0', /not a number/],
  ];
  for (const [value, path, message] of cases) {
    const error = errorOf(value);
    assert.equal(error.path, path, JSON.stringify(value)?.slice(0, 80));
    assert.match(error.message, message);
  }
});

test('every event that can be sent gives one that can be kept', () => {
  fc.assert(
    fc.property(anySent, (sent) => {
      const before = JSON.stringify(sent);
      const event = eventOf(sent);
      assert.equal(JSON.stringify(sent), before, 'the value was changed');
      const kept = {
        v: 1,
        id: '019a9b3c-4d5e-8f00-9123-456789abcdef',
        received: '2026-11-19T08:15:02.114Z',
        ...event,
        source: { type: 'events', name: 'ci' },
      };
      assert.deepEqual(eventSchema.parse(kept), kept);
      assert.deepEqual(event, { ...sent, ...event });
      for (const [key, value] of Object.entries(sent)) {
        if (key !== 'time') assert.deepEqual(event[key as keyof typeof event], value);
      }
    }),
  );
});

test('it takes exactly what the published schema takes, and never throws', () => {
  const broken = fc
    .tuple(
      anySent,
      fc.constantFrom('action', 'actor', 'target', 'labels', 'why', 'x'),
      fc.jsonValue(),
    )
    .map(([sent, key, value]) => Object.assign(structuredClone(sent), { [key]: value }));
  fc.assert(
    fc.property(fc.oneof(broken, anySent, fc.jsonValue()), (value) => {
      assert.equal(parseEventInput(value).ok, sentEventSchema.safeParse(value).success);
    }),
  );
});
