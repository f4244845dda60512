// Writes, behind the commits, what is complete: bundles with their disclosures, then tiles, then
// the published checkpoint; at last lets the write-ahead log's part go, once all of it is fsynced.
import { dirname, join } from 'node:path';
import { edgeTiles, encodeBundle, entriesPath, tilePath } from '@acta/log';
import { utf8 } from '../../lib/bytes.ts';
import type { Cipher } from '../../lib/cipher.ts';
import { gzipped } from '../../lib/compress.ts';
import {
  ensureDirectory,
  syncFile,
  synced,
  writeAtomically,
  writeDurably,
} from '../../lib/durable.ts';
import type { FileSystem } from '../../lib/file-system.ts';
import type { Ids } from '../ids/ids.ts';
import { disclosuresPath, TILE_WIDTH } from '../layout.ts';
import type { Layout } from '../layout.ts';
import type { Head } from '../types.ts';
import type { Wal } from '../wal/wal.ts';
import { encodeDisclosures } from './disclosures.ts';
import type { Tail } from './tail.ts';
import type { Tree } from './tree.ts';

/**
 * Each takes a dozen turns of a busy event loop: one after the other would fall behind. Many at a
 * time take the threads that commits wait for.
 */
const BUNDLES_AT_A_TIME = 3;
/** The same for who has fallen behind by as many. */
const BUNDLES_BEHIND = 8;
/** Disclosures, leaves, and the tile of their hashes. */
const FILES_A_BUNDLE = 3;
/** Those share a commit of the file system's journal; the pool of threads has room for others. */
const SYNCS_AT_A_TIME = 3;
const READ_ONLY = 0o444;
const PUBLIC_FOLDER = 0o755;
const PRIVATE_FOLDER = 0o700;

export interface WriterContext {
  fs: FileSystem;
  layout: Layout;
  cipher: Cipher;
  origin: string;
  tree: Tree;
  tail: Tail;
  wal: Wal;
  ids: Ids;
  head(): Head;
}

/** Place that a disclosure file's encryption is bound to. */
export function disclosuresPlace(origin: string, bundle: number): string {
  return `${origin} disclosures/${disclosuresPath(bundle)}`;
}

export class Writer {
  readonly #context: WriterContext;
  /** Bundles that are files. */
  #bundles: number;
  #published: number;
  /** Since the start: an earlier process may have published what a power cut then took. */
  #stands = false;
  /** Files and folders written since the last fsync of all. */
  readonly #unsynced = new Set<string>();
  /** How many of them are to be made durable by and by. */
  #due = 0;
  #syncing: Promise<void> | null = null;
  readonly #folders = new Set<string>();

  /** @param published size of the checkpoint in log/, 0 where there is none */
  constructor(context: WriterContext, published: number) {
    this.#context = context;
    this.#bundles = context.tail.from / TILE_WIDTH;
    this.#published = published;
  }

  get published(): number {
    return this.#published;
  }

  /** Whether there is something to publish. */
  get stale(): boolean {
    return !this.#stands || this.#context.head().size !== this.#published;
  }

