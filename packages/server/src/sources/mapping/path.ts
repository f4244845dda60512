// Paths into a record: `user.login`, `items[0].id`, `items[*].id`, `["odd.key"]`, and the roots
// that start with `@`. Own members only; every step is counted.
import type { Json } from '../reader.ts';
import { mappingLimits, spend, type Budget } from './limits.ts';

/** What a path may start at beside the record. */
export const roots = ['@headers', '@match', '@parent', '@record', '@text', '@key'] as const;
export type Root = (typeof roots)[number];

export type Segment = { key: string } | { index: number } | { all: true };

export interface Path {
  /** Absent: the record, or the item that `each` looks at. */
  root?: Root;
  segments: readonly Segment[];
}

/** What paths look at. */
export interface Scope {
  value: Json | undefined;
  headers: Readonly<Record<string, string>>;
  match: Readonly<Record<string, string>>;
  parent: Json | undefined;
  record: Json | undefined;
  text: string;
  key: string | undefined;
  budget: Budget;
  /** When the delivery came: ms since 1970. */
  received: number;
}

export type ParsedPath = { ok: true; path: Path } | { ok: false; column: number; message: string };

const plainKey = /[^.[\]{}"]+/y;
const indexShape = /\[(-?\d{1,6}|\*)\]/y;
const quotedShape = /\["((?:[^"\\]|\\["\\])*)"\]/y;

/** Reads a path; `column` is 1-based. */
export function parsePath(text: string): ParsedPath {
  if (text === '') return wrong(1, 'a path is missing, such as user.login');
  if (text.length > mappingLimits.path_max_length) {
    return wrong(1, `is longer than ${mappingLimits.path_max_length} characters`);
  }
  const segments: Segment[] = [];
  let at = 0;
  while (at < text.length) {
    const step = segmentAt(text, at, segments.length === 0);
    if (typeof step === 'string') return wrong(at + 1, step);
    segments.push(step.segment);
    at = step.end;
    if (segments.length > mappingLimits.path_max_segments) {
      return wrong(at, `has more than ${mappingLimits.path_max_segments} segments`);
    }
  }
  return { ok: true, path: rooted(text, segments) };
}

function segmentAt(
  text: string,
  at: number,
  first: boolean,
): { segment: Segment; end: number } | string {
  if (text[at] === '[') {
    const index = sticky(indexShape, text, at);
    if (index !== null) {
      const place = index[1] as string;
      const segment = place === '*' ? { all: true as const } : { index: Number(place) };
      return { segment, end: indexShape.lastIndex };
    }
    const quoted = sticky(quotedShape, text, at);
    if (quoted === null) return 'expected [0], [-1], [*] or ["key"]';
    const key = (quoted[1] as string).replace(/\\(["\\])/g, '$1');
    return { segment: { key }, end: quotedShape.lastIndex };
  }
  const start = first ? at : at + 1;
  if (!first && text[at] !== '.') return 'expected "." or "["';
  const key = sticky(plainKey, text, start)?.[0];
  if (key === undefined) return 'expected a name; names with . [ ] { } or " are written ["so.so"]';
  return { segment: { key }, end: start + key.length };
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** Only a bare first name can be a root: `["@text"]` is a member of that name. */
function rooted(text: string, segments: Segment[]): Path {
  const first = segments[0] as Segment;
  if (text.startsWith('@') && 'key' in first) {
    const root = roots.find((name) => name === first.key);
    if (root !== undefined) return { root, segments: segments.slice(1) };
  }
  return { segments };
}

const wrong = (column: number, message: string): ParsedPath => ({ ok: false, column, message });

/** Writes a path as `parsePath` reads it. */
export function formatPath({ root, segments }: Path): string {
  let text: string = root ?? '';
  for (const segment of segments) {
    if ('index' in segment) text += `[${segment.index}]`;
    else if ('all' in segment) text += '[*]';
    else if (isPlain(segment.key, text === ''))
      text += text === '' ? segment.key : `.${segment.key}`;
    else text += `["${segment.key.replace(/["\\]/g, '\\$&')}"]`;
  }
  return text;
}

function isPlain(key: string, first: boolean): boolean {
  if (first && roots.some((root) => root === key)) return false;
  return key !== '' && !/[.[\]{}"]/.test(key);
}

/** Whether a path looks outside of the record: such values are not known when it is read again. */
export function looksOutside({ root }: Path): boolean {
  return root === '@headers' || root === '@parent';
}

/**
 * The values at a path: none where it leads nowhere, at most 256 with `[*]`. Null and the empty
 * text count as nothing. @throws StepsPassed
 */
export function valuesAt(path: Path, scope: Scope): Json[] {
  let found: (Json | undefined)[] = [rootOf(path, scope)];
  for (const segment of path.segments) {
    const next: (Json | undefined)[] = [];
    for (const value of found) {
      spend(scope.budget);
      if ('all' in segment) pushAll(next, value, scope.budget);
      else next.push(step(value, segment));
      if (next.length >= mappingLimits.wildcard_max_items) break;
    }
    found = next.filter((value) => value !== undefined);
    if (found.length === 0) return [];
  }
  return found.filter((value): value is Json => isThere(value));
}

/** The value at a path without `[*]`; undefined where there is none. @throws StepsPassed */
export function valueAt(path: Path, scope: Scope): Json | undefined {
  let value = rootOf(path, scope);
  for (const segment of path.segments) {
    spend(scope.budget);
    value = 'all' in segment ? undefined : step(value, segment);
    if (value === undefined) return undefined;
  }
  return isThere(value) ? value : undefined;
}

/** Whether a path may lead to many values. */
export function isMany({ segments }: Path): boolean {
  for (const segment of segments) if ('all' in segment) return true;
  return false;
}

/** Whether there is a value: null and the empty text are none. */
export function isThere(value: Json | undefined): value is Exclude<Json, null> {
  return value !== undefined && value !== null && value !== '';
}

function rootOf({ root }: Path, scope: Scope): Json | undefined {
  if (root === undefined) return scope.value;
  if (root === '@headers') return scope.headers;
  if (root === '@match') return scope.match;
  if (root === '@parent') return scope.parent;
  if (root === '@record') return scope.record;
  return root === '@text' ? scope.text : scope.key;
}

function step(value: Json | undefined, segment: { key: string } | { index: number }) {
  if ('index' in segment) return Array.isArray(value) ? value.at(segment.index) : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, segment.key) ? value[segment.key] : undefined;
}

function pushAll(next: (Json | undefined)[], value: Json | undefined, budget: Budget): void {
  if (typeof value !== 'object' || value === null) return;
  const items = Array.isArray(value) ? value : Object.values(value);
  const room = mappingLimits.wildcard_max_items - next.length;
  for (const item of items.slice(0, room)) {
    spend(budget);
    next.push(item);
  }
}
