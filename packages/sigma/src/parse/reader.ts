// Reads the parts of a map as the schemas of Sigma want them, and notes each that is not so.
import { SigmaError, type SigmaErrorCode } from '../errors.ts';
import type { Path, SourceDocument } from './documents.ts';

export type YamlMap = Record<string, unknown>;

export const isMap = (value: unknown): value is YamlMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A map of a document; what is wrong in it is noted with its place, and read as absent. */
export class Reader {
  readonly map: YamlMap;
  readonly path: Path;
  readonly errors: SigmaError[];
  readonly #document: SourceDocument;

  constructor(document: SourceDocument, map: YamlMap, path: Path, errors: SigmaError[]) {
    this.#document = document;
    this.map = map;
    this.path = path;
    this.errors = errors;
  }

  note(code: SigmaErrorCode, message: string, key?: string | number): void {
    const path = key === undefined ? this.path : [...this.path, key];
    this.errors.push(new SigmaError(code, message, path, this.#document.position(path)));
  }

  text(key: string, most = 65_535): string | undefined {
    const value = this.map[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') {
      this.note('schema', `\`${key}\` is not text; put it in quotes.`, key);
      return undefined;
    }
    if (value.length <= most) return value;
    this.note('schema', `\`${key}\` has more than ${most} characters.`, key);
    return undefined;
  }

  required(key: string, most?: number): string | undefined {
    const value = this.text(key, most);
    const isMissing = this.map[key] === undefined || this.map[key] === null || value === '';
    if (isMissing) this.note('schema', `\`${key}\` is missing.`, key);
    return value;
  }

  oneOf<T extends string>(key: string, known: readonly T[]): T | undefined {
    const value = this.text(key);
    if (value === undefined) return undefined;
    if ((known as readonly string[]).includes(value)) return value as T;
    this.note('schema', `\`${key}\` is ${quoted(value)}; known are ${known.join(', ')}.`, key);
    return undefined;
  }

  /** A text, or a list of texts. */
  texts(key: string): string[] {
    const value = this.map[key];
    if (value === undefined || value === null) return [];
    const list = Array.isArray(value) ? value : [value];
    const texts = list.filter((each) => typeof each === 'string');
    if (texts.length !== list.length) this.note('schema', `\`${key}\` is no list of texts.`, key);
    return texts;
  }

  child(key: string, isRequired = false): Reader | undefined {
    const value = this.map[key];
    if (isMap(value)) return this.within(value, key);
    if (value !== undefined && value !== null) {
      this.note('schema', `\`${key}\` is not a map.`, key);
    } else if (isRequired) {
      this.note('schema', `\`${key}\` is missing.`, key);
    }
    return undefined;
  }

  number(key: string, range: { least: number; most: number }): number | undefined {
    const value = this.map[key];
    if (value === undefined) return undefined;
    const isRight = typeof value === 'number' && value >= range.least && value <= range.most;
    if (isRight) return value;
    this.note('schema', `\`${key}\` is not a number of ${range.least} to ${range.most}.`, key);
    return undefined;
  }

  /** A time span: `30s`, `15m`, `2h`, `14d`. In milliseconds. */
  span(key: string): number | undefined {
    const value = this.map[key];
    if (value === undefined) return undefined;
    const parsed = typeof value === 'string' ? parseSpan(value) : undefined;
    if (parsed !== undefined) return parsed;
    this.note('schema', `\`${key}\` is no time span such as 30s, 15m, 2h or 14d.`, key);
    return undefined;
  }

  /** Notes each key that is none of these. */
  onlyKeys(known: readonly string[]): void {
    for (const key of Object.keys(this.map)) {
      if (known.includes(key)) continue;
      this.note('schema', `\`${key}\` is not known here; known are ${known.join(', ')}.`, key);
    }
  }

  within(map: YamlMap, ...steps: (string | number)[]): Reader {
    return new Reader(this.#document, map, [...this.path, ...steps], this.errors);
  }
}

const UNITS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @returns milliseconds, undefined where the text is no span of Sigma */
export function parseSpan(text: string): number | undefined {
  const found = /^(\d{1,9})([smhd])$/.exec(text);
  if (found === null) return undefined;
  const span = Number(found[1]) * UNITS[found[2]!]!;
  return span > 0 ? span : undefined;
}

export const quoted = (text: string): string =>
  `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"`;