  /** Whether a bundle is complete and not a file yet. */
  get behind(): boolean {
    return Math.floor(this.#context.head().size / TILE_WIDTH) > this.#bundles;
  }

  /** Writes the full bundles and tiles of a size, and frees the write-ahead log below them. */
  async writeFull(size = this.#context.head().size): Promise<void> {
    const { tree, tail } = this.#context;
    while ((this.#bundles + 1) * TILE_WIDTH <= size) {
      const complete = Math.floor(size / TILE_WIDTH) - this.#bundles;
      const count =
        complete > BUNDLES_BEHIND ? BUNDLES_BEHIND : Math.min(complete, BUNDLES_AT_A_TIME);
      await Promise.all(
        Array.from({ length: count }, (_, i) => this.#writeBundle(this.#bundles + i)),
      );
      this.#bundles += count;
      tail.dropBelow(this.#bundles * TILE_WIDTH);
      this.#syncBeside(count * FILES_A_BUNDLE);
    }
    for (const tile of tree.unwritten()) {
      if ((tile.index + 1) * TILE_WIDTH ** (tile.level + 1) > size) continue;
      await this.#write(this.#context.layout.log, tilePath(tile.level, tile.index), tile.hashes);
      tree.written(tile);
    }
    await this.#freeLog();
  }

  /** Publishes the head: partial tiles and bundle of its size, then its checkpoint; gives that. */
  async publish(): Promise<string> {
    const { fs, layout, tree, tail } = this.#context;
    const head = this.#context.head();
    if (!this.stale) return head.checkpoint;
    await this.writeFull(head.size);
    const width = head.size % TILE_WIDTH;
    if (width > 0) {
      const bundle = Math.floor(head.size / TILE_WIDTH);
      const leaves = tail.leaves(bundle * TILE_WIDTH, head.size);
      const bytes = await gzipped(encodeBundle(leaves));
      await this.#write(layout.log, `${entriesPath(bundle, width)}.gz`, bytes);
    }
    for (const { level, index, width: partial } of edgeTiles(head.size)) {
      const hashes = await tree.tile(level, index, partial);
      await this.#write(layout.log, tilePath(level, index, partial), hashes!);
    }
    await writeDurably(fs, join(layout.log, 'checkpoint'), utf8(head.checkpoint), 0o644);
    this.#published = head.size;
    this.#stands = true;
    return head.checkpoint;
  }

  async #writeBundle(bundle: number): Promise<void> {
    const { layout, cipher, origin, tail } = this.#context;
    const [from, to] = [bundle * TILE_WIDTH, (bundle + 1) * TILE_WIDTH];
    const leaves = encodeBundle(tail.leaves(from, to));
    const records = tail.records(from, to);
    const [packed, disclosed] = await Promise.all([
      gzipped(leaves),
      encodeDisclosures(records, cipher, disclosuresPlace(origin, bundle)),
    ]);
    await Promise.all([
      this.#write(layout.disclosures, disclosuresPath(bundle), disclosed, 0o600),
      this.#write(layout.log, `${entriesPath(bundle)}.gz`, packed),
    ]);
  }

  async #write(root: string, path: string, bytes: Uint8Array, mode = READ_ONLY): Promise<void> {
    const { fs, layout } = this.#context;
    const full = join(root, path);
    const folder = dirname(full);
    if (!this.#folders.has(folder)) {
      const permissions = root === layout.log ? PUBLIC_FOLDER : PRIVATE_FOLDER;
      await ensureDirectory(fs, folder, layout.root, permissions);
      this.#folders.add(folder);
    }
    await writeAtomically(fs, full, bytes, mode);
    this.#unsynced.add(full);
  }

  /** Resolves once no file is being made durable any more. */
  async settled(): Promise<void> {
    this.#due = 0;
    await this.#syncing?.catch(() => undefined);
  }

  /**
   * Makes as many of the oldest files durable as were just written, a few at a time and beside the
   * writing: all at once, when a segment is let go, would hold up the commits of that time.
   */
  #syncBeside(count: number): void {
    this.#due += count;
    if (this.#syncing) return;
    this.#syncing = this.#syncDue();
    // Whoever lets go of the log is told of a failure; nothing depends on it before.
    this.#syncing.catch(() => undefined);
  }

  async #syncDue(): Promise<void> {
    await this.#syncWhile(() => {
      this.#due -= 1;
      return this.#due >= 0;
    });
    this.#due = Math.max(0, this.#due);
    this.#syncing = null;
  }

  async #syncWhile(goesOn: () => boolean): Promise<void> {
    const paths = this.#unsynced.values();
    const lane = async (): Promise<void> => {
      for (const path of paths) {
        if (!goesOn()) break;
        await this.#syncOne(path);
      }
    };
    await Promise.all(Array.from({ length: SYNCS_AT_A_TIME }, lane));
  }

  async #syncAll(): Promise<void> {
    const beside = this.#syncing;
    this.#due = 0;
    this.#syncing = null;
    await beside;
    await this.#syncWhile(() => true);
  }

  async #syncOne(path: string): Promise<void> {
    await syncFile(this.#context.fs, path);
    this.#unsynced.delete(path);
  }

  /** Lets go of the segments whose entries are all in full bundles, once those are durable. */
  async #freeLog(): Promise<void> {
    const { fs, wal, ids } = this.#context;
    const below = this.#bundles * TILE_WIDTH;
    const free = wal.segments.slice(0, -1).filter(({ end }) => end <= below);
    if (free.length === 0) return;
    await this.#syncAll();
    for (const folder of this.#folders) await synced(folder, fs.syncDirectory(folder));
    this.#folders.clear();
    const end = free.at(-1)!.end;
    await ids.settle(end);
    await wal.dropBelow(end);
  }
}
