// Values of a mapping: read once into a function of what a record holds.
import type { Json } from '../reader.ts';
import { parsePattern, type Pattern } from './pattern.ts';
import { isThere, looksOutside, parsePath, type Path, type Scope } from './path.ts';
import { mappingLimits, spend } from './limits.ts';
import { below } from './problems.ts';
import { counted, kindOf, onlyKnown, type Reading } from './reading.ts';
import { fillTemplate, parseTemplate, single, textOf } from './template.ts';
import { isKnownZone, parseTimeFormat, type ReadTime } from './time-format.ts';

/** Notes a value that could not be used; the field is left out. */
export type Complain = (message: string) => void;
export type Evaluate = (scope: Scope, complain: Complain) => Json | undefined;

/** What a value can give, as far as the document tells: checked against what the field takes. */
export interface Known {
  evaluate: Evaluate;
  /** Every text that it can give and where it stands; undefined where a record decides. */
  texts: { path: string; text: string }[];
  /** Nothing but `texts`. */
  closed: boolean;
  isTime: boolean;
}

const sources = ['path', 'const', 'template', 'first'] as const;
const parts = [...sources, 'pattern', 'case', 'map', 'format', 'zone', 'join', 'default'];

/** Reads a value; undefined where it is none (and a problem is noted). */
export function readValue(
  value: unknown,
  path: string,
  reading: Reading,
  depth = 0,
): Known | undefined {
  if (!counted(path, depth, reading)) return undefined;
  if (typeof value === 'string') return readTemplate(value, path, reading);
  if (typeof value === 'number' || typeof value === 'boolean') return constant(value, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    reading.problems.add(
      path,
      `is ${kindOf(value)}, expected a text such as "{user.login}" or an object`,
    );
    return undefined;
  }
  return readObject(value as Record<string, unknown>, path, reading, depth);
}

function constant(value: Json, path: string): Known {
  const text = textOf(value);
  return {
    evaluate: () => value,
    texts: text === undefined ? [] : [{ path, text }],
    closed: true,
    isTime: false,
  };
}

function readTemplate(text: string, path: string, reading: Reading): Known | undefined {
  const parsed = parseTemplate(text);
  if (!parsed.ok) {
    reading.problems.add(path, `column ${parsed.column}: ${parsed.message}`);
    return undefined;
  }
  const [first] = parsed.template;
  if (parsed.template.length === 1 && typeof first === 'string') return constant(first, path);
  for (const part of parsed.template) if (typeof part !== 'string') notePath(part, reading);
  return open((scope) => fillTemplate(parsed.template, scope));
}

const open = (evaluate: Evaluate): Known => ({ evaluate, texts: [], closed: false, isTime: false });

/** Reads a path of the document. */
export function readPath(value: unknown, path: string, reading: Reading): Path | undefined {
  if (typeof value !== 'string') {
    reading.problems.add(path, `is ${kindOf(value)}, expected a path such as user.login`);
    return undefined;
  }
  const parsed = parsePath(value);
  if (!parsed.ok) {
    reading.problems.add(path, `column ${parsed.column}: ${parsed.message}`);
    return undefined;
  }
  notePath(parsed.path, reading);
  return parsed.path;
}

function notePath(path: Path, reading: Reading): void {
  if (looksOutside(path)) reading.outside = true;
  const [first] = path.segments;
  if (path.root === '@headers' && first !== undefined && 'key' in first) {
    reading.headers.add(first.key);
  }
}

/** Reads a pattern of the document. */
export function readPattern(value: unknown, path: string, reading: Reading): Pattern | undefined {
  if (typeof value !== 'string') {
    reading.problems.add(path, `is ${kindOf(value)}, expected a pattern (RE2)`);
    return undefined;
  }
  if (++reading.patterns > mappingLimits.patterns_max) {
    reading.problems.add(path, `the mapping has more than ${mappingLimits.patterns_max} patterns`);
    return undefined;
  }
  const parsed = parsePattern(value);
  if (parsed.ok) return parsed.pattern;
  reading.problems.add(path, parsed.message);
  return undefined;
}

function readObject(
  value: Record<string, unknown>,
  path: string,
  reading: Reading,
  depth: number,
): Known | undefined {
  onlyKnown(value, parts, path, reading);
  const given = sources.filter((name) => value[name] !== undefined);
  const [source] = given;
  if (source === undefined || given.length > 1) {
    const found = source === undefined ? 'has no source' : `has ${given.join(' and ')}`;
    reading.problems.add(path, `${found}, expected one of ${sources.join(', ')}`, sources);
    return undefined;
  }
  const first = readSource(source, value[source], below(path, source), reading, depth);
  if (first === undefined) return undefined;
  let known = first;
  for (const next of [readText, readCase, readTable, readFormat, readJoin]) {
    known = next(value, known, path, reading);
  }
  if (value['default'] === undefined) return known;
  const fallback = readValue(value['default'], below(path, 'default'), reading, depth + 1);
  return fallback === undefined ? known : withDefault(known, fallback);
}

