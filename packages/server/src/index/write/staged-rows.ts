// Rows of entries that are not committed yet stand behind those that are, in the same memory: once
// committed they only have to be counted in, and no event is kept in between.
import type { LogEntry } from '../../lib/entry.ts';
import { copyEventRow, writeEventRow } from '../rows/event-row.ts';
import type { RowBinaryWriter } from '../rows/row-binary.ts';

/** Staged rows while others are written before them. */
export interface Aside {
  from: number;
  bytes: Buffer;
  /** Where each row ends in the bytes. */
  ends: number[];
}

export class StagedRows {
  readonly #rows: RowBinaryWriter;
  /** Bytes of the committed rows before the staged ones. */
  #before = 0;
  /** Log index of the first staged row. */
  #from = 0;
  /** Where the row of each staged entry ends. */
  #ends: number[] = [];

  constructor(rows: RowBinaryWriter) {
    this.#rows = rows;
  }

  /** Bytes of committed rows. */
  get bytesBefore(): number {
    return this.#before;
  }

  /** Writes the row of a committed entry. None may be staged. @throws with nothing written */
  insert(entry: LogEntry): void {
    try {
      writeEventRow(this.#rows, entry);
      this.#before = this.#rows.length;
    } finally {
      this.#rows.truncate(this.#before);
    }
  }

  /** Never throws: an entry that can't be written is met again when it is committed. */
  stage(entry: LogEntry): void {
    if (entry.index !== this.#from + this.#ends.length) this.unstage(0);
    if (this.#ends.length === 0) this.#from = entry.index;
    try {
      const { row, outline } = entry;
      if (row === undefined || outline === undefined) writeEventRow(this.#rows, entry);
      else copyEventRow(this.#rows, row, entry.index, outline.received);
      this.#ends.push(this.#rows.length);
    } catch {
      this.unstage(0);
    }
  }

  /** Counts the rows of entries [next, to) in; false where not all of them are staged. */
  confirm(next: number, to: number): boolean {
    const count = to - next;
    if (this.#from !== next || this.#ends.length < count) return false;
    this.#before = this.#ends[count - 1]!;
    this.#ends.splice(0, count);
    this.#from = to;
    return true;
  }

  /** Forgets staged rows from an index on. */
  unstage(from: number): void {
    const kept = Math.min(Math.max(0, from - this.#from), this.#ends.length);
    this.#rows.truncate(kept === 0 ? this.#before : this.#ends[kept - 1]!);
    this.#ends.length = kept;
  }

  /** Takes the staged rows from an index on away, and forgets those below it. */
  setAside(from: number): Aside {
    const passed = Math.min(Math.max(0, from - this.#from), this.#ends.length);
    const start = passed === 0 ? this.#before : this.#ends[passed - 1]!;
    const bytes = Buffer.from(this.#rows.bytesFrom(start));
    const ends = this.#ends.slice(passed).map((end) => end - start);
    const aside = { from: this.#from + passed, bytes, ends };
    this.unstage(0);
    return aside;
  }

  /** Puts them behind the committed rows again. */
  putBack({ from, bytes, ends }: Aside): void {
    const start = this.#rows.length;
    this.#rows.raw(bytes);
    this.#from = from;
    this.#ends = ends.map((end) => end + start);
  }

  /** The bytes of the committed rows, which are the caller's from now on. */
  takeCommitted(): Buffer {
    const before = this.#before;
    const bytes = this.#rows.take(before);
    this.#ends = this.#ends.map((end) => end - before);
    this.#before = 0;
    return bytes;
  }
}
