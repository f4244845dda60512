// How the name of a field is written: words with dots between them. A name of the user's own (of a
// label, of a header) that is no such word stands in quotes: `label."team:owner"`.
import { OPEN_PREFIXES } from './fields.ts';

const NAME = /[A-Za-z_][A-Za-z0-9_-]*(?:\.(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"))*/sy;
const QUOTED = /"((?:[^"\\]|\\.)*)"/gs;
const WORDS = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

export interface FieldNameRead {
  /** Without quotes: as `findField` takes it. */
  name: string;
  /** One past its last unit. */
  end: number;
}

/** The name that begins at this place of the text, or null. Linear in the name. */
export function readFieldName(text: string, at: number): FieldNameRead | null {
  NAME.lastIndex = at;
  const written = NAME.exec(text)?.[0];
  if (written === undefined) return null;
  const name = written.replace(QUOTED, (_all, inner: string) => inner.replace(/\\(.)/gs, '$1'));
  return { name, end: at + written.length };
}

/** The name as a query takes it: with quotes where it needs them. */
export function writeFieldName(name: string): string {
  for (const { path, short } of OPEN_PREFIXES) {
    for (const prefix of [path, ...short]) {
      if (!name.startsWith(`${prefix}.`)) continue;
      const own = name.slice(prefix.length + 1);
      if (own === '' || WORDS.test(own)) return name;
      return `${prefix}."${own.replace(/["\\]/g, '\\$&')}"`;
    }
  }
  return name;
}

/** The names of a comma list, blanks around them left out; commas in quotes belong to a name. */
export function readFieldNames(list: string): string[] {
  const names: string[] = [];
  for (let at = 0; at <= list.length; at++) {
    while (list[at] === ' ') at++;
    const read = readFieldName(list, at);
    const comma = list.indexOf(',', read?.end ?? at);
    const end = comma < 0 ? list.length : comma;
    const isWhole = read !== null && list.slice(read.end, end).trim() === '';
    names.push(isWhole ? read.name : list.slice(at, end).trim());
    at = end;
  }
  return names;
}
