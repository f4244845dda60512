// Which fields a rule for a log source can look at: those that known rules name, and those that the
// records have which came last. Names only, and values that rules say themselves: nothing of an
// event is shown.
import type { Logsource } from '@acta/sigma';
import type { RuleField } from '@acta/sdk';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { documentsOf } from '../detect/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { LogEntry } from '../lib/entry.ts';
import type { RuleBook } from './book.ts';

/** Entries at the log's end that are looked at, and records of one kind among them. */
const ENTRIES = 4_000;
const RECORDS = 100;
const CACHED_MS = 60_000;
const DEPTH = 6;
const NAMES = 400;
const VALUES = 60;
const VALUE_CHARS = 100;

export interface FieldsLog {
  entries(from: number, to?: number): AsyncIterable<LogEntry[]>;
  head(): { size: number };
}

export interface RuleFields {
  /** Those of a log source, the best known first. */
  of(source: Logsource): Promise<RuleField[]>;
}

export function createRuleFields(options: {
  log: FieldsLog;
  book: () => RuleBook;
  clock: Clock;
}): RuleFields {
  const { log, book, clock } = options;
  let seen: { at: number; kinds: Promise<SeenKind[]> } | undefined;
  const kindsSeen = (): Promise<SeenKind[]> => {
    const now = clock.now();
    if (seen === undefined || now - seen.at >= CACHED_MS) seen = { at: now, kinds: readLast(log) };
    return seen.kinds;
  };
  return {
    async of(source) {
      const found = fieldsOfRules(book(), source);
      for (const { logsources, records, names } of await kindsSeen()) {
        if (!logsources.some((each) => mayMeet(each, source))) continue;
        for (const [name, count] of names) {
          const known = found.get(name) ?? { name, rules: 0, seen: 0, values: [] };
          found.set(name, { ...known, seen: Math.max(known.seen, count / records) });
        }
      }
      return [...found.values()]
        .toSorted((a, b) => b.rules - a.rules || b.seen - a.seen || (a.name < b.name ? -1 : 1))
        .slice(0, NAMES);
    },
  };
}

/** What one does not say may be as the other has it. */
function mayMeet(a: Logsource, b: Logsource): boolean {
  return (['product', 'service', 'category'] as const).every((part) => {
    const [one, other] = [a[part], b[part]];
    return one === undefined || other === undefined || one.toLowerCase() === other.toLowerCase();
  });
}

function fieldsOfRules(book: RuleBook, source: Logsource): Map<string, RuleField> {
  const found = new Map<string, RuleField & { values: string[] }>();
  for (const { rule } of book.rules) {
    if (rule.kind === 'correlation' || rule.logsource.product === undefined) continue;
    if (!mayMeet(rule.logsource, source)) continue;
    const own = new Set<string>();
    for (const [key, value] of testsIn(Object.values(rule.searches))) {
      const [name = '', ...modifiers] = key.split('|');
      if (name === '') continue;
      const field = found.get(name) ?? { name, rules: 0, seen: 0, values: [] };
      found.set(name, field);
      if (!own.has(name)) field.rules += 1;
      own.add(name);
      if (modifiers.length === 0) keepValues(field.values, value);
    }
  }
  return found;
}

/** The fields of searches with what is wanted of them: maps, and lists of maps. */
function* testsIn(searches: readonly unknown[]): Generator<[string, unknown]> {
  for (const search of searches) {
    if (Array.isArray(search)) yield* testsIn(search);
    else if (typeof search === 'object' && search !== null) yield* Object.entries(search);
  }
}

function keepValues(values: string[], value: unknown): void {
  for (const each of [value].flat()) {
    if (typeof each !== 'string' || each.length > VALUE_CHARS || /[*?\\]/.test(each)) continue;
    if (values.length < VALUES && each !== '' && !values.includes(each)) values.push(each);
  }
}

interface SeenKind {
  logsources: readonly Logsource[];
  records: number;
  /** In how many of the records. */
  names: Map<string, number>;
}

/** By log source: which fields the records at the log's end have. */
async function readLast(log: FieldsLog): Promise<SeenKind[]> {
  const kinds = new Map<string, SeenKind>();
  const { size } = log.head();
  for await (const entries of log.entries(Math.max(0, size - ENTRIES), size)) {
    for (const { event } of entries) {
      for (const { document, logsources } of documentsOf(event)) {
        const key = JSON.stringify(logsources);
        const kind = kinds.get(key) ?? { logsources, records: 0, names: new Map() };
        kinds.set(key, kind);
        if (kind.records >= RECORDS) continue;
        kind.records += 1;
        const { acta: _acta, record: _record, ...own } = document;
        for (const name of new Set(namesIn(own))) {
          kind.names.set(name, (kind.names.get(name) ?? 0) + 1);
        }
      }
    }
    // Others of the server go first.
    await yieldToOthers();
  }
  return [...kinds.values()];
}

/** Dotted paths of all that is no object; the members of a list stand under its name. */
function* namesIn(value: unknown, path = '', depth = 0): Generator<string> {
  if (Array.isArray(value)) {
    for (const each of value.slice(0, 10)) yield* namesIn(each, path, depth + 1);
  } else if (typeof value === 'object' && value !== null && depth < DEPTH) {
    for (const [name, each] of Object.entries(value)) {
      yield* namesIn(each, path === '' ? name : `${path}.${name}`, depth + 1);
    }
  } else if (path !== '' && value !== null && value !== undefined) {
    yield path;
  }
}
