// Where everything of the ledger stands in the data directory (2 of the contract: "On disk").
import { join } from 'node:path';

/** Entries of a full tile and of a full bundle (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

export interface Layout {
  readonly root: string;
  /** The published C2SP tree. */
  readonly log: string;
  readonly state: string;
  /** The last signed checkpoint, durable before any byte of it leaves the process. */
  readonly checkpoint: string;
  /** Signed checkpoints of the past. */
  readonly checkpoints: string;
  /** Ids seen, for duplicates. */
  readonly ids: string;
  readonly wal: string;
  readonly disclosures: string;
  readonly keys: string;
}

export function layoutOf(dir: string): Layout {
  return {
    root: dir,
    log: join(dir, 'log'),
    state: join(dir, 'state'),
    checkpoint: join(dir, 'state', 'checkpoint'),
    checkpoints: join(dir, 'state', 'checkpoints'),
    ids: join(dir, 'state', 'ids'),
    wal: join(dir, 'wal'),
    disclosures: join(dir, 'disclosures'),
    keys: join(dir, 'keys'),
  };
}

/** Path of the disclosures of the bundle's 256 entries, below `disclosures/`: `x001/234.dis`. */
export function disclosuresPath(bundle: number): string {
  const groups: string[] = [];
  let rest = bundle;
  do {
    groups.unshift(String(rest % 1000).padStart(3, '0'));
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  const last = groups.length - 1;
  return `${groups.map((group, i) => (i < last ? `x${group}` : group)).join('/')}.dis`;
}
