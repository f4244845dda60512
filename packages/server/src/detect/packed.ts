// Entries on their way to the detecting thread, in memory that both share and that is written again
// for the next ones, so that neither side makes texts or garbage for the other. An entry is its
// index (f64), then what `stored` holds.
import type { LogEntry } from '../lib/entry.ts';

/** What judging needs of an entry. */
export type PackedEntry = Pick<LogEntry, 'index' | 'leaf' | 'record'>;

const INDEX_BYTES = 8;
const LENGTH_BYTES = 4;

/** Kept for the next entries; what needs more gets memory of its own. */
const KEPT_BYTES = 4 * 1024 * 1024;

export type PackEntries = (
  entries: readonly (PackedEntry & Pick<LogEntry, 'stored'>)[],
) => Uint8Array<SharedArrayBuffer>;

/** Packs entries; what it returned is valid until it is called again. */
export function createPacker(): PackEntries {
  let kept = new SharedArrayBuffer(0);
  return (entries) => {
    const stored = entries.map((entry) => entry.stored ?? storedForm(entry));
    const length = stored.reduce((sum, bytes) => sum + INDEX_BYTES + bytes.length, 0);
    if (kept.byteLength < length && length <= KEPT_BYTES) kept = new SharedArrayBuffer(2 * length);
    const memory = length <= kept.byteLength ? kept : new SharedArrayBuffer(length);
    const packed = Buffer.from(memory, 0, length);
    let at = 0;
    for (const [place, bytes] of stored.entries()) {
      at = packed.writeDoubleLE(entries[place]!.index, at);
      packed.set(bytes, at);
      at += bytes.length;
    }
    return new Uint8Array(memory, 0, length);
  };
}

/** Reads what a packer made, one at a time: what was judged is garbage before the next is read. */
export function* unpackEntries(packed: Uint8Array): Generator<PackedEntry> {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.length);
  let at = 0;
  const text = (): string => {
    const from = at + LENGTH_BYTES;
    at = from + bytes.readUInt32LE(at);
    return bytes.toString('utf8', from, at);
  };
  while (at < bytes.length) {
    const index = bytes.readDoubleLE(at);
    at += INDEX_BYTES;
    yield { index, leaf: text(), record: text() };
  }
}

function storedForm({ leaf, record }: PackedEntry): Uint8Array {
  return Buffer.concat(
    [leaf, record].flatMap((text) => {
      const bytes = Buffer.from(text);
      const count = Buffer.allocUnsafe(LENGTH_BYTES);
      count.writeUInt32LE(bytes.length);
      return [count, bytes];
    }),
  );
}
