// Proofs of one pack, all under one checkpoint: made from the published tiles, which may grow on.
import {
  consistencyProof,
  formatProof,
  inclusionProof,
  peaksOfSize,
  readCheckpoint,
  tileHashReader,
  type HashReader,
} from '@acta/log';
import { ActaError } from '../../lib/errors.ts';
import type { ReportLedger } from '../ports.ts';

export interface PackHead {
  size: number;
  /** 32 bytes. */
  root: Uint8Array;
  /** The signed note that every proof of the pack ends with. */
  checkpoint: string;
}

export interface PackProofs {
  head: PackHead;
  /** C2SP tlog-proof text of an entry. */
  inclusion(index: number): Promise<string>;
  /** RFC 6962 consistency proof up to the head. */
  consistency(from: number): Promise<Uint8Array[]>;
  /** Hashes of the perfect subtrees of [0, size), left to right. */
  peaks(size: number): Promise<Uint8Array[]>;
}

/** Hashes of subtrees kept in memory: about 200 bytes each. */
const MAX_HASHES = 50_000;
/** Tiles kept in memory: 8 KiB each. */
const MAX_TILES = 256;

/** Publishes the log's head and makes proofs under it. */
export async function openProofs(ledger: ReportLedger): Promise<PackProofs> {
  await ledger.flushTiles();
  const published = await ledger.publicFile('checkpoint');
  const checkpoint = published === null ? null : Buffer.from(published.bytes).toString('utf8');
  const { size, root } = checkpoint === null ? emptyHead : readCheckpoint(checkpoint);
  if (checkpoint === null || size === 0) throw emptyLog();
  const hashes = remembered(tileHashReader(size, cached(ledger)));
  return {
    head: { size, root, checkpoint },
    inclusion: async (index) =>
      formatProof({ index, path: await inclusionProof(index, size, hashes), checkpoint }),
    consistency: (from) =>
      from === 0 ? Promise.resolve([]) : consistencyProof(from, size, hashes),
    peaks: (at) => peaksOfSize(at, hashes),
  };
}

const emptyHead = { size: 0, root: new Uint8Array(32) };

/** Neighbours share nearly all of their path; a subtree's hash is made of up to 128 others. */
function remembered(read: HashReader): HashReader {
  const known = new Map<string, Uint8Array>();
  const keyOf = ({ level, index }: { level: number; index: number }) => `${level}/${index}`;
  return async (nodes) => {
    if (known.size > MAX_HASHES) known.clear();
    const missing = nodes.filter((node) => !known.has(keyOf(node)));
    const hashes = await read(missing);
    for (const [at, node] of missing.entries()) known.set(keyOf(node), hashes[at] as Uint8Array);
    return nodes.map((node) => known.get(keyOf(node)) as Uint8Array);
  };
}

/** The tiles last used are kept. */
function cached(ledger: ReportLedger): (path: string) => Promise<Uint8Array | null> {
  const tiles = new Map<string, Uint8Array>();
  return async (path) => {
    const known = tiles.get(path);
    const bytes = known ?? (await ledger.publicFile(path))?.bytes ?? null;
    if (bytes === null) return null;
    tiles.delete(path);
    tiles.set(path, bytes);
    for (const oldest of tiles.keys()) {
      if (tiles.size <= MAX_TILES) break;
      tiles.delete(oldest);
    }
    return bytes;
  };
}

function emptyLog(): ActaError {
  return new ActaError({
    code: 'log_empty',
    status: 409,
    fault: 'caller',
    detail: 'The log holds no event yet, so there is nothing to prove.',
    next: 'Connect a source, or send an event, and make the pack then.',
  });
}
