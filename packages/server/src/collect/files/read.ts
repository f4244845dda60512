// Reading on in one file: whole records from the cursor, handed in, and the cursor saved once they
// are durable.
import type { FileHandle } from 'node:fs/promises';
import type { Limits } from '../../lib/limits.ts';
import { bytesAt, movedTo, tailSpan, type FileCursor } from './cursor.ts';
import { FILES_BATCH_LINES, FILES_LINE_BYTES } from './limits.ts';
import { pieceOf, type Line } from './lines.ts';

export interface ReadContext {
  limits: Limits;
  /** How many of these lines are whole records, as the product's records go. */
  wholeLines: (lines: readonly string[]) => number;
  /** True once the lines are durable. */
  send: (cursor: FileCursor, lines: readonly Line[]) => Promise<boolean>;
  save: (cursor: FileCursor) => Promise<void>;
}

const pieceBytes = 1_048_576;

/**
 * Reads one piece at the cursor.
 *
 * @param settled nothing more is to be waited for: a record that may go on is taken as it is
 * @param final nothing more will ever come: the last line needs no line break
 * @returns the cursor after it; the same one where nothing could be taken
 */
export async function readPiece(
  context: ReadContext,
  handle: FileHandle,
  cursor: FileCursor,
  { settled, final }: { settled: boolean; final: boolean },
): Promise<FileCursor> {
  const lineBytes = context.limits.value(FILES_LINE_BYTES);
  const size = Math.max(pieceBytes, lineBytes + 1);
  const bytes = await bytesAt(handle, cursor.offset, size);
  const last = bytes.length < size;
  const taken = await takeBytes(context, cursor, bytes, {
    settled: settled && last,
    final: final && last,
  });
  if (taken === null || taken === 'refused') return cursor;
  const { from, length } = tailSpan(taken.offset);
  const moved = movedTo(cursor, taken.offset, await bytesAt(handle, from, length), taken.cutting);
  await context.save(moved);
  return moved;
}

/**
 * Hands in the records at the beginning of some bytes; null where none is whole, `refused` where
 * the source takes nothing.
 */
export async function takeBytes(
  { limits, wholeLines, send }: ReadContext,
  cursor: FileCursor,
  bytes: Buffer,
  { settled, final }: { settled: boolean; final: boolean },
): Promise<{ offset: number; cutting: boolean } | 'refused' | null> {
  const linesMax = limits.value(FILES_BATCH_LINES);
  const piece = pieceOf(bytes, {
    offset: cursor.offset,
    final,
    cutting: cursor.cutting,
    lineBytes: limits.value(FILES_LINE_BYTES),
    linesMax,
  });
  if (piece.taken === 0) return null;
  if (piece.cut > 0) limits.reached(FILES_LINE_BYTES);
  const { lines } = piece;
  const whole = settled ? lines.length : wholeLines(lines.map(({ text }) => text));
  // A record that fills a whole piece is taken as far as it is here.
  const full =
    lines.length >= linesMax || piece.taken >= pieceBytes - limits.value(FILES_LINE_BYTES);
  const count = whole === 0 && full ? lines.length : whole;
  if (count === 0 && lines.length > 0) return null;
  if (count > 0 && !(await send(cursor, lines.slice(0, count)))) return 'refused';
  const rest = lines[count];
  return rest === undefined
    ? { offset: cursor.offset + piece.taken, cutting: piece.cutting }
    : { offset: rest.offset, cutting: false };
}
