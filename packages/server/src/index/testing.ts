// Events and a log for the index's own tests: small vocabularies that queries of
// @acta/query/testing hit often, and texts that break careless SQL.
import { type ActaEvent, catalogue, sealEvent } from '@acta/event';
import * as fc from 'fast-check';
import type { LogEntry } from '../lib/entry.ts';
import type { EngineAddress, FollowedLog } from './index.ts';

export const NOW = Date.UTC(2026, 10, 20);

const WORDS = [
  'alice bob ALICE acme/pay main deploy rotate key openssl 5fd9 ÄÖ straße a-b x.y 東京'.split(' '),
  ["o'brien", 'a\\b', 'say "hi"', '100%', 'under_score', '{p0:String}', "'); DROP TABLE x; --"],
  ['two\nlines', 'tab\there', '\u001e', 'İstanbul', 'e\u0301', '\ud800', 'two\n\nlines'],
  ['7c5df5ddd32dc1804b1912450c5e99cf12cdd4ae', 'sha256:0123456789abcdef0123', 'é0123456789abcdef'],
].flat();
const ACTIONS = [...catalogue.values()].slice(0, 40);

function word(): fc.Arbitrary<string> {
  return fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 6 }));
}

const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(of, { nil: undefined });

function person(depth = 1): fc.Arbitrary<ActaEvent['actor']> {
  return fc.record({
    type: fc.constantFrom('user', 'service'),
    id: word(),
    name: maybe(word()),
    email: maybe(word()),
    roles: maybe(fc.array(word(), { maxLength: 2 })),
    assurance: maybe(fc.constantFrom('claimed' as const, 'source_signed' as const)),
    credential: maybe(fc.record({ type: word(), id: word() })),
    on_behalf_of: depth === 0 ? fc.constant(undefined) : maybe(person(depth - 1)),
  });
}

function thing(depth = 1): fc.Arbitrary<ActaEvent['target']> {
  return fc.record({
    type: word(),
    id: word(),
    name: maybe(word()),
    environment: maybe(word()),
    parent: depth === 0 ? fc.constant(undefined) : maybe(thing(depth - 1)),
  });
}

function context(): fc.Arbitrary<ActaEvent['context']> {
  const addresses = ['10.0.0.1', '10.1.2.3', '::ffff:10.0.0.1', '2001:DB8::1', 'not an address'];
  return fc.record({
    ip: maybe(fc.oneof(fc.constantFrom(...addresses), fc.ipV4())),
    user_agent: maybe(word()),
    geo: maybe(fc.record({ country: word() })),
    request: maybe(fc.record({ method: word(), headers: maybe(fc.dictionary(key(), word())) })),
  });
}

function key(): fc.Arbitrary<string> {
  return fc.constantFrom('team', 'Team', 'x-y', 'a.b');
}

function changes(): fc.Arbitrary<ActaEvent['changes']> {
  const value = fc.oneof(word(), fc.boolean(), fc.integer(), fc.constant(null));
  const deep = fc.oneof(value, fc.array(value, { maxLength: 2 }), fc.record({ team: value }));
  return fc.array(fc.record({ field: word(), from: deep, to: deep }), { maxLength: 2 });
}

function anyEvent(): fc.Arbitrary<ActaEvent> {
  const at = fc.integer({ min: NOW - 30 * 86_400_000, max: NOW + 1000 });
  return fc
    .record({
      at,
      id: fc.uuid({ version: 8 }),
      definition: fc.constantFrom(...ACTIONS),
      outcome: fc.constantFrom('success' as const, 'failure' as const, 'denied' as const),
      severity: fc.constantFrom('info' as const, 'low' as const, 'high' as const),
      source: fc.record({ name: word(), via: maybe(word()), delivery: maybe(fc.uuid()) }),
      type: fc.constantFrom('github', 'vault', 'acta'),
      native: maybe(word()),
      actor: person(),
      target: thing(),
      targets: maybe(fc.array(thing(0), { maxLength: 2 })),
      context: maybe(context()),
      pipeline: maybe(fc.record({ commit: word(), environment: maybe(word()) })),
      changes: maybe(changes()),
      why: maybe(fc.record({ ticket: word(), approved_by: maybe(fc.array(person(0))) })),
      labels: maybe(fc.dictionary(key(), word())),
      marks: maybe(fc.constant(['conflict' as const])),
      revision: maybe(fc.integer({ min: 1, max: 9 })),
      raw: maybe(
        fc.oneof(
          word(),
          fc.array(word()).map((all) => JSON.stringify(all)),
        ),
      ),
    })
    .map(({ at, definition, type, source, ...rest }) => {
      const { action, category, effect } = definition;
      const times = { time: new Date(at).toISOString(), received: new Date(at + 5).toISOString() };
      const own = { v: 1, action, category, effect, source: Object.assign({ type }, source) };
      return Object.assign(own, times, rest);
    }) as unknown as fc.Arbitrary<ActaEvent>;
}

/** Entries `[0, count)`, the same for the same seed. */
export function sampleEntries(count: number, seed: number): LogEntry[] {
  const events = fc.sample(anyEvent(), { numRuns: count, seed });
  return events.map((event, index) => entryOf(plain(event), index));
}

/** Entries `[0, count)` with little in them, quickly. */
export function plainEntries(count: number): LogEntry[] {
  const [first] = sampleEntries(1, 1);
  return Array.from({ length: count }, (_, index) => ({ ...first!, index }));
}

/** As an event comes out of JSON: without members that are undefined. */
function plain(event: ActaEvent): ActaEvent {
  return JSON.parse(JSON.stringify(event)) as ActaEvent;
}

/** The entry of an event at a place in the log. */
export function entryOf(event: ActaEvent, index: number): LogEntry {
  return { index, event, ...sealEvent(event, new Uint8Array(16).fill(index & 255)) };
}

/** A log in memory that grows by `commit`. */
export function memoryLog(batch = 100): FollowedLog & { commit(entries: LogEntry[]): void } {
  const all: LogEntry[] = [];
  const preparations = new Set<Parameters<FollowedLog['prepare']>[0]>();
  return {
    async *entries(from) {
      for (let at = from; at < all.length; at += batch) yield all.slice(at, at + batch);
    },
    prepare(preparation) {
      preparations.add(preparation);
      return () => preparations.delete(preparation);
    },
    head: () => ({ size: all.length }),
    commit(entries) {
      const from = all.length;
      for (const preparation of preparations) for (const each of entries) preparation.sealed(each);
      all.push(...entries);
      const to = all.length;
      const committed = { from, to, entries: (start = from) => all.slice(start, to) };
      for (const preparation of preparations) preparation.committed(committed);
    },
  };
}

/** Sends one statement to an engine and gives its answer as text. */
export async function engineCommand(address: EngineAddress, sql: string): Promise<string> {
  const { url, username, password } = address;
  const headers = { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password };
  const answer = await fetch(url, { method: 'POST', headers, body: sql });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}
