// Cutting CSV (RFC 4180) with a row of names into JSON objects, one a row: the names as they stand,
// empty cells left out. What reads the records knows the product's columns.
import { CutError, RECORD_BYTES } from './cut-error.ts';

type Row = string[];

/** Gives the rows some at a time. @throws CutError */
export async function* cutCsv(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer[]> {
  let names: Row | null = null;
  for await (const rows of rowsOf(chunks)) {
    names ??= namesOf(rows.shift() ?? []);
    const known = names;
    const records = rows.filter((row) => row.some((cell) => cell !== ''));
    if (records.length > 0) yield records.map((row) => recordOf(known, row));
  }
}

function namesOf(row: Row): Row {
  const names = row.map((name) => name.trim());
  if (names.length < 2 || new Set(names).size !== names.length || names.includes('')) {
    throw new CutError('The first row does not name the columns', 0);
  }
  return names;
}

function recordOf(names: Row, row: Row): Buffer {
  const cells = row.slice(0, names.length).flatMap((cell, place) => {
    return cell === '' ? [] : [[names[place]!, cell] as const];
  });
  return Buffer.from(JSON.stringify(Object.fromEntries(cells)));
}

async function* rowsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Row[]> {
  const decoder = new TextDecoder('utf-8');
  const state = { text: '', before: 0 };
  for await (const chunk of chunks) {
    state.text += decoder.decode(chunk, { stream: true });
    const rows = takeRows(state, false);
    if (rows.length > 0) yield rows;
    if (state.text.length > RECORD_BYTES) {
      throw new CutError(`A row has more than ${RECORD_BYTES} characters`, state.before);
    }
  }
  state.text += decoder.decode();
  const rows = takeRows(state, true);
  if (rows.length > 0) yield rows;
}

/** Takes the whole rows off the text; the last one too where the file ends. */
function takeRows(state: { text: string; before: number }, isEnd: boolean): Row[] {
  const rows: Row[] = [];
  let from = 0;
  for (;;) {
    const next = rowAt(state.text, from, isEnd);
    if (next === null) break;
    rows.push(next.row);
    from = next.end;
  }
  if (isEnd && from < state.text.length) {
    throw new CutError('The file ends inside a quoted cell', state.before + from);
  }
  state.text = state.text.slice(from);
  state.before += from;
  return rows;
}

const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

/** The row that begins at a place; null where it is not all there. */
function rowAt(text: string, from: number, isEnd: boolean): { row: Row; end: number } | null {
  if (from >= text.length) return null;
  const row: Row = [];
  cell.lastIndex = from;
  for (;;) {
    const found = cell.exec(text);
    if (found === null) return null;
    const [, quoted, plain = '', end] = found;
    // At the end of what is there, more of this cell may follow.
    if (!isEnd && cell.lastIndex >= text.length) return null;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') return { row, end: cell.lastIndex };
  }
}
