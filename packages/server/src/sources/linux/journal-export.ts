// The journal's export format (`journalctl -o export`, systemd-journal-upload): `NAME=value` lines,
// or a name, a length of eight bytes and as many bytes where a value has line breaks; an empty line
// ends an entry.
import type { JsonObject } from '../reader.ts';

export interface ExportedEntry {
  record: JsonObject;
  /** The entry's exact text. */
  raw: string;
}

const newline = 0x0a;
const lengthBytes = 8;
const name = /^[A-Z_][A-Z0-9_]{0,63}$/;

/** Whether a body begins like an export: the journal writes its addresses first. */
export function isExport(text: string): boolean {
  return /^\s*__(?:CURSOR|REALTIME_TIMESTAMP)=/.test(text);
}

/** The entries; what can't be followed ends the entry that it stands in. */
export function exportedEntries(body: Buffer): ExportedEntry[] {
  const entries: ExportedEntry[] = [];
  let start = 0;
  let record: JsonObject = {};
  const close = (end: number) => {
    if (Object.keys(record).length > 0) {
      entries.push({ record, raw: body.subarray(start, end).toString('utf8').trim() });
    }
    record = {};
  };
  let at = 0;
  while (at < body.length) {
    const found = body.indexOf(newline, at);
    const end = found < 0 ? body.length : found;
    if (end === at) {
      close(at);
      start = at + 1;
      at = start;
      continue;
    }
    const line = body.subarray(at, end).toString('utf8');
    const equals = line.indexOf('=');
    if (equals > 0 && name.test(line.slice(0, equals))) {
      record[line.slice(0, equals)] = line.slice(equals + 1);
      at = end + 1;
      continue;
    }
    const value = name.test(line) ? longValue(body, end + 1) : undefined;
    if (value !== undefined) record[line] = value.text;
    at = value?.end ?? end + 1;
  }
  close(body.length);
  return entries;
}

function longValue(body: Buffer, from: number): { text: string; end: number } | undefined {
  if (from + lengthBytes > body.length) return undefined;
  const length = Number(body.readBigUInt64LE(from));
  const start = from + lengthBytes;
  if (start + length > body.length) return undefined;
  return { text: body.subarray(start, start + length).toString('utf8'), end: start + length + 1 };
}
