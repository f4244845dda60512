// A whole tree in the roots of its perfect subtrees: at most 53 hashes. Appending hashes each inner
// node once.
import { LogError } from '../error.ts';
import { checkHash, EMPTY_ROOT, hashAt, HASH_BYTES, nodeHash, nodeHashAt } from '../hash/merkle.ts';
import { checkSize } from '../size.ts';

const MAX_BITS = 53;
/** Where the hash that is carried upwards is worked on. */
const CARRY = MAX_BITS * HASH_BYTES;

/** Is told of each perfect subtree that an entry completes, its leaf first; `hash` is reused. */
export type SubtreeVisitor = (level: number, index: number, hash: Uint8Array) => void;

export class CompactRange {
  #size = 0;
  /** At place b: root of the perfect subtree of 2^b entries, where bit b of the size is set. */
  readonly #peaks = new Uint8Array(CARRY + HASH_BYTES);
  readonly #carry = this.#peaks.subarray(CARRY);

  /** The tree of `size` entries with these peaks, largest first. Throws `hash_malformed`. */
  static fromPeaks(size: number, peaks: readonly Uint8Array[]): CompactRange {
    const range = new CompactRange();
    range.#size = checkSize(size);
    const bits = setBits(size);
    if (bits.length !== peaks.length) {
      const message = `a tree of ${size} entries has ${bits.length} peaks, not ${peaks.length}`;
      throw new LogError('hash_malformed', message);
    }
    bits.forEach((bit, i) => range.#peaks.set(checkHash(peaks[i]!, 'peak'), bit * HASH_BYTES));
    return range;
  }

  /** Number of entries. */
  get size(): number {
    return this.#size;
  }

  /** Appends entries by their leaf hashes: one array of 32 bytes each. Throws `hash_malformed`. */
  append(leafHashes: Uint8Array, onSubtree?: SubtreeVisitor): void {
    if (leafHashes.length % HASH_BYTES !== 0) {
      throw new LogError('hash_malformed', `${leafHashes.length} bytes are not hashes of 32 bytes`);
    }
    checkSize(this.#size + leafHashes.length / HASH_BYTES);
    for (let offset = 0; offset < leafHashes.length; offset += HASH_BYTES) {
      this.#appendOne(leafHashes, offset, onSubtree);
    }
  }

  /** Root of the tree; that of RFC 6962's empty tree where there is no entry. */
  root(): Uint8Array {
    const peaks = this.peaks();
    let root = peaks.pop();
    if (!root) return EMPTY_ROOT.slice();
    for (let peak = peaks.pop(); peak; peak = peaks.pop()) root = nodeHash(peak, root);
    return root;
  }

  /** Roots of the perfect subtrees, largest (leftmost) first. */
  peaks(): Uint8Array[] {
    return setBits(this.#size).map((bit) => hashAt(this.#peaks, bit).slice());
  }

  /** An independent copy. */
  clone(): CompactRange {
    return CompactRange.fromPeaks(this.#size, this.peaks());
  }

  #appendOne(hashes: Uint8Array, offset: number, onSubtree?: SubtreeVisitor): void {
    const peaks = this.#peaks;
    for (let i = 0; i < HASH_BYTES; i++) peaks[CARRY + i] = hashes[offset + i]!;
    onSubtree?.(0, this.#size, this.#carry);
    let bit = 0;
    let rest = this.#size;
    while (rest % 2 === 1) {
      nodeHashAt(peaks, bit * HASH_BYTES, CARRY, CARRY);
      bit++;
      rest = (rest - 1) / 2;
      onSubtree?.(bit, rest, this.#carry);
    }
    peaks.copyWithin(bit * HASH_BYTES, CARRY, CARRY + HASH_BYTES);
    this.#size++;
  }
}

/** Places of the binary ones of a size, highest first. */
function setBits(size: number): number[] {
  const bits: number[] = [];
  let rest = size;
  for (let bit = 0; rest > 0; bit++, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) bits.unshift(bit);
  }
  return bits;
}
