// What the routes need of the other parts, as small interfaces; the composition root hands them in.
import type { ActaEvent, Change, Context as EventContext, Target, Why } from '@acta/event';
import type { Query } from '@acta/query';
import type {
  CoverageAnswer,
  CoverageSettings,
  CoverageSummary,
  FacetsAnswer,
  HistogramAnswer,
  LoggedEvent,
  PullHealth,
  Reconciliation,
  SearchAnswer,
  SourceCoverage,
  SourceCoverageDays,
  SourceHealth,
  SourceType,
  Tier,
  Verification,
  ViewersAnswer,
  QuarantineDetail,
  QuarantineItem,
  SampleInput,
  TriedSample,
  UnknownSender,
  Withheld,
} from '@acta/sdk';
import type { Answer, Credentials, Failures, Keyring, Principal } from '../access/index.ts';
import type { Sessions, SignInLinks } from '../access/index.ts';
import type { CompatibleDoors } from '../collect/index.ts';
import type { Workloads } from '../identity/index.ts';
import type { Alerts, Answers, Routes, Sinks } from '../alerts/index.ts';
import type { Clock } from '../lib/clock.ts';
import type { Renormaliser } from '../ingest/index.ts';
import type { Ledger } from '../ledger/types.ts';
import type { Limits } from '../lib/limits.ts';
import type { Logger } from '../lib/logger.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Random } from '../lib/random.ts';
import type { Reports } from '../reports/index.ts';
import type { Rules } from '../rules/index.ts';
import type { Store } from '../store/index.ts';

export type LedgerPort = Pick<
  Ledger,
  | 'origin'
  | 'head'
  | 'entry'
  | 'entries'
  | 'indexOf'
  | 'inclusionProof'
  | 'publicFile'
  | 'vkeys'
  | 'publishedSize'
  | 'onCommit'
>;

/** What a reader asks, and what of it that reader may know. */
export interface ReadQuery {
  ast: Query;
  from: string | null;
  to: string | null;
  scope?: Query;
  withheld?: Withheld['group'][];
}

export interface IndexPort {
  /** Entries [0, through) are searchable. */
  through(): number;
  search(
    query: ReadQuery & { order: '-time' | 'time'; limit: number; cursor: string | null },
  ): Promise<SearchAnswer>;
  histogram(query: ReadQuery & { buckets: number }): Promise<HistogramAnswer>;
  facets(query: ReadQuery & { fields: string[]; limit: number }): Promise<FacetsAnswer>;
  /** The index in the log of an event; null when it is not there (yet). */
  get(id: string): Promise<LoggedEvent | null>;
  viewersOf(id: string, page: { limit: number; cursor: string | null }): Promise<ViewersAnswer>;
}

/** A request as the doors get it: raw bytes, header names in lower case. */
export interface DoorRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
  remoteAddress: string;
  /** Names the request in problem documents. */
  id?: string;
  /** The request's query parameters. */
  query?: Readonly<Record<string, string | undefined>>;
}

export interface DoorAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** In place of `body`, where the answer is no text. */
  bytes?: Buffer;
}

export interface DoorsPort {
  /** POST /v1/events. */
  events(principal: Principal, request: DoorRequest): Promise<DoorAnswer>;
  /** POST /intake/{source}: authenticates the product's own way. */
  delivery(source: string, request: DoorRequest): Promise<DoorAnswer>;
  /** GET /intake/{source}: a product's one-time check of the address. */
  challenge(source: string, request: DoorRequest): Promise<DoorAnswer>;
}

export type { CompatibleDoors, Refusing as RefusingDoor } from '../collect/index.ts';

export interface SourcesPort {
  types(): SourceType[];
  /** What the health of a source is now; null for an unknown one. */
  health(name: string): SourceHealth;
  /** Tells the intake that a source was added, changed or removed. */
  changed(name: string): Promise<void>;
  /** Who sends syslog that no source claims, the newest first. */
  unknownSenders(): UnknownSender[];
  /** What is wrong with settings that doors go by, or null. */
  problemOf?(settings: Readonly<Record<string, unknown>>): { setting: string; why: string } | null;
}

