// Rows of CSV text (RFC 4180) with the exact text of each. A line break inside quotes belongs to
// its field, so that what a user typed never begins a row.

export interface CsvRow {
  raw: string;
  fields: string[];
  /** Whether the text ended inside quotes. */
  cut: boolean;
}

const quote = 0x22;
const comma = 0x2c;
const newline = 0x0a;

/** All rows; empty lines are left out. Linear in the text. */
export function csvRows(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let at = 0;
  while (at < text.length) {
    const { row, end } = rowAt(text, at);
    if (row.raw.trim() !== '') rows.push(row);
    at = end;
  }
  return rows;
}

/** The fields of one row of text; rows after it are left. */
export function csvFields(text: string): string[] {
  return rowAt(text, 0).row.fields;
}

function rowAt(text: string, start: number): { row: CsvRow; end: number } {
  const fields: string[] = [];
  let at = start;
  let cut = false;
  for (;;) {
    const field = fieldAt(text, at);
    fields.push(field.value);
    cut ||= field.cut;
    at = field.end;
    if (at >= text.length || text.charCodeAt(at) !== comma) break;
    at++;
  }
  const end = at < text.length ? at + 1 : at; // the line break
  const raw = text.slice(start, at);
  return { row: { raw: raw.endsWith('\r') ? raw.slice(0, -1) : raw, fields, cut }, end };
}

function fieldAt(text: string, start: number): { value: string; end: number; cut: boolean } {
  let at = start;
  if (text.charCodeAt(at) !== quote) {
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === comma || code === newline) break;
      at++;
    }
    const value = text.slice(start, at);
    return { value: value.endsWith('\r') ? value.slice(0, -1) : value, end: at, cut: false };
  }
  let value = '';
  let from = ++at;
  for (;;) {
    const close = text.indexOf('"', at);
    if (close < 0) return { value: value + text.slice(from), end: text.length, cut: true };
    if (text.charCodeAt(close + 1) === quote) {
      value += text.slice(from, close + 1);
      at = close + 2;
      from = at;
      continue;
    }
    value += text.slice(from, close);
    at = close + 1;
    while (at < text.length && text.charCodeAt(at) !== comma && text.charCodeAt(at) !== newline)
      at++;
    return { value, end: at, cut: false };
  }
}
