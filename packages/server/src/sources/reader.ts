// Reading untyped JSON without trusting it: every step may be absent or of another type.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const textMax = 1_024;
const longTextMax = 8_192;

/** The value as an object, or undefined. */
export function object(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/** The value as a list; empty for anything else. */
export function list(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

/** The value at a dotted path of own members, or undefined. */
export function at(value: unknown, path: string): Json | undefined {
  const keys = keysOf(path);
  let current: unknown = value;
  for (let step = 0; step < keys.length; step++) {
    current = member(current, keys[step] as string);
    if (current === undefined) return undefined;
  }
  return current as Json | undefined;
}

/** Paths are constants of the code: each is taken apart once. */
function keysOf(path: string): readonly string[] {
  let keys = knownPaths.get(path);
  if (keys === undefined) {
    keys = path.split('.');
    if (knownPaths.size < pathsKept) knownPaths.set(path, keys);
  }
  return keys;
}

const knownPaths = new Map<string, readonly string[]>();
const pathsKept = 8_192;

function member(value: unknown, key: string): Json | undefined {
  const here = object(value);
  return here !== undefined && Object.hasOwn(here, key) ? here[key] : undefined;
}

/**
 * A text or number as one line of at most 1,024 code units, well formed; undefined when empty or of
 * another type.
 */
export function text(value: unknown): string | undefined {
  return clip(value, textMax);
}

/** As `text`, for reasons, user agents and links: at most 8,192 code units. */
export function longText(value: unknown): string | undefined {
  return clip(value, longTextMax);
}

/** The first of these paths that holds a text. */
export function firstText(value: unknown, ...paths: string[]): string | undefined {
  for (const path of paths) {
    const found = text(at(value, path));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a table has under a name that a record says: nothing that every object has. */
export function entryOf<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The object without the members that are undefined; undefined when none is left. */
export function present<T extends object>(value: T): Compact<T> | undefined {
  const members = value as Record<string, unknown>;
  const keys = Object.keys(members);
  const kept: Record<string, unknown> = {};
  let any = false;
  for (let place = 0; place < keys.length; place++) {
    const key = keys[place] as string;
    const member = members[key];
    if (member === undefined) continue;
    kept[key] = member;
    any = true;
  }
  return any ? (kept as Compact<T>) : undefined;
}

type Compact<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function clip(value: unknown, length: number): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value !== 'string' || value === '') return undefined;
  const whole = value.isWellFormed() ? value : value.toWellFormed();
  return whole.length <= length ? whole : `${whole.slice(0, length - 1).toWellFormed()}…`;
}
