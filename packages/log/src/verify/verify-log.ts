// Verifying a whole log: every tile, and every root that is known, recomputed from the entries'
// bytes. Nothing that the log serves is trusted; at any time a few bundles are in memory.
import { encodeBase64 } from '../base64.ts';
import { equalBytes } from '../bytes.ts';
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { LogError } from '../error.ts';
import { hashAt, HASH_BYTES } from '../hash/merkle.ts';
import type { Verifier } from '../note/verify.ts';
import { bundleLeafHashes, decodeBundle } from '../tile/bundle.ts';
import { tileWidth } from '../tile/cover.ts';
import { entriesPath, TILE_WIDTH, tilePath } from '../tile/path.ts';
import { Frontier, type Tile } from '../tree/frontier.ts';
import { readTile, type ResourceReader } from '../tree/tile-reader.ts';
import { Findings, type Finding } from './findings.ts';
import { readHead } from './read-head.ts';
import { readAhead } from './read-ahead.ts';
import { readBundle, type Gunzip } from './read-bundle.ts';

/** A head that is known from outside of the log: a receipt, a witness, an earlier verification. */
export interface KnownHead {
  size: number;
  root: Uint8Array;
  /** Where it is from, for the finding. */
  source: string;
}

export interface VerifyLogOptions {
  /** Reads `checkpoint`, `tile/…` and `tile/entries/…` (also tried with `.gz`). */
  read: ResourceReader;
  gunzip?: Gunzip;
  /** Keys one of which must have signed the checkpoint. Without: `signed` is false. */
  verifiers?: readonly (Verifier | string)[];
  /** The checkpoint's origin must be this one. */
  origin?: string;
  /** Signed checkpoint to verify instead of the one that the log serves. */
  checkpoint?: string;
  heads?: readonly KnownHead[];
  /** Bundles that end at or before this index may be gone (C2SP pruning); their tiles stand in. */
  minimumIndex?: number;
  /** Bundles read ahead. */
  ahead?: number;
  /** Findings that are kept; further ones are counted. */
  maxFindings?: number;
  /** Entries done so far and in all. */
  onProgress?: (done: number, total: number) => void;
  /** Is handed every entry, for checks of what they say. */
  onEntries?: (firstIndex: number, entries: Uint8Array[]) => void | Promise<void>;
  signal?: AbortSignal;
}

export interface LogReport {
  /** No finding. It says nothing about trust: look at `signed`. */
  ok: boolean;
  /** A key of `verifiers` signed the checkpoint. */
  signed: boolean;
  /** Null where the log has none that can be read. */
  checkpoint: Checkpoint | null;
  /** Entries whose bytes were hashed. */
  checked: number;
  /** The tree that was computed, to verify what comes after it; null where hashes were missing. */
  peaks: Uint8Array[] | null;
  findings: Finding[];
  /** Findings that were left out of the list. */
  omitted: number;
}

const DEFAULT_AHEAD = 8;
const DEFAULT_MAX_FINDINGS = 1000;

/**
 * Verifies a log from its own resources. What does not hold is a finding; it throws `read_failed`
 * where a resource can't be read at all, and the signal's reason where it is aborted.
 */
export async function verifyLog(options: VerifyLogOptions): Promise<LogReport> {
  const findings = new Findings(options.maxFindings ?? DEFAULT_MAX_FINDINGS);
  const { checkpoint, signed } = await readHead(options, findings);
  const report = (checked: number, peaks: Uint8Array[] | null): LogReport => ({
    ok: findings.list.length === 0,
    signed,
    checkpoint,
    checked,
    peaks,
    findings: findings.list,
    omitted: findings.omitted,
  });
  if (!checkpoint) return report(0, null);
  const run = new Run(options, findings, checkpoint);
  await run.all();
  return report(run.checked, run.peaks());
}

class Run {
  checked = 0;
  /** Null once leaf hashes are missing: no later root can be computed then. */
  #frontier: Frontier | null = new Frontier();
  readonly #options: VerifyLogOptions;
  readonly #findings: Findings;
  readonly #checkpoint: Checkpoint;
  readonly #heads: KnownHead[];
  readonly #fullTiles: Tile[] = [];

  constructor(options: VerifyLogOptions, findings: Findings, checkpoint: Checkpoint) {
    this.#options = options;
    this.#findings = findings;
    this.#checkpoint = checkpoint;
    this.#heads = (options.heads ?? [])
      .filter(({ size }) => size <= checkpoint.size)
      .toSorted((a, b) => a.size - b.size);
  }

