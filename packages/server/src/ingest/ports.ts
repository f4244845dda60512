// What the intake needs of others, as small interfaces; the composition root hands them in.
import type { Change, Context, Mark, Target, Why } from '@acta/event';
import type { DraftAhead } from '../lib/ahead.ts';
import type { AppendReceipt, EventDraft, LogEntry } from '../lib/entry.ts';
import type { Workload } from '../lib/workload.ts';
import type { PushToken } from '../sources/types.ts';

/** Who asks, as far as the intake cares. */
export interface Caller {
  id: string;
  name: string;
  kind: string;
  /** The one source that a collector's key writes for. */
  source?: string;
  /** Who acts in what it sends, by a token that was checked. */
  workload?: Workload;
}

export interface IntakeSource {
  id: string;
  type: string;
  name: string;
  paused: boolean;
  settings: Record<string, unknown>;
  /** Newest first. */
  secrets: string[];
}

export interface SourcesStore {
  byName(name: string): Promise<IntakeSource | null>;
  health(id: string): Promise<unknown>;
  saveHealth(id: string, state: unknown): Promise<void>;
}

export interface LedgerAppend {
  append(drafts: readonly EventDraft[]): Promise<AppendReceipt[]>;
  appendAhead(drafts: readonly DraftAhead[]): Promise<AppendReceipt[]>;
  /** One entry, where it can be told. */
  entry?(index: number): Promise<LogEntry | null>;
}

/** Checks the token of a product's own issuer. */
export interface PushTokens {
  /** @throws ActaError 401 with its reason; 503 where the issuer's keys can't be had */
  checkPush(token: string, expected: PushToken): Promise<void>;
}

export type QuarantineState = 'held' | 'replayed' | 'discarded';

export interface QuarantineRow {
  id: string;
  source: string;
  received: string;
  reason: string;
  detail: string;
  bytes: number;
  state: QuarantineState;
  headers: Record<string, string>;
  extra: Record<string, unknown>;
}

export interface QuarantineStore {
  insert(item: QuarantineRow): Promise<void>;
  get(id: string): Promise<QuarantineRow | null>;
  list(filter: {
    source?: string | undefined;
    before?: string | undefined;
    limit: number;
  }): Promise<QuarantineRow[]>;
  move(id: string, state: 'replayed' | 'discarded'): Promise<boolean>;
  held(): Promise<{ items: number; bytes: number }>;
}

/** Payloads by name, encrypted at rest. */
export interface Spool {
  write(name: string, bytes: Uint8Array): Promise<void>;
  read(name: string): Promise<Uint8Array | null>;
  remove(name: string): Promise<void>;
}

/** One signed body seen: whose, which, and under which delivery id. */
export type SeenBody = readonly [body: string, delivery: string];

export interface ReplayStore {
  /** Oldest first. */
  load(): Promise<SeenBody[]>;
  save(seen: readonly SeenBody[]): Promise<void>;
}

export interface AuditRecord {
  action: string;
  target: Target;
  targets?: Target[];
  outcome?: 'success' | 'failure' | 'denied';
  context?: Context;
  changes?: Change[];
  why?: Why;
  labels?: Record<string, string>;
  marks?: Mark[];
  /**
   * A name for what happens once: recorded again under the same name, it is the same event, also
   * after a crash between the log and the control store.
   */
  once?: string;
}

export interface Audit {
  record(caller: Caller | null, record: AuditRecord): Promise<unknown>;
}
