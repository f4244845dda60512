// Snappy's block format (format_description.txt of google/snappy): Loki's clients send it. Only
// reading; nothing is allocated before the length that the block claims is known to be possible.

/** A copy of three bytes gives at most 64: no block grows more than this. */
const GROWTH_MAX = 22;

/** Why a block can't be read. */
export class SnappyError extends Error {
  readonly reason: 'broken' | 'too_large';

  constructor(reason: 'broken' | 'too_large') {
    super(reason === 'broken' ? 'It is no Snappy block.' : 'It is too large once decompressed.');
    this.reason = reason;
  }
}

const broken = (): SnappyError => new SnappyError('broken');

/**
 * The bytes of a block.
 *
 * @param limit bytes that may come out
 * @throws SnappyError
 */
export function unsnappy(block: Uint8Array, limit: number): Buffer {
  const { length, at: start } = claimedLength(block);
  if (length > limit) throw new SnappyError('too_large');
  if (length > block.length * GROWTH_MAX) throw broken();
  const out = Buffer.alloc(length);
  let at = start;
  let to = 0;
  while (at < block.length) {
    const tag = block[at++] as number;
    if ((tag & 3) === 0) {
      const { size, next } = literal(block, tag, at);
      if (next + size > block.length || to + size > length) throw broken();
      out.set(block.subarray(next, next + size), to);
      at = next + size;
      to += size;
      continue;
    }
    const { size, offset, next } = copy(block, tag, at);
    if (offset === 0 || offset > to || to + size > length) throw broken();
    repeat(out, to, offset, size);
    at = next;
    to += size;
  }
  if (to !== length) throw broken();
  return out;
}

function claimedLength(block: Uint8Array): { length: number; at: number } {
  let length = 0;
  for (let at = 0; at < 5; at++) {
    const byte = block[at];
    if (byte === undefined) throw broken();
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return { length, at: at + 1 };
  }
  throw broken();
}

function literal(block: Uint8Array, tag: number, at: number): { size: number; next: number } {
  const short = tag >> 2;
  if (short < 60) return { size: short + 1, next: at };
  const bytes = short - 59;
  return { size: little(block, at, bytes) + 1, next: at + bytes };
}

function copy(
  block: Uint8Array,
  tag: number,
  at: number,
): { size: number; offset: number; next: number } {
  if ((tag & 3) === 1) {
    const offset = ((tag >> 5) << 8) + little(block, at, 1);
    return { size: ((tag >> 2) & 7) + 4, offset, next: at + 1 };
  }
  const bytes = (tag & 3) === 2 ? 2 : 4;
  return { size: (tag >> 2) + 1, offset: little(block, at, bytes), next: at + bytes };
}

function little(block: Uint8Array, at: number, bytes: number): number {
  if (at + bytes > block.length) throw broken();
  let value = 0;
  for (let n = 0; n < bytes; n++) value += (block[at + n] as number) * 2 ** (8 * n);
  return value;
}

/** What was written `offset` bytes ago once more; it may reach into what it writes. */
function repeat(out: Buffer, to: number, offset: number, size: number): void {
  if (offset >= size) out.copyWithin(to, to - offset, to - offset + size);
  else for (let n = 0; n < size; n++) out[to + n] = out[to + n - offset] as number;
}
