// What the rest of the server sees of the ledger.
import type { DraftAhead } from '../lib/ahead.ts';
import type { Clock } from '../lib/clock.ts';
import type { AppendReceipt, EventDraft, LogEntry } from '../lib/entry.ts';
import type { FileSystem } from '../lib/file-system.ts';
import type { Limits } from '../lib/limits.ts';
import type { Logger } from '../lib/logger.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Random } from '../lib/random.ts';

export interface LedgerOptions {
  /** The data directory, absolute. Made where it is missing. */
  dir: string;
  /** `log.origin` of the settings; made up at the first start where absent. */
  origin?: string;
  /** `log.head_file` of the settings: where the head is remembered outside of `dir`. */
  headFile?: string;
  /** Folder for that file where `headFile` is absent; without both, no head is remembered. */
  headFolder?: string;
  /** Serve a data directory that is older than the head remembered outside. */
  acceptRollback?: boolean;
  clock: Clock;
  fs: FileSystem;
  random: Random;
  metrics: Metrics;
  limits: Limits;
  logger: Logger;
  /** Ends the process: an fsync failed, or what was read back is not what was written. */
  fatal(error: Error): void;
}

/** The newest signed and durable state of the log. */
export interface Head {
  size: number;
  /** 32 bytes. */
  root: Uint8Array;
  /** The signed checkpoint note. */
  checkpoint: string;
  /** When it was signed, ms since 1970; null for one from before this start. */
  time_ms: number | null;
}

/** What the start found and did beyond opening files. The app records it as events. */
export interface Recovered {
  /** Durable entries that were beyond the last signed checkpoint; they kept their index. */
  beyond_checkpoint: number;
  /** A write-ahead log record cut off in its middle, dropped: it was never answered. */
  torn_tail: { file: string; at: number; bytes: number } | null;
  /**
   * Why one of the two slots of `state/checkpoint` could not be read, where one could not: a crash
   * tore it, or it was damaged. It is written anew.
   */
  broken_checkpoint: string | null;
  /** The data directory was older than the head remembered outside, and that was accepted. */
  rollback: { remembered_size: number; size: number } | null;
  /** A new log was made. */
  created: boolean;
}

export interface Finding {
  what: string;
  where: string;
  expected: string;
  found: string;
}

export interface VerifyProgress {
  done: number;
  total: number;
}

export interface VerifyResult {
  /** Size of the checkpoint that everything was held against. */
  size: number;
  /** Entries whose bytes were hashed again. */
  checked: number;
  findings: Finding[];
}

export interface PublicFile {
  bytes: Uint8Array;
  contentType: string;
  /** The bytes are compressed. */
  encoding?: 'gzip';
  /** Never changes again, may be kept for ever. */
  immutable: boolean;
}

/** What one commit added to the log. */
export interface Committed {
  /** Log indexes: from the first entry on, below `to`. */
  from: number;
  to: number;
  /** The entries from an index on. */
  entries: (from?: number) => LogEntry[];
}

/**
 * Works with each entry while its event is at hand, so that nobody has to keep it until the commit.
 * What was made of an entry counts once it is committed, and not before. Must not throw and not
 * block.
 */
export interface Preparation {
  /** Not durable yet. In the order of the log. */
  sealed(entry: LogEntry): void;
  committed(committed: Committed): void;
  /** Entries from this index on will not be committed; others come under their indexes. */
  dropped(from: number): void;
}

export interface Ledger {
  readonly origin: string;
  /** The log's secret, for ids: 32 bytes. */
  readonly secret: Uint8Array;
  readonly recovered: Recovered;
  /** Verifier key lines of the log. */
  vkeys(): string[];
  head(): Head;
  /** Size of the checkpoint in `log/`. */
  publishedSize(): number;
  /** The id that a draft with a delivery gets. */
  idOf(draft: EventDraft): string;
  /**
   * Takes the drafts, in order. Resolves once all are durable under a durable signed checkpoint.
   *
   * @throws ActaError `overloaded` (503, nothing taken), `disk_full` (503), `ledger_stopped` (503)
   */
  append(drafts: readonly EventDraft[]): Promise<AppendReceipt[]>;
  /** The same for entries that were made ahead. */
  appendAhead(drafts: readonly DraftAhead[]): Promise<AppendReceipt[]>;
  /** Entries [from, to) in order, some at a time; `to` default: the head's size at the call. */
  entries(from: number, to?: number): AsyncIterable<LogEntry[]>;
  entry(index: number): Promise<LogEntry | null>;
  /** Log index of an id, where it is within the window of duplicates; else null. */
  indexOf(id: string): Promise<number | null>;
  /** C2SP tlog-proof text against the newest signed checkpoint, or the one of `checkpoint`. */
  inclusionProof(index: number): Promise<string>;
  /** Base64 hashes: the tree of size `a` is a prefix of that of size `b`. */
  consistencyProof(a: number, b: number): Promise<string[]>;
  /** The newest kept checkpoint of at most `size` entries; null where there is none. */
  checkpointAtOrBefore(size: number): Promise<{ size: number; checkpoint: string } | null>;
  /** A resource below `/log/`, as static files are served; null where there is none. */
  publicFile(path: string, accept?: { gzip: boolean }): Promise<PublicFile | null>;
  /** Called in log order with what became durable. Must not throw and not block. */
  onCommit(listener: (entries: LogEntry[]) => void): () => void;
  /** @returns a function that ends it */
  prepare(preparation: Preparation): () => void;
  /** Writes all tiles of the head and publishes its checkpoint. */
  flushTiles(): Promise<void>;
  /** Recomputes the published log from its entries; see verify.ts. */
  verify(onProgress?: (progress: VerifyProgress) => void): Promise<VerifyResult>;
  /** Finishes what was taken, publishes it, and lets the data directory go. */
  close(): Promise<void>;
}