function readSource(
  source: (typeof sources)[number],
  value: unknown,
  path: string,
  reading: Reading,
  depth: number,
): Known | undefined {
  if (source === 'template') {
    if (typeof value === 'string') return readTemplate(value, path, reading);
    reading.problems.add(path, `is ${kindOf(value)}, expected a text`);
    return undefined;
  }
  if (source === 'const') return constant(value as Json, path);
  if (source === 'path') {
    const parsed = readPath(value, path, reading);
    return parsed && open((scope) => single(parsed, scope));
  }
  if (!Array.isArray(value) || value.length === 0) {
    reading.problems.add(path, 'expected a list of values, the first that is there counts');
    return undefined;
  }
  const all = value.map((item, at) => readValue(item, below(path, at), reading, depth + 1));
  const choices = all.filter((item) => item !== undefined);
  return choices.length === 0
    ? undefined
    : choices.reduce((known, next) => withDefault(known, next));
}

const withDefault = (known: Known, fallback: Known): Known => ({
  evaluate(scope, complain) {
    const value = known.evaluate(scope, complain);
    return isThere(value) ? value : fallback.evaluate(scope, complain);
  },
  texts: [...known.texts, ...fallback.texts],
  closed: known.closed && fallback.closed,
  isTime: known.isTime && (fallback.isTime || fallback.closed),
});

type Next = (value: Record<string, unknown>, known: Known, path: string, reading: Reading) => Known;

const readText: Next = (value, known, path, reading) => {
  if (value['pattern'] === undefined) return known;
  const pattern = readPattern(value['pattern'], below(path, 'pattern'), reading);
  if (pattern === undefined) return known;
  return open((scope, complain) => {
    const text = textOf(known.evaluate(scope, complain));
    return text === undefined ? undefined : pattern.first(text, scope.budget);
  });
};

const readCase: Next = (value, known, path, reading) => {
  const wanted = value['case'];
  if (wanted === undefined) return known;
  if (wanted !== 'lower' && wanted !== 'upper') {
    reading.problems.add(below(path, 'case'), 'expected lower or upper', ['lower', 'upper']);
    return known;
  }
  return open((scope, complain) => {
    const text = textOf(known.evaluate(scope, complain));
    return wanted === 'lower' ? text?.toLowerCase() : text?.toUpperCase();
  });
};

const readTable: Next = (value, known, path, reading) => {
  const map = value['map'];
  if (map === undefined) return known;
  const place = below(path, 'map');
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    reading.problems.add(
      place,
      `is ${kindOf(map)}, expected an object: what stands there → what it means`,
    );
    return known;
  }
  const table = new Map<string, Json>();
  const texts: Known['texts'] = [];
  for (const [from, to] of Object.entries(map)) {
    const at = below(place, from);
    const text = textOf(to as Json);
    if (text === undefined || Array.isArray(to)) {
      reading.problems.add(at, `is ${to === '' ? 'empty' : kindOf(to)}, expected a text`);
    } else {
      table.set(from, to as Json);
      texts.push({ path: at, text });
    }
    if (++reading.tables > mappingLimits.table_max_entries) {
      reading.problems.add(
        at,
        `the tables have more than ${mappingLimits.table_max_entries} entries`,
      );
      break;
    }
  }
  const evaluate: Evaluate = (scope, complain) => {
    const text = textOf(known.evaluate(scope, complain));
    spend(scope.budget);
    return text === undefined ? undefined : table.get(text);
  };
  return { evaluate, texts, closed: true, isTime: false };
};

const readFormat: Next = (value, known, path, reading) => {
  const { format, zone } = value;
  if (zone !== undefined && (typeof zone !== 'string' || !isKnownZone(zone))) {
    reading.problems.add(
      below(path, 'zone'),
      'is no zone, expected such as Europe/Berlin, UTC or +02:00',
    );
  }
  if (format === undefined && zone === undefined) return known;
  const formats = Array.isArray(format) ? format : [format ?? 'auto'];
  const readers = formats.slice(0, 8).flatMap((one, at): ReadTime[] => {
    const place = Array.isArray(format) ? below(below(path, 'format'), at) : below(path, 'format');
    const parsed = typeof one === 'string' ? parseTimeFormat(one) : undefined;
    if (parsed?.ok) return [parsed.read];
    reading.problems.add(place, parsed?.message ?? `is ${kindOf(one)}, expected a format of times`);
    return [];
  });
  const fallback = typeof zone === 'string' ? zone : 'UTC';
  const evaluate: Evaluate = (scope, complain) => {
    const given = known.evaluate(scope, complain);
    if (!isThere(given)) return undefined;
    spend(scope.budget, readers.length);
    for (const read of readers) {
      const time = read(Array.isArray(given) ? given[0] : given, {
        zone: fallback,
        received: scope.received,
      });
      if (time !== undefined) return time;
    }
    complain(`${shown(given)} is not of the form ${formats.join(' or ')}`);
    return undefined;
  };
  return { ...open(evaluate), isTime: true };
};

const readJoin: Next = (value, known, path, reading) => {
  const { join } = value;
  if (join === undefined) return known;
  if (typeof join !== 'string' || join.length > 16) {
    reading.problems.add(below(path, 'join'), 'expected a text of at most 16 characters');
    return known;
  }
  return open((scope, complain) => {
    const given = known.evaluate(scope, complain);
    if (!Array.isArray(given)) return given;
    return given
      .flatMap((item) => textOf(item) ?? [])
      .join(join)
      .slice(0, 8_192);
  });
};

/** A value as a message shows it, cut. */
export function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
