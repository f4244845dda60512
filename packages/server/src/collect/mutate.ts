// For tests: deliveries made wrong in every way that senders, networks and attackers know. The same
// seed gives the same mutations.

/** A number from 0 to below `below`. */
export type Next = (below: number) => number;

/** A small generator, the same in every run: mulberry32. */
export function generator(seed: number): Next {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export function pick<T>(next: Next, from: readonly T[]): T {
  return from[next(from.length)] as T;
}

/** Values of other types, and numbers that no program counts with. */
const values: readonly string[] = [
  'null',
  'true',
  'false',
  '{}',
  '[]',
  '[[]]',
  '[{}]',
  '[null]',
  '""',
  '" "',
  '"0"',
  '0',
  '-1',
  '-0',
  '1.5',
  '1e400',
  '-1e400',
  '1e-400',
  '9007199254740993',
  '123456789012345678901234567890',
  '1790000000',
  '1790000000000',
  '1790000000000000000',
  '253402300800000',
  '"2026-13-45T99:99:99Z"',
  '"2026-11-19T08:15:02.114567890123+14:00"',
  '"0001-01-01T00:00:00Z"',
  '"\\ud800"',
  '"\\udfff\\ud800"',
  '"\\u0000"',
  '"\\ufeff\\u202e\\u200b"',
  '"a\\nb\\r\\nc\\u2028d"',
  '"../../etc/passwd"',
  '"<script>"',
  '"__proto__"',
  '"constructor"',
  '"sha256:0"',
  '"arn:aws:iam::1:user/x"',
  '"refs/heads/"',
  '"%"',
  '"%zz"',
  '":"',
  '"/"',
  '"//"',
  '"@"',
  '"a@b"',
  '"[::1]:1"',
];
const names = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  '\\u0061',
  'then',
];
const oddities = [
  '\u0000',
  '\ufeff',
  '\u202e',
  '\u2028',
  '\ud83d\ude00',
  '\u0301',
  '\u{10ffff}',
  '\r',
  '\n',
  '\\',
];

type Mutator = (body: Buffer, next: Next) => Buffer;

/** Applies to text; what is no UTF-8 stays as it is. */
const inText =
  (change: (text: string, next: Next) => string): Mutator =>
  (body, next) =>
    Buffer.from(change(body.toString('utf8'), next));

const flipped: Mutator = (body, next) => {
  const changed = Buffer.from(body);
  const count = 1 + next(4);
  for (let n = 0; n < count && changed.length > 0; n++) {
    const at = next(changed.length);
    changed[at] = next(2) === 0 ? next(256) : (changed[at] as number) ^ (1 << next(8));
  }
  return changed;
};