/** Asking products by ourselves. */
export interface PullsPort {
  /** Null for a source that is not polled. */
  health(name: string): PullHealth | null;
  /** Polls now. @throws ActaError 409 */
  poll(name: string): Promise<PullHealth>;
  reconcile(name: string, from: number, to: number, by: Principal): Promise<Reconciliation>;
  /** By the id of the source. */
  reconciliations(source: string, limit: number): Promise<Reconciliation[]>;
  reconciliation(name: string, id: string): Promise<Reconciliation | null>;
}

/** What was expected of the sources against what came. Null for an unknown source. */
export interface CoveragePort {
  summary(name: string): CoverageSummary | null;
  detail(name: string): SourceCoverage | null;
  settings(name: string): CoverageSettings;
  configure(name: string, settings: Partial<CoverageSettings>): Promise<CoverageSettings>;
  /** Days, UTC, from the first on, below the second. */
  days(name: string, from: string, to: string): Promise<SourceCoverageDays | null>;
  all(from: string, to: string): Promise<CoverageAnswer>;
}

/** What records become, and what was received mapped again. */
export interface MappingsPort {
  /** Pure: nothing is recorded. */
  tryRecords(
    type: string,
    settings: Record<string, unknown>,
    samples: readonly SampleInput[],
  ): TriedSample[];
  renormaliser: Renormaliser;
}

export interface QuarantinePort {
  list(filter: {
    source?: string | undefined;
    limit: number;
    cursor?: string | undefined;
  }): Promise<{ items: QuarantineItem[]; next: string | null }>;
  get(id: string): Promise<QuarantineDetail | null>;
  /** `text` is taken in the place of what was held. */
  replay(id: string, by: Principal, text?: string): Promise<unknown>;
  discard(id: string, by: Principal): Promise<void>;
}

export interface AuditRecord {
  action: string;
  target: Target;
  targets?: Target[];
  outcome?: 'success' | 'failure' | 'denied';
  context?: EventContext;
  changes?: Change[];
  why?: Why;
  labels?: Record<string, string>;
}

/** Acta's own events: resolves once the record is durable, throws when it can't be kept. */
export interface AuditPort {
  record(principal: Principal | null, record: AuditRecord): Promise<unknown>;
}

export interface VerificationPort {
  /** Starts one, or gives the one that runs. */
  start(by: Principal | null): Promise<Verification>;
  get(id: string): Promise<Verification | null>;
  last(): Promise<Verification | null>;
}

export interface HttpSettings {
  /** Acta's version. */
  version: string;
  /** Absolute address that senders and people use; absent: taken from each request. */
  public_url: string | null;
  log_public: boolean;
  trusted_proxies: string[];
  /** Folder of the built page. */
  web_dir: string;
}

/** Everything that the routes work with. */
export interface HttpContext {
  settings: HttpSettings;
  ledger: LedgerPort;
  index: IndexPort;
  doors: DoorsPort;
  /** The doors that take the protocols of other products. */
  compatible: CompatibleDoors;
  sources: SourcesPort;
  coverage: CoveragePort;
  pulls: PullsPort;
  /** POST /v1/sources/{name}/records. */
  records(by: Principal, source: string, request: DoorRequest): Promise<DoorAnswer>;
  mappings: MappingsPort;
  quarantine: QuarantinePort;
  audit: AuditPort;
  verification: VerificationPort;
  reports: Reports;
  alerts: Alerts;
  sinks: Sinks;
  alertRoutes: Routes;
  /** What products tell back of alerts. */
  answers: Answers;
  rules: Rules;
  store: Store;
  access: {
    authenticate(credentials: Credentials): Answer | Promise<Answer>;
    keyring: Keyring;
    sessions: Sessions;
    links: SignInLinks;
    /** Tokens of workloads. */
    workloads: Workloads;
    /** Failed sign-ins by address. */
    failures: Failures;
    /** Refused permissions; the address is the principal as JSON `[id, name, kind]`. */
    denials: Failures;
  };
  tier(): Tier;
  clock: Clock;
  random: Random;
  metrics: Metrics;
  limits: Limits;
  logger: Logger;
  /** `ready`, or why not. */
  readiness(): { ready: boolean; reason: string };
}

export type { ActaEvent };
