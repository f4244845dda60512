// The public API's answers, as 2xx bodies have them. The server's route schemas and every client
// (page, command line, other programs) share these types; times are RFC 3339 UTC with milliseconds.
import type { ActaEvent, ActionDefinition } from '@acta/event';

export type * from './alerts-api.ts';
export type * from './mapping-api.ts';
export type * from './sinks-api.ts';

/** How strongly the log's head is anchored outside of its own host (weakest first). */
export type Tier = 'logged' | 'timestamped' | 'witnessed' | 'quorum' | 'mirrored';

/** A disclosure group that this reader does not get, and why. */
export interface Withheld {
  group: 'actor' | 'target' | 'context' | 'details' | 'raw';
  why: string;
}

/** An event as the API answers it: the event, its place in the log, and what was left out. */
export interface LoggedEvent extends ActaEvent {
  index: number;
  withheld?: Withheld[];
}

export type Total = number | { at_least: number };

/** How far an answer reaches. Every event with log index below `through_index` was considered. */
export interface Covered {
  from: string | null;
  to: string | null;
  through_index: number;
}

export interface SearchAnswer {
  events: LoggedEvent[];
  next: string | null;
  covered: Covered;
  total: Total;
}

export interface HistogramAnswer {
  /** Width of a bucket in seconds. */
  interval_s: number;
  buckets: { start: string; count: number; failures: number }[];
  covered: Covered;
  total: number;
}

export interface FacetsAnswer {
  facets: { field: string; values: { value: string; count: number }[]; other: number }[];
  covered: Covered;
}

/** `GET /v1/events/{id}/proof`. `proof` is a C2SP tlog-proof text that ends with the checkpoint. */
export interface ProofAnswer {
  index: number;
  /** Base64 of the leaf's bytes. */
  leaf: string;
  /** Base64url RFC 9901 disclosures; the first one is the event's. */
  disclosures: string[];
  withheld: Withheld[];
  proof: string;
  tier: Tier;
}

export interface RawAnswer {
  id: string;
  raw: string | null;
  raw_sha256: string | null;
  /** Why there is no raw text, where there is none. */
  why?: string;
}

export interface ViewersAnswer {
  viewers: { who: string; action: string; time: string; event: string }[];
  next: string | null;
}

export interface Receipt {
  id: string;
  index: number;
  duplicate?: true;
  conflict?: true;
}

export interface IngestAnswer {
  accepted: number;
  duplicates: number;
  rejected: { item: number; error: string; path?: string }[];
  receipts: Receipt[];
}

/** RFC 9457. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  request_id?: string;
  /** Query errors: 1-based column and what was expected there. */
  column?: number;
  expected?: string[];
  errors?: { path: string; message: string }[];
}

export type Role = 'admin' | 'auditor' | 'responder' | 'viewer' | 'collector';

export interface Me {
  id: string;
  name: string;
  role: Role;
  kind: 'token' | 'key' | 'session' | 'workload';
  permissions: string[];
}

export interface Key {
  id: string;
  name: string;
  role: Role;
  scope: string | null;
  source: string | null;
  created: string;
  expires: string | null;
  last_used: string | null;
  revoked: string | null;
}

export interface KeyCreated {
  id: string;
  key: string;
}

export interface SourceType {
  type: string;
  title: string;
  /** One sentence: what it brings. */
  summary: string;
  /** Steps to set the product up; `{intake_url}` and `{secret}` stand for the source's own. */
  setup: { title: string; text: string; copy?: string }[];
  settings: {
    name: string;
    title: string;
    kind: 'text' | 'secret' | 'flag' | 'json';
    required: boolean;
  }[];
}

export interface SourceHealth {
  last_received: string | null;
  last_event_time: string | null;
  /** Seconds between the last event's own time and its receipt. */
  lag_s: number | null;
  events: number;
  events_24h: number;
  deliveries: number;
  unmapped: number;
  duplicates: number;
  conflicts: number;
  replays_suspected: number;
  rejected: number;
  last_rejected: string | null;
  /** Why, as a code: `signature_mismatch`. */
  last_refusal: string | null;
  quarantined: number;
  skew_ms: number | null;
  state: 'waiting' | 'healthy' | 'silent' | 'failing' | 'paused';
}

