// A batch as it was read back: one piece of memory, outside of the collected heap, and where each
// entry stands in it. Text is made of it only when somebody asks.

/**
 * Offsets kept an entry: begin and end of the leaf, begin and end of the record, end of the digest.
 */
const PER_ENTRY = 5;
/** Before each leaf and each record. */
const LENGTH_BYTES = 4;

export class Block {
  /** Log index of its first entry. */
  readonly first: number;
  readonly #body: Buffer;
  readonly #offsets: Uint32Array;

  constructor(first: number, body: Buffer, offsets: readonly number[]) {
    this.first = first;
    this.#body = body;
    this.#offsets = Uint32Array.from(offsets);
  }

  get count(): number {
    return this.#offsets.length / PER_ENTRY;
  }

  /** Log index after its last entry. */
  get end(): number {
    return this.first + this.count;
  }

  /** The leaf's bytes as they were stored: a view. */
  leaf(index: number): Uint8Array {
    return this.#part(index, 0);
  }

  /** The record's bytes: a view. */
  record(index: number): Uint8Array {
    return this.#part(index, 2);
  }

  /** Leaf and record, each after its count of bytes (u32 LE): a view. */
  stored(index: number): Uint8Array {
    const at = (index - this.first) * PER_ENTRY;
    return this.#body.subarray(this.#offsets[at]! - LENGTH_BYTES, this.#offsets[at + 3]);
  }

  leafText(index: number): string {
    return this.#text(index, 0, 'utf8');
  }

  recordText(index: number): string {
    return this.#text(index, 2, 'utf8');
  }

  /** Base64url SHA-256 of the item as received; empty where it had no delivery id. */
  digest(index: number): string {
    const at = (index - this.first) * PER_ENTRY;
    return this.#body.toString('latin1', this.#offsets[at + 3]! + 1, this.#offsets[at + 4]);
  }

  /** Leaves from an index of this block on. */
  leavesFrom(index: number): Uint8Array[] {
    return Array.from({ length: this.end - index }, (_, i) => this.leaf(index + i));
  }

  #part(index: number, which: 0 | 2): Uint8Array {
    const at = (index - this.first) * PER_ENTRY + which;
    return this.#body.subarray(this.#offsets[at], this.#offsets[at + 1]);
  }

  #text(index: number, which: 0 | 2, encoding: 'utf8'): string {
    const at = (index - this.first) * PER_ENTRY + which;
    return this.#body.toString(encoding, this.#offsets[at], this.#offsets[at + 1]);
  }
}
