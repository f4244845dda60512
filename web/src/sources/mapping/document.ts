// A mapping as the form sees it: one text for each field, with a table or a format beside it. What
// the form can't show stays as it is and is written as JSON.

export type Document = Record<string, unknown>;

/** A field's value as a row of the form. */
export interface RowValue {
  /** A text with places: `{user.login}`. */
  source: string;
  map?: Record<string, string>;
  format?: string;
  zone?: string;
  fallback?: string;
}

export const emptyDocument: Document = { v: 1, fields: {} };

/** The fields of a document; none for what is no document. */
export function fieldsOf(document: Document): Record<string, unknown> {
  return objectOf(document['fields']) ?? {};
}

/** The document with a field set, or without it where the value is undefined. */
export function withField(document: Document, name: string, value: unknown): Document {
  const fields = { ...fieldsOf(document) };
  if (value === undefined) delete fields[name];
  else fields[name] = value;
  return { ...document, fields };
}

/** The document with a member set; an empty text or undefined takes it away. */
export function withMember(document: Document, name: string, value: unknown): Document {
  const { [name]: _before, ...rest } = document;
  return value === undefined || value === '' ? rest : { ...rest, [name]: value };
}

const shown = new Set(['path', 'template', 'map', 'format', 'zone', 'default']);

/** The row of a value; null where only JSON can show it. */
export function rowOf(value: unknown): RowValue | null {
  if (value === undefined) return { source: '' };
  if (typeof value === 'string') return { source: value };
  const given = objectOf(value);
  if (given === undefined || Object.keys(given).some((name) => !shown.has(name))) return null;
  const { path, template, map, format, zone, default: fallback } = given;
  const source = typeof path === 'string' ? `{${path}}` : template;
  if (typeof source !== 'string') return null;
  const table = map === undefined ? undefined : tableOf(map);
  if (table === null || !isTextOrNone(format) || !isTextOrNone(zone) || !isTextOrNone(fallback)) {
    return null;
  }
  return {
    source,
    ...(table === undefined ? {} : { map: table }),
    ...(format === undefined ? {} : { format }),
    ...(zone === undefined ? {} : { zone }),
    ...(fallback === undefined ? {} : { fallback }),
  };
}

const isTextOrNone = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === 'string';

function tableOf(map: unknown): Record<string, string> | null {
  const given = objectOf(map);
  if (given === undefined) return null;
  const entries = Object.entries(given);
  if (entries.some(([, to]) => typeof to === 'object')) return null;
  return Object.fromEntries(entries.map(([from, to]) => [from, String(to)]));
}

/** The value of a row; undefined where it is empty. */
export function valueOf({ source, map, format, zone, fallback }: RowValue): unknown {
  const more = {
    ...(map === undefined ? {} : { map }),
    ...(format === undefined || format === '' ? {} : { format }),
    ...(zone === undefined || zone === '' ? {} : { zone }),
    ...(fallback === undefined || fallback === '' ? {} : { default: fallback }),
  };
  if (Object.keys(more).length === 0) return source === '' ? undefined : source;
  const path = onlyPlace(source);
  return path === undefined ? { template: source, ...more } : { path, ...more };
}

/** The path of a text that is one place and nothing else. */
export function onlyPlace(source: string): string | undefined {
  return /^\{([^{}]+)\}$/.exec(source)?.[1];
}

function objectOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

type Scalar = string | number | boolean | null;

export interface Leaf {
  path: string;
  value: Scalar;
}

const leavesMax = 400;
const depthMax = 8;

/** Every value of a record with its path, as far as a page can show them. */
export function leavesOf(value: unknown, path = '', depth = 0, into: Leaf[] = []): Leaf[] {
  if (into.length >= leavesMax) return into;
  if (isScalar(value)) {
    if (path !== '') into.push({ path, value });
  } else if (depth >= depthMax) into.push({ path, value: JSON.stringify(value) });
  else {
    for (const [name, member] of Object.entries(value as object)) {
      const next = Array.isArray(value) ? `${path}[${name}]` : joined(path, name);
      leavesOf(member, next, depth + 1, into);
    }
  }
  return into;
}

const isScalar = (value: unknown): value is Scalar => value === null || typeof value !== 'object';

function joined(path: string, name: string): string {
  const isRoot = path === '' && /^@(?:headers|match|parent|record|text|key)$/.test(name);
  if (name === '' || isRoot || /[.[\]{}"]/.test(name)) {
    return `${path}["${name.replace(/["\\]/g, String.raw`\$&`)}"]`;
  }
  return path === '' ? name : `${path}.${name}`;
}

/** The texts that stand at a path in these records, most common first. */
export function seenAt(records: readonly unknown[], path: string): string[] {
  const counts = new Map<string, number>();
  for (const record of records) {
    const leaf = leavesOf(record).find((one) => one.path === path);
    if (leaf === undefined || leaf.value === null) continue;
    const text = String(leaf.value);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([text]) => text);
}

/** A record's text as JSON, or itself where it is none. */
export function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw) as unknown;
  } catch {
    return raw;
  }
}
