// YAML files as documents whose every part knows its line and column.
import { isMap, isScalar, LineCounter, parseAllDocuments, type Document, type Node } from 'yaml';
import { SigmaError, type Position } from '../errors.ts';
import { SIGMA_LIMITS, type SigmaLimits } from '../limits.ts';

export type Path = readonly (string | number)[];

/** One YAML document. */
export interface SourceDocument {
  data: unknown;
  /** The document's own text. */
  text: string;
  /** Where the part stands that a path names; the nearest one around it where it is missing. */
  position(path: Path): Position;
}

/**
 * Reads all documents of a file.
 *
 * @throws SigmaError `yaml` with the place of the first thing that is no YAML, `limit`
 */
export function readDocuments(text: string, limits: SigmaLimits = SIGMA_LIMITS): SourceDocument[] {
  if (text.length > limits.file_length) {
    throw new SigmaError('limit', `The file passes the limit file_length (${limits.file_length}).`);
  }
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: true });
  if (!Array.isArray(parsed)) return [];
  if (parsed.length > limits.documents) {
    throw new SigmaError('limit', `The file passes the limit documents (${limits.documents}).`);
  }
  return parsed
    .filter((document) => document.contents !== null)
    .map((document) => documentOf(document, text, lines, limits));
}

function documentOf(
  document: Document.Parsed,
  text: string,
  lines: LineCounter,
  limits: SigmaLimits,
): SourceDocument {
  const [wrong] = document.errors;
  if (wrong !== undefined) {
    const message = wrong.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
    throw new SigmaError('yaml', message, [], placeOf(lines, wrong.pos[0]));
  }
  const start = document.contents?.range?.[0] ?? 0;
  const end = document.contents?.range?.[2] ?? text.length;
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new SigmaError('yaml', message, [], placeOf(lines, start));
  }
  if (deeperThan(data, limits.depth)) {
    const message = `The document passes the limit depth (${limits.depth}).`;
    throw new SigmaError('limit', message, [], placeOf(lines, start));
  }
  return {
    data,
    text: text.slice(start, end),
    position: (path) => placeOf(lines, offsetOf(document, path) ?? start),
  };
}

function placeOf(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** A key's place where the last step is one of a map, else the value's. */
function offsetOf(document: Document.Parsed, path: Path): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true) as Node | undefined;
    const step = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && key.value === step);
      if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0];
    }
    const node = document.getIn(path.slice(0, length), true) as Node | undefined;
    if (node?.range) return node.range[0];
  }
  return undefined;
}

function deeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((each) => deeperThan(each, depth - 1));
}
