// A small honest log in memory, for tests: entries in, the C2SP tree and its proofs out.
import {
  consistencyProof,
  encodeBundle,
  entriesPath,
  formatCheckpoint,
  formatProof,
  Frontier,
  generateKey,
  inclusionProof,
  leafHashes,
  peaksOfSize,
  signerOf,
  signNote,
  TILE_WIDTH,
  tileHashReader,
  tilePath,
  type Signer,
  type Tile,
} from '../index.ts';

export class MemoryLog {
  readonly origin: string;
  readonly vkey: string;
  readonly signer: Signer;
  readonly entries: Uint8Array[] = [];
  /** The tree as static files: what a client of the log may read. */
  readonly files = new Map<string, Uint8Array>();
  readonly #frontier = new Frontier();

  private constructor(signer: Signer, vkey: string) {
    this.origin = signer.name;
    this.signer = signer;
    this.vkey = vkey;
  }

  /** A log with a key of its own; `seed` (32 bytes) makes it the same each time. */
  static async create(origin = 'example.com/log', seed?: Uint8Array): Promise<MemoryLog> {
    const { privateKey, vkey } = await generateKey(origin, seed ? { seed } : {});
    return new MemoryLog(await signerOf(privateKey), vkey);
  }

  get size(): number {
    return this.entries.length;
  }

  get root(): Uint8Array {
    return this.#frontier.root();
  }

  /** Appends entries and writes tiles, bundles and checkpoint. */
  async append(entries: readonly Uint8Array[]): Promise<void> {
    const firstBundle = Math.floor(this.size / TILE_WIDTH);
    this.entries.push(...entries);
    this.#frontier.append(leafHashes(entries), (tile) => this.#writeTile(tile));
    for (const tile of this.#frontier.partialTiles()) this.#writeTile(tile);
    for (let index = firstBundle; index * TILE_WIDTH < this.size; index++) {
      const bundle = this.entries.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH);
      this.files.set(entriesPath(index, bundle.length), encodeBundle(bundle));
    }
    this.files.set('checkpoint', new TextEncoder().encode(await this.checkpoint()));
  }

  /** The signed checkpoint of the tree as it is. */
  async checkpoint(): Promise<string> {
    const { origin, size, root } = this;
    return signNote(formatCheckpoint({ origin, size, root }), [this.signer]);
  }

  /** Reads a resource as an HTTP client would. */
  readonly read = async (path: string): Promise<Uint8Array | null> => this.files.get(path) ?? null;

  inclusion(index: number, size: number = this.size): Promise<Uint8Array[]> {
    return inclusionProof(index, size, tileHashReader(this.size, this.read));
  }

  consistency(size1: number, size2: number = this.size): Promise<Uint8Array[]> {
    return consistencyProof(size1, size2, tileHashReader(this.size, this.read));
  }

  peaks(size: number): Promise<Uint8Array[]> {
    return peaksOfSize(size, tileHashReader(this.size, this.read));
  }

  /** The tlog-proof of an entry under the tree's checkpoint as it is. */
  async proof(index: number): Promise<string> {
    const path = await this.inclusion(index);
    return formatProof({ index, path, checkpoint: await this.checkpoint() });
  }

  #writeTile({ level, index, width, hashes }: Tile): void {
    this.files.set(tilePath(level, index, width), hashes);
  }
}

/** Entries "entry 0", "entry 1", … from a number on. */
export function numbered(count: number, from = 0): Uint8Array[] {
  const encoder = new TextEncoder();
  return Array.from({ length: count }, (_, i) => encoder.encode(`entry ${from + i}`));
}
