// Lines of a piece of a file, each with its place: a record keeps its id however often, and in
// whatever pieces, its file is read.
import { createHash } from 'node:crypto';
import { isUtf8 } from 'node:buffer';

export interface Line {
  text: string;
  /** Where it begins in the file: bytes. */
  offset: number;
}

export interface Piece {
  lines: Line[];
  /** Bytes that the lines take, line breaks included. */
  taken: number;
  /** Whether the last line goes on beyond its limit: what follows to its end is passed over. */
  cutting: boolean;
  /** Lines that were cut. */
  cut: number;
}

export interface PieceOptions {
  /** Where the bytes stand in the file. */
  offset: number;
  /** No more bytes will come: the last line needs no line break. */
  final: boolean;
  /** The bytes begin inside a line that was cut. */
  cutting: boolean;
  lineBytes: number;
  linesMax: number;
}

const newline = 0x0a;

/** The whole lines at the beginning of some bytes. */
export function pieceOf(bytes: Buffer, options: PieceOptions): Piece {
  const { offset, final, lineBytes, linesMax } = options;
  const piece: Piece = { lines: [], taken: 0, cutting: options.cutting, cut: 0 };
  while (piece.taken < bytes.length && piece.lines.length < linesMax) {
    if (!piece.cutting) piece.taken = behindHole(bytes, piece.taken);
    const start = piece.taken;
    if (start === bytes.length) break;
    const found = bytes.indexOf(newline, start);
    const end = found < 0 ? bytes.length : found;
    const whole = found >= 0 || final;
    if (!whole && end - start <= lineBytes && !piece.cutting) break;
    if (!piece.cutting) {
      const line = bytes.subarray(start, Math.min(end, start + lineBytes));
      const long = end - start > lineBytes;
      if (long) piece.cut++;
      const text = textOf(line);
      if (text !== '') piece.lines.push({ text: long ? `${text}…` : text, offset: offset + start });
    }
    piece.taken = found < 0 ? bytes.length : end + 1;
    piece.cutting = !whole;
  }
  return piece;
}

/** NULs are the hole that a writer leaves which goes on at its old place in an emptied file. */
function behindHole(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0) at++;
  return at;
}

/** UTF-8, or Latin-1 where it is not. */
function textOf(bytes: Buffer): string {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x0d || bytes[end - 1] === 0)) end--;
  const line = bytes.subarray(0, end);
  return line.toString(isUtf8(line) ? 'utf8' : 'latin1');
}

/** Ids of records by the place of their first line; asked in the order of the records. */
export function namesOf(file: string, lines: readonly Line[]): (raw: string) => string {
  const body = lines.map(({ text }) => text).join('\n');
  const starts: number[] = [];
  let start = 0;
  for (const { text } of lines) {
    starts.push(start);
    start += text.length + 1;
  }
  const given = new Map<string, number>();
  let from = 0;
  return (raw) => {
    const next = body.indexOf(raw, from);
    const place = next >= 0 ? next : body.indexOf(raw);
    if (next >= 0) from = next + Math.max(1, raw.length);
    const line = lines[lineAt(starts, place < 0 ? from : place)];
    const digest = createHash('sha256').update(raw, 'utf8').digest('base64url').slice(0, 12);
    const name = `file:${file}:${line?.offset ?? 0}:${digest}`;
    const before = given.get(name) ?? 0;
    given.set(name, before + 1);
    return before === 0 ? name : `${name}:${before}`;
  };
}

/** The last start that is not behind a place. */
function lineAt(starts: readonly number[], place: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
