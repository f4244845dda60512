// What exports need of the ledger, the index and the control store; the composition root hands it
// in.
import type { ExportFormat, ExportJob, LoggedEvent, Withheld } from '@acta/sdk';
import type { Query } from '@acta/query';
import type { Cipher } from '../lib/cipher.ts';
import type { LogEntry } from '../lib/entry.ts';

export interface ReportLedger {
  readonly origin: string;
  vkeys(): string[];
  entry(index: number): Promise<LogEntry | null>;
  entries(from: number, to: number): AsyncIterable<LogEntry[]>;
  /** Writes all tiles of the head and publishes its checkpoint. */
  flushTiles(): Promise<void>;
  /** A resource of the published C2SP tree; null where there is none. */
  publicFile(path: string): Promise<{ bytes: Uint8Array } | null>;
  /** The newest kept checkpoint of at most `size` entries; null where there is none. */
  checkpointAtOrBefore(size: number): Promise<{ size: number; checkpoint: string } | null>;
}

export interface ReportSearch {
  ast: Query;
  from: string | null;
  to: string | null;
  order: 'time';
  limit: number;
  cursor: string | null;
  scope?: Query;
  withheld?: Withheld['group'][];
}

export interface ReportPage {
  events: LoggedEvent[];
  next: string | null;
  through_index: number;
  total: number | { at_least: number };
}

export interface ReportIndex {
  search(query: ReportSearch): Promise<ReportPage>;
}

/** What the one who asked may see: resolved by the access rules before the export is made. */
export interface ReportReader {
  id: string;
  name: string;
  scope?: Query;
  /** Groups this reader never gets. */
  withheld: Withheld['group'][];
  /** May the raw text be in it. */
  raw: boolean;
}

/** One job with who asked for it, as the control store keeps it. */
export interface StoredExport {
  job: ExportJob;
  created_by: string;
}

export interface ExportStore {
  save(record: StoredExport): Promise<void>;
  get(id: string): Promise<StoredExport | null>;
  /** Newest first. */
  list(limit: number, createdBy?: string): Promise<StoredExport[]>;
  remove(id: string): Promise<void>;
}

export interface ReportOptions {
  /** Folder of the finished files. */
  dir: string;
  /** What they are encrypted with. */
  cipher: Cipher;
  ledger: ReportLedger;
  index: ReportIndex;
  store: ExportStore;
  clock: { now(): number };
  /** Acta's version, for the manifest. */
  version: string;
  /** Days without a complete record of a source, for the manifest; absent where unknown. */
  coverageGaps?(from: string | null, to: string | null): Promise<CoverageGap[]>;
  /** New export ids. */
  newId(): string;
}

export interface CoverageGap {
  source: string;
  from: string;
  to: string;
  why: string;
}

export interface ExportInput {
  q: string;
  from: string | null;
  to: string | null;
  format: ExportFormat;
  population?: boolean;
}