const mutators: Readonly<Record<string, Mutator>> = {
  'bytes changed': flipped,
  'cut short': (body, next) => body.subarray(0, next(body.length + 1)),
  'begun late': (body, next) => body.subarray(next(body.length + 1)),
  'a piece taken out': inText((text, next) => {
    const at = next(text.length + 1);
    return text.slice(0, at) + text.slice(at + next(64));
  }),
  'a piece said twice': inText((text, next) => {
    const at = next(text.length + 1);
    const piece = text.slice(at, at + 1 + next(200));
    return text.slice(0, at) + piece.repeat(1 + next(8)) + text.slice(at);
  }),
  'another type': inText((text, next) => replaced(text, next, pick(next, values))),
  'a long text': inText((text, next) =>
    replaced(
      text,
      next,
      JSON.stringify(
        pick(next, ['a', ' ', '"', 'ä', '\\', 'a.', '1:', '/']).repeat(1 + next(20_000)),
      ),
    ),
  ),
  'deep nesting': inText((text, next) => {
    const depth = 1 + next(pick(next, [40, 5_000]));
    const [open, close] = pick(next, [
      ['[', ']'],
      ['{"a":', '}'],
      ['[[{"a":', '}]]'],
    ]);
    return replaced(text, next, open.repeat(depth) + '1' + close.repeat(depth));
  }),
  'many members': inText((text, next) => {
    const count = 1 + next(3_000);
    const members = Array.from({ length: count }, (_, at) => `"k${at}":${pick(next, values)}`);
    return replaced(text, next, `{${members.join(',')}}`);
  }),
  'a member twice': inText((text, next) => {
    const member = /"(?:[^"\\]|\\.){1,60}":/.exec(text.slice(next(text.length + 1)))?.[0];
    return member === undefined
      ? text
      : text.replace('{', () => `{${member}${pick(next, values)},`);
  }),
  'a name of the language': inText((text, next) => {
    const name = `"${pick(next, names)}":`;
    return next(2) === 0
      ? text.replace('{', () => `{${name}${pick(next, values)},`)
      : renamed(text, next, name);
  }),
  'odd characters': inText((text, next) => {
    const at = next(text.length + 1);
    return text.slice(0, at) + pick(next, oddities).repeat(1 + next(3)) + text.slice(at);
  }),
  'several in a row': inText((text, next) =>
    Array.from({ length: 1 + next(4) }, () => text).join(
      pick(next, ['\n', '\r\n', '', ' ', ',', '\n\n']),
    ),
  ),
  'lines split and joined': inText((text, next) => {
    const at = next(text.length + 1);
    const broken = `${text.slice(0, at)}${pick(next, ['\n', '\r\n', '\r'])}${text.slice(at)}`;
    return next(2) === 0 ? broken : `[${text}`;
  }),
  'nothing but blanks': (_, next) =>
    Buffer.from(pick(next, ['', ' ', '\n', '\ufeff', '{}', '[]', 'null', '""'])),
};

/** Kinds of mutations, for reports. */
export const kinds: readonly string[] = Object.keys(mutators);

/** One to three mutations after each other. */
export function mutated(body: Buffer, next: Next): { body: Buffer; kinds: string[] } {
  const used: string[] = [];
  let changed = body;
  for (let n = 0; n <= next(3); n++) {
    const kind = pick(next, kinds);
    used.push(kind);
    changed = (mutators[kind] as Mutator)(changed, next).subarray(0, 400_000);
  }
  return { body: changed, kinds: used };
}

/** One header dropped, changed, or added; names stay in lower case, as doors give them. */
export function mutatedHeaders(
  headers: Readonly<Record<string, string>>,
  next: Next,
): Record<string, string> {
  const known = Object.keys(headers);
  const name = known.length > 0 && next(3) > 0 ? pick(next, known) : pick(next, added);
  if (next(3) === 0) {
    const { [name]: _, ...rest } = headers;
    return rest;
  }
  return { ...headers, [name]: pick(next, headerValues) };
}

const added = [
  'content-type',
  'x-github-event',
  'x-gitlab-event',
  'x-event-key',
  'ce-type',
  'ce-specversion',
  'aeg-event-type',
  '__proto__',
];
const headerValues = [
  '',
  ' ',
  'x'.repeat(5_000),
  'application/json',
  'application/x-www-form-urlencoded',
  'application/cloudevents+json',
  'text/csv',
  'push',
  'constructor',
  '__proto__',
  'ä\u0000',
  'a, b',
  '1.0',
];

/** A value in the text (of JSON, or between two signs) replaced by another. */
function replaced(text: string, next: Next, value: string): string {
  const from = next(text.length + 1);
  const found = /[:=[,] ?("(?:[^"\\]|\\.){0,2000}"|-?[\d.]{1,30}|true|false|null|\{\}|\[\])/.exec(
    text.slice(from, from + 4_000),
  );
  const given = found?.[1];
  if (found === null || given === undefined) return text.slice(0, from) + value + text.slice(from);
  const at = from + found.index + found[0].length - given.length;
  return text.slice(0, at) + value + text.slice(at + given.length);
}

function renamed(text: string, next: Next, name: string): string {
  const from = next(text.length + 1);
  const found = /"(?:[^"\\]|\\.){1,60}":/.exec(text.slice(from, from + 2_000));
  if (found === null) return text;
  const at = from + found.index;
  return text.slice(0, at) + name + text.slice(at + found[0].length);
}
