// Where reading a file goes on, and what tells the file again after it was renamed, copied or
// compressed: its inode, a digest of its beginning, and a digest of the bytes before the place.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Kept as JSON in the control store. */
export interface FileCursor {
  /** Names the content in ids of records: it stays when the file moves. */
  id: string;
  /** `device:inode` where the content was last. */
  inode: string;
  path: string;
  /** Bytes read, of the content as it was before any compression. */
  offset: number;
  /** How often the file was emptied under its inode. */
  turn: number;
  /** Digest of the first bytes, and of how many. */
  head: string;
  head_bytes: number;
  /** Digest of the last bytes before `offset`. */
  tail: string;
  /** Inside a line that was cut. */
  cutting: boolean;
  /** Nothing more will come: a compressed file that was read, or a content that is gone. */
  done: boolean;
  /** Read from a compressed file. */
  packed: boolean;
}

const markBytes = 256;

export const digestOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64url').slice(0, 22);

/** The first line, or the first 256 bytes of it; null while there is neither. */
export function headOf(bytes: Buffer): { head: string; head_bytes: number } | null {
  const end = bytes.indexOf(0x0a);
  const head_bytes = Math.min(markBytes, end < 0 ? bytes.length : end + 1);
  if (end < 0 && head_bytes < markBytes) return null;
  return { head: digestOf(bytes.subarray(0, head_bytes)), head_bytes };
}

/** The bytes before a place that `tail` is made of. */
export const tailSpan = (offset: number): { from: number; length: number } => {
  const length = Math.min(markBytes, offset);
  return { from: offset - length, length };
};

/** Reads a span; shorter where the file ends. */
export async function bytesAt(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Whether a file still holds what was read of it up to the cursor. */
export async function holds(handle: FileHandle, cursor: FileCursor): Promise<boolean> {
  const head = await bytesAt(handle, 0, cursor.head_bytes);
  if (digestOf(head) !== cursor.head) return false;
  const { from, length } = tailSpan(cursor.offset);
  const tail = await bytesAt(handle, from, length);
  return tail.length === length && digestOf(tail) === cursor.tail;
}

/** A content of which nothing was read yet. */
export const unread = (
  place: Pick<FileCursor, 'id' | 'inode' | 'path' | 'turn'>,
  head: Pick<FileCursor, 'head' | 'head_bytes'>,
): FileCursor => ({
  ...place,
  ...head,
  offset: 0,
  tail: digestOf(new Uint8Array(0)),
  cutting: false,
  done: false,
  packed: false,
});

/** The cursor moved on; `last` are the bytes before the new place, as many as there are. */
export const movedTo = (
  cursor: FileCursor,
  offset: number,
  last: Uint8Array,
  cutting: boolean,
): FileCursor => ({ ...cursor, offset, cutting, tail: digestOf(last) });

/** What was stored, or null where it is none of this form. */
export function restored(stored: unknown): FileCursor | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { id, inode, path, offset, turn, head, head_bytes, tail, cutting, done, packed } =
    stored as Partial<FileCursor>;
  const texts = [id, inode, path, head, tail].every((value) => typeof value === 'string');
  const numbers = [offset, turn, head_bytes].every((value) => Number.isSafeInteger(value));
  if (!texts || !numbers) return null;
  return {
    ...(stored as FileCursor),
    cutting: cutting === true,
    done: done === true,
    packed: packed === true,
  };
}