  async all(): Promise<void> {
    const { size } = this.#checkpoint;
    const count = Math.ceil(size / TILE_WIDTH);
    const ahead = this.#options.ahead ?? DEFAULT_AHEAD;
    this.#checkHeads();
    for await (const read of readAhead(count, ahead, (index) => this.#read(index))) {
      this.#options.signal?.throwIfAborted();
      await this.#takeBundle(read);
      await this.#checkFullTiles();
      const done = Math.min(size, (read.index + 1) * TILE_WIDTH);
      this.#options.onProgress?.(done, size);
    }
    await this.#finish();
  }

  peaks(): Uint8Array[] | null {
    return this.#frontier?.peaks() ?? null;
  }

  async #read(index: number): Promise<BundleRead> {
    const { read, gunzip, minimumIndex = 0 } = this.#options;
    const width = tileWidth(this.#checkpoint.size, 'entries', index);
    const pruned = (index + 1) * TILE_WIDTH <= minimumIndex;
    const [bundle, tile] = await Promise.all([
      attempt(() => readBundle(index, width, read, gunzip)),
      attempt(() => readTile(this.#checkpoint.size, 0, index, read)),
    ]);
    return { index, width, pruned, bundle, tile };
  }

  /** Takes a bundle's entries into the tree; where they can't be had, the tile's hashes. */
  async #takeBundle({ index, width, pruned, bundle, tile }: BundleRead): Promise<void> {
    const first = index * TILE_WIDTH;
    const served = this.#servedTile(tile, 0, index);
    const hashes = this.#hashesOf(bundle, index, width, pruned);
    if (!hashes) {
      if (served) this.#extend(served);
      else this.#frontier = null;
      return;
    }
    if (served) this.#compareEntries(first, hashes, served);
    this.checked += width;
    this.#extend(hashes);
    await this.#options.onEntries?.(first, decodeBundle(bundle as Uint8Array));
  }

  #hashesOf(
    bundle: Uint8Array | LogError | null,
    index: number,
    width: number,
    pruned: boolean,
  ): Uint8Array | null {
    const path = entriesPath(index, width);
    if (bundle === null) {
      if (!pruned) this.#findings.add('entry bundle missing', path, `${width} entries`, 'nothing');
      return null;
    }
    const hashes = bundle instanceof LogError ? bundle : tryHash(bundle);
    if (!(hashes instanceof LogError) && hashes.length === width * HASH_BYTES) return hashes;
    const found =
      hashes instanceof LogError ? hashes.message : `${hashes.length / HASH_BYTES} entries`;
    this.#findings.add('entry bundle malformed', path, `${width} entries`, found);
    return null;
  }

  #compareEntries(first: number, hashes: Uint8Array, served: Uint8Array): void {
    if (equalBytes(hashes, served)) return;
    const path = tilePath(0, first / TILE_WIDTH, hashes.length / HASH_BYTES);
    for (let i = 0; i * HASH_BYTES < hashes.length; i++) {
      const [own, other] = [hashAt(hashes, i), hashAt(served, i)];
      if (equalBytes(own, other)) continue;
      const where = `entry ${first + i} (${path})`;
      this.#findings.add('entry differs from its tile', where, show(other), show(own));
    }
  }

  /** Appends hashes; stops at each known head's size to compare the root there. */
  #extend(hashes: Uint8Array): void {
    let rest = hashes;
    while (this.#frontier && rest.length > 0) {
      const next = this.#heads[0]?.size ?? Infinity;
      const take = Math.min(rest.length, (next - this.#frontier.size) * HASH_BYTES);
      this.#frontier.append(rest.subarray(0, take), (tile) => {
        if (tile.level > 0) this.#fullTiles.push(tile);
      });
      rest = rest.subarray(take);
      this.#checkHeads();
    }
  }

  #checkHeads(): void {
    while (this.#frontier && this.#heads[0]?.size === this.#frontier.size) {
      const { size, root, source } = this.#heads.shift()!;
      const own = this.#frontier.root();
      if (equalBytes(own, root)) continue;
      const where = `size ${size} (${source})`;
      this.#findings.add('history differs from a known head', where, show(root), show(own));
    }
  }

  async #checkFullTiles(): Promise<void> {
    for (const tile of this.#fullTiles.splice(0)) await this.#compareTile(tile);
  }

  async #compareTile({ level, index, width, hashes }: Tile): Promise<void> {
    const read = await attempt(() =>
      readTile(this.#checkpoint.size, level, index, this.#options.read),
    );
    const served = this.#servedTile(read, level, index);
    if (!served || equalBytes(hashes, served)) return;
    const place = [...hashes.keys()].find((i) => hashes[i] !== served[i])!;
    const i = Math.floor(place / HASH_BYTES);
    const where = `${tilePath(level, index, width)}, hash ${i}`;
    this.#findings.add('tile differs', where, show(hashAt(hashes, i)), show(hashAt(served, i)));
  }

  /** The tile's bytes, or null with a finding. */
  #servedTile(tile: Uint8Array | LogError | null, level: number, index: number): Uint8Array | null {
    if (tile instanceof Uint8Array) return tile;
    const width = tileWidth(this.#checkpoint.size, level, index);
    const missing = tile === null || tile.code === 'read_failed';
    this.#findings.add(
      missing ? 'tile missing' : 'tile differs',
      tilePath(level, index, width),
      `${width} hashes`,
      missing ? 'nothing' : tile.message,
    );
    return null;
  }

  async #finish(): Promise<void> {
    const frontier = this.#frontier;
    const { size, root } = this.#checkpoint;
    if (!frontier) {
      const found = 'it can’t be computed: entries and hashes are missing';
      this.#findings.add('root differs', `checkpoint of size ${size}`, show(root), found);
      return;
    }
    for (const tile of frontier.partialTiles()) if (tile.level > 0) await this.#compareTile(tile);
    const own = frontier.root();
    if (equalBytes(own, root)) return;
    this.#findings.add('root differs', `checkpoint of size ${size}`, show(root), show(own));
  }
}

interface BundleRead {
  index: number;
  width: number;
  pruned: boolean;
  bundle: Uint8Array | LogError | null;
  tile: Uint8Array | LogError | null;
}

/** What was read, or why that is no good; what is not about the log's content is thrown on. */
async function attempt(
  read: () => Promise<Uint8Array | null>,
): Promise<Uint8Array | LogError | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof LogError) return error;
    throw new LogError('read_failed', `the log can't be read: ${String(error)}`, { cause: error });
  }
}

function tryHash(bundle: Uint8Array): Uint8Array | LogError {
  try {
    return bundleLeafHashes(bundle);
  } catch (error) {
    if (error instanceof LogError) return error;
    throw error;
  }
}

function show(hash: Uint8Array): string {
  return encodeBase64(hash);
}
