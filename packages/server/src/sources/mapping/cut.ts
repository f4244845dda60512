// Cutting a body into records without serialising any of them again: JSON values, lists, lines,
// pairs, and lists inside of values.
import { isPlainRecord, itemSlices, memberSlice, valueSlices, type Slice } from '../json-text.ts';
import { logfmtPairs } from '../logfmt.ts';
import type { Json } from '../reader.ts';
import { fail, loneRecord, mayBeJson } from '../records.ts';
import { NotNormalizable, type FailedItem } from '../types.ts';
import type { Path, Segment } from './path.ts';
import type { InputFormat } from './types.ts';

const invalid = { code: 'json_invalid', detail: 'The record is not valid JSON.' };
/** Records of one delivery. */
const recordsMax = 50_000;

export interface CutRecord {
  value: Json;
  /** Its exact text. */
  raw: string;
  /** The value that it was split out of. */
  parent?: Json;
}

export interface Cut {
  records: CutRecord[];
  failed: FailedItem[];
}

export interface CutOptions {
  format: InputFormat;
  split?: Path | undefined;
  /** The sender says that it is JSON: what can't be read is not taken for text. */
  isJson: boolean;
  /** A door cut it out: a text of several lines is one record, unless `format` says lines. */
  isRecord?: boolean;
}

/** The records of a body. @throws NotNormalizable where the whole can't be read */
export function cutRecords(body: string, options: CutOptions): Cut {
  const { format, split, isJson, isRecord = false } = options;
  if (format === 'lines' || format === 'logfmt') return cutLines(body, format);
  const lone = loneRecord(body);
  if (lone !== undefined) {
    const cut: Cut = { records: [], failed: [] };
    pushSplit(cut.records, { value: lone, raw: body.trimEnd() }, split);
    return cut;
  }
  const mayBeLines = format === 'auto' && !isJson;
  const texts = jsonTexts(body) ?? [];
  if (texts.length === 0) {
    if (mayBeLines) return isRecord ? oneText(body) : cutLines(body, 'auto');
    throw new NotNormalizable('json_invalid', 'The body is neither a JSON list nor JSON values.');
  }
  const { records, failed }: Cut = { records: [], failed: [] };
  for (const raw of texts) {
    const one = parsedOrNull(raw);
    if (one !== null) pushSplit(records, { value: one.value, raw }, split);
    else if (mayBeLines) return isRecord ? oneText(body) : cutLines(body, 'auto');
    else fail({ items: records, failed }, raw, invalid);
    checkCount(records.length);
  }
  return { records, failed };
}

function checkCount(count: number): void {
  if (count > recordsMax) {
    throw new NotNormalizable('too_many_records', `More than ${recordsMax} records at once.`);
  }
}

function jsonTexts(body: string): string[] | null {
  const slices = itemSlices(body) ?? valueSlices(body);
  if (slices === null) return null;
  checkCount(slices.length);
  return slices.map(({ start, end }) => body.slice(start, end));
}

/** Boxed, so that the value null is told from a text that is no JSON. */
function parsedOrNull(raw: string): { value: Json } | null {
  if (!mayBeJson(raw)) return null;
  try {
    return { value: JSON.parse(raw) as Json };
  } catch {
    return null;
  }
}

const oneText = (body: string): Cut => ({
  records: [{ value: body.trimEnd(), raw: body.trimEnd() }],
  failed: [],
});

/** Lines; in `auto` a line that is a JSON object is read as one. */
function cutLines(body: string, format: 'auto' | 'lines' | 'logfmt'): Cut {
  const lines = body.split('\n').flatMap((line) => {
    const raw = line.endsWith('\r') ? line.slice(0, -1) : line;
    return raw.trim() === '' ? [] : [raw];
  });
  checkCount(lines.length);
  return { records: lines.map((raw) => ({ value: lineValue(raw, format), raw })), failed: [] };
}

function lineValue(raw: string, format: 'auto' | 'lines' | 'logfmt'): Json {
  if (format === 'auto' && raw.startsWith('{') && isPlainRecord(raw)) {
    return parsedOrNull(raw)?.value ?? raw;
  }
  return (format === 'logfmt' ? logfmtPairs(raw) : undefined) ?? raw;
}

/** The items of a list in the record; the record itself where it has no such list. */
function pushSplit(records: CutRecord[], whole: CutRecord, split: Path | undefined): void {
  const slices = split === undefined ? null : slicesAt(whole.raw, split.segments);
  if (slices === null) {
    records.push(whole);
    return;
  }
  for (const { start, end } of slices) {
    const raw = whole.raw.slice(start, end);
    const value = parsedOrNull(raw)?.value ?? null;
    records.push({ value, raw, parent: whole.value });
    checkCount(records.length);
  }
}

function slicesAt(raw: string, segments: readonly Segment[]): Slice[] | null {
  let found: Slice[] = [{ start: skipBlank(raw, 0), end: raw.length }];
  const last = segments.at(-1);
  // `events` means the same as `events[*]`.
  const steps =
    last !== undefined && 'all' in last ? segments : [...segments, { all: true as const }];
  for (const segment of steps) {
    const next = found.map((slice) => stepInto(raw, slice, segment));
    if (next.some((one) => one === null)) return null;
    found = next.flatMap((one) => one ?? []);
    checkCount(found.length);
  }
  return found;
}

function stepInto(raw: string, slice: Slice, segment: Segment): Slice[] | null {
  if ('key' in segment) {
    const inner = memberSlice(raw, slice, segment.key);
    return inner === null ? null : [inner];
  }
  const items = itemSlices(raw, slice.start);
  if (items === null || 'all' in segment) return items;
  const item = items.at(segment.index);
  return item === undefined ? null : [item];
}

function skipBlank(raw: string, from: number): number {
  let at = from;
  while (at < raw.length && ' \t\r\n'.includes(raw[at] as string)) at++;
  return at;
}