/** What a day of a source is: see `docs/guide/coverage.md`. */
export type DayState = 'complete' | 'partial' | 'unknown' | 'open' | 'not_connected';

/** Why a day is not complete. Times are those within the day; null where it is not about one. */
export interface CoverageReason {
  code:
    | 'connected'
    | 'acta_down'
    | 'paused'
    | 'never_heard'
    | 'silent'
    | 'gap'
    | 'quarantined'
    | 'refused'
    | 'learning';
  from: string | null;
  to: string | null;
  count: number | null;
  detail: string;
}

export interface CoverageDay {
  /** `2026-11-19`, UTC. */
  day: string;
  state: DayState;
  /** Events that happened on the day, by the source's clock. */
  events: number;
  /** What its rhythm leads to expect; null before it is learned. */
  expected: number | null;
  refused: number;
  reasons: CoverageReason[];
  /** Id of the event that recorded the day; null before it ended. */
  recorded: string | null;
}

export interface SourceCoverageDays {
  source: string;
  type: string;
  since: string;
  days: CoverageDay[];
}

/** What Acta does not hear, worst first. */
export interface NotHeard {
  source: string;
  code: 'failing' | 'silent' | 'never_heard' | 'paused' | 'gap' | 'skew' | 'quarantine';
  since: string | null;
  count: number | null;
  detail: string;
}

export interface CoverageAnswer {
  /** Days, UTC: from the first on, below the second. */
  from: string;
  to: string;
  sources: SourceCoverageDays[];
  /** When Acta itself was not running. */
  down: { from: string; to: string }[];
  not_heard: NotHeard[];
  /** Entries of the log below this index are counted. */
  through_index: number;
}

export interface CoverageSettings {
  /** `rhythm`, `off`, or a length of time: `30m`, `6h`, `2d`. */
  silence: string;
  /** Since when its history is whole, where that is before it was added. */
  since: string | null;
}

/** The short form, of each source in the list. */
export interface CoverageSummary {
  since: string;
  /** Events in each of the last 24 hours, oldest first. */
  hours: number[];
  /** Since when it is silent; null where it is not. */
  silent_since: string | null;
  /** When it is called silent if nothing comes; null where that is far or never. */
  silent_from: string | null;
  gaps: number;
  skewed: boolean;
  unmapped_kinds: number;
}

/** The long form, of one source. Lists by hour of the week begin on Monday 00:00 UTC. */
export interface SourceCoverage extends CoverageSummary {
  settings: CoverageSettings;
  /** Acta's own polls tell that nothing happened: silence is that they fail. */
  polled: boolean;
  rhythm: {
    learned: boolean;
    /** What it is learned from. */
    from: string;
    to: string;
    /** When it is learned; null where it is. */
    learned_at: string | null;
    /** Share of times that something came, average of events, and events of the last 7 days. */
    share: number[];
    mean: number[];
    heard: number[];
    /** A quiet that comes by once in so many times is silence; how often the present one does. */
    odds_limit: number;
    odds_now: number;
  };
  skew: { state: 'none' | 'suspected' | 'persisting'; since: string | null; ahead_ms: number };
  gap_list: {
    stream: string;
    first: number;
    last: number;
    missing: number;
    found: string;
    closed: string | null;
    event: string | null;
  }[];
  silences: { from: string; to: string | null; event: string }[];
  kinds: CoverageKind[];
  /** Types without an action of their own, by the product's name. */
  unmapped: CoverageKind[];
}

export interface CoverageKind {
  name: string;
  count: number;
  first: string;
  last: string;
  days: number;
  /** Id of the newest event of it. */
  sample: string;
  /** Came on many days, and not for unusually long. */
  quiet: boolean;
}

/** How asking the product by itself goes. */
export interface PullHealth {
  state: 'waiting' | 'polling' | 'rate_limited' | 'failing' | 'paused';
  last_poll: string | null;
  next_poll: string | null;
  /** Everything before this time was read. */
  through: string | null;
  lag_s: number | null;
  /** New records since the server started. */
  records: number;
  error: { code: string; detail: string } | null;
}

export interface Source {
  id: string;
  type: string;
  name: string;
  intake_url: string;
  created: string;
  paused: boolean;
  settings: Record<string, unknown>;
  /** Names of the secret settings that are set, besides the secret itself. */
  credentials: string[];
  health: SourceHealth;
  /** Null where Acta does not ask the product by itself. */
  pull: PullHealth | null;
  /** Null where nothing is known of it yet. */
  coverage: CoverageSummary | null;
}

/** `GET /v1/sources/{name}`. */
export interface SourceDetail extends Source {
  coverage: SourceCoverage | null;
}

export interface SourceCreated {
  id: string;
  type: string;
  name: string;
  intake_url: string;
  secret: string;
}

/** Who sends syslog that no source claims. */
export interface UnknownSender {
  door: 'udp' | 'tcp' | 'tls';
  address: string;
  /** The port of ours that it sends to. */
  port: number;
  /** No source is set to take it, or the token that it shows is of none. */
  reason: 'sender_unknown' | 'token_unknown';
  /** Since the server started. */
  messages: number;
  first: string;
  last: string;
  /** As its last message names itself. */
  host: string | null;
  program: string | null;
}

/** Asking a product again what happened in a time, to find what did not arrive. */
export interface Reconciliation {
  id: string;
  source: string;
  status: 'running' | 'done' | 'failed';
  created: string;
  finished: string | null;
  /** Inclusive. */
  from: string;
  /** Exclusive. */
  to: string;
  progress: { requests: number; share: number };
  /** Records that the product has of this time. */
  records: number;
  /** Of these, what had arrived before. */
  known: number;
  /** Of these, what had not: recorded now. */
  lost: number;
  error?: string;
}

/** What records of a file were when they were handed in. */
export interface ImportAnswer {
  accepted: number;
  duplicates: number;
  /** Ids in quarantine of what could not be read. */
  quarantined: string[];
  /** Why records could not be read, and how many. */
  failed: { code: string; detail: string; count: number }[];
}

/** What records of a file would be. */
export interface ImportPreview {
  records: number;
  /** Of these, with a type that has no action of its own. */
  unmapped: number;
  /** Of these, without a time of their own. */
  untimed: number;
  failed: { code: string; detail: string; count: number }[];
  actions: Record<string, number>;
  from: string | null;
  to: string | null;
  samples: {
    time: string | null;
    action: string;
    native: string | null;
    actor: string;
    target: string;
  }[];
}

export interface QuarantineItem {
  id: string;
  source: string;
  received: string;
  reason: string;
  detail: string;
  bytes: number;
  state: 'held' | 'replayed' | 'discarded';
}

export interface QuarantineDetail extends QuarantineItem {
  /** Headers that carry meaning; credentials and signatures are left out. */
  headers: Record<string, string>;
  /** The body as text with secrets masked, cut at 64 KiB. */
  preview: string;
}

export interface Finding {
  what: string;
  where: string;
  expected: string;
  found: string;
}

export interface Verification {
  id: string;
  state: 'running' | 'passed' | 'failed' | 'error';
  started: string;
  finished: string | null;
  size: number;
  checked: number;
  findings: Finding[];
}

export interface Integrity {
  origin: string;
  size: number;
  root: string;
  checkpoint: string;
  checkpoint_time: string | null;
  vkeys: string[];
  tier: Tier;
  witnesses: { name: string; cosigned_size: number | null; time: string | null }[];
  /** Size up to which full tiles and bundles stand as files. */
  published_size: number;
  indexed_through: number;
  last_verification: Verification | null;
}

export type ExportFormat = 'pack' | 'ndjson' | 'csv' | 'ocsf' | 'ecs' | 'cef' | 'parquet';

export interface ExportJob {
  id: string;
  status: 'queued' | 'running' | 'done' | 'failed';
  format: ExportFormat;
  q: string;
  from: string | null;
  to: string | null;
  created: string;
  progress: { done: number; total: number | null };
  bytes: number | null;
  /** `sha-256:<hex>` of the file, once done. */
  digest: string | null;
  error?: string;
}

export interface Catalogue {
  actions: ActionDefinition[];
}

export interface Page<T> {
  items: T[];
  next: string | null;
}
