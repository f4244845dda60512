// The composition root: the only place that makes parts and hands them to each other.
import { hkdfSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createMasker } from '@acta/event';
import { newId } from '../access/index.ts';
import type { Pulls } from '../collect/pull/index.ts';
import {
  createAhead,
  createCompatibleDoors,
  createDoors,
  createImportDoor,
  type Ahead,
} from '../collect/index.ts';
import { createServer, eventsSourceType } from '../http/index.ts';
import type { App, HttpContext } from '../http/index.ts';
import {
  actaItself,
  createAudit,
  createIntake,
  findLateDuplicates,
  openSpool,
  spooledReplays,
} from '../ingest/index.ts';
import type { Coverage, Intake } from '../ingest/index.ts';
import { openIndex } from '../index/index.ts';
import type { EventIndex } from '../index/index.ts';
import { knownIdsAge, openLedger } from '../ledger/index.ts';
import type { Ledger, VerifyProgress, VerifyResult } from '../ledger/index.ts';
import { createCipher } from '../lib/cipher.ts';
import type { Cipher } from '../lib/cipher.ts';
import { systemClock } from '../lib/clock.ts';
import type { FileSystem } from '../lib/file-system.ts';
import { createLimits } from '../lib/limits.ts';
import type { Logger } from '../lib/logger.ts';
import { createMetrics } from '../lib/metrics.ts';
import { nodeFileSystem } from '../lib/node-file-system.ts';
import { createRandom } from '../lib/random.ts';
import { createReports } from '../reports/index.ts';
import type { ReportOptions, Reports } from '../reports/index.ts';
import { adapters } from '../sources/all.ts';
import { openStore } from '../store/index.ts';
import type { Store } from '../store/index.ts';
import { openAccess } from './authentication.ts';
import { healthWithSilence, openSourceCoverage } from './coverage.ts';
import { openDataKey } from './data-key.ts';
import { openDetection } from './detection.ts';
import { openMappings } from './mappings.ts';
import { stateFolder, webFolder } from './directories.ts';
import { openWorkloads } from './issuers.ts';
import { packGaps } from './pack-gaps.ts';
import { openPulls, pullsPort } from './pulls.ts';
import { createSenders } from './senders.ts';
import { openSinks } from './sinks.ts';
import type { Senders } from './senders.ts';
import type { Config } from './settings.ts';
import type { Teardown } from './teardown.ts';
import { createVerifications } from './verification.ts';
import type { Verifications } from './verification.ts';
import { verifyInProcess } from './verify-process.ts';

/** What the process gives: everything else is made here. */
export interface Effects {
  config: Config;
  version: string;
  env: Readonly<Record<string, string | undefined>>;
  logger: Logger;
  teardown: Teardown;
  /** Ends the process at once: what is on the disk is unknown. */
  fatal: (error: Error) => void;
  readiness: () => { ready: boolean; reason: string };
  /** Aborted when the server stops. */
  closing: AbortSignal;
}

export function tools({ config, logger }: Effects) {
  const metrics = createMetrics({ process_metrics: true });
  const limits = createLimits(config.limits, metrics);
  const clock = systemClock;
  return { clock, fs: nodeFileSystem(), random: createRandom(), metrics, limits, logger };
}
export type Tools = ReturnType<typeof tools>;

/** The durable parts: log, control store, and the audit trail that all else writes to. */
export interface Foundation {
  tools: Tools;
  ledger: Ledger;
  store: Store;
  cipher: Cipher;
  audit: ReturnType<typeof createAudit>;
  access: HttpContext['access'];
}

/** Opens the log of the data directory, and so takes hold of the directory. */
export async function openLog(
  { config, env, teardown, fatal }: Effects,
  made: Tools,
): Promise<Ledger> {
  const ledger = await openLedger({
    ...made,
    dir: config.data,
    ...(config.log.origin === undefined ? {} : { origin: config.log.origin }),
    ...(config.log.head_file === undefined ? {} : { headFile: config.log.head_file }),
    headFolder: stateFolder(env),
    acceptRollback: config.accept_rollback,
    fatal,
  });
  teardown.add('ledger', () => ledger.close());
  return ledger;
}

/**
 * Opens what must stand before the server may listen. Throws ActaError that says why it must not.
 */
export async function openFoundation(effects: Effects): Promise<Foundation> {
  const { config, teardown, logger } = effects;
  const made = tools(effects);
  const { fs, random, clock } = made;
  const ledger = await openLog(effects, made);
  const file = join(config.data, 'control.db');
  const cipher = createCipher(
    await openDataKey(fs, config.data, random, !existsSync(file)),
    random,
  );
  const store = openStore({ file, cipher, now: new Date(clock.now()).toISOString() });
  teardown.add('control store', () => store.close());
  const audit = createAudit(ledger, clock);
  const workloads = openWorkloads({ ...made, config, teardown });
  const access = await openAccess({ ...made, config, store, audit, workloads, logger });
  teardown.add('last uses of keys', () => access.keyring.flush());
  return { tools: made, ledger, store, cipher, audit, access };
}

/** Everything that runs, and what the life cycle does with it. */
export interface Running {
  app: App;
  intake: Intake;
  coverage: Coverage;
  verifications: Verifications;
  senders: Senders;
  pulls: Pulls;
  context: HttpContext;
}

/** Opens the rest on the foundation. */
export async function compose(foundation: Foundation, effects: Effects): Promise<Running> {
  const { ledger, store, audit, access, tools: made } = foundation;
  const { config, teardown } = effects;
  const { clock } = made;
  const index = await openFollowingIndex(foundation, effects);
  const intake = await openIntake(foundation, effects, index);
  const { pulls, reconciler } = await openPulls(foundation, effects, intake);
  const coverage = await openSourceCoverage(foundation, intake, pulls, teardown);
  const sinks = await openSinks(foundation, effects);
  const detection = await openDetection({ ...effects, foundation, sinks });
  const reports = await openReports(foundation, effects, index, coverage);
  const verifications = await createVerifications({
    ...made,
    ledger,
    store: store.verifications,
    audit,
    itself: actaItself,
    verify: (onProgress) => verifyFiles(foundation, effects, onProgress),
    closing: effects.closing,
    since_ms: ledger.recovered.created ? clock.now() : 0,
  });
  const senders = createSenders({ ...made, config, store, adapters, intake, audit });
  teardown.add('senders', () => senders.close());
  const context: HttpContext = {
    ...made,
    settings: httpSettings(config, effects.version),
    ledger,
    index,
    doors: createDoors({ ...made, intake, ahead: openAhead(foundation, effects) }),
    compatible: createCompatibleDoors({ ...made, intake, size: () => ledger.head().size }),
    sources: {
      types: () => [...adapters.map(publicType(senders)), eventsSourceType],
      health: healthWithSilence(intake, coverage),
      async changed(name) {
        await intake.changed(name);
        await coverage.changed(name);
        await senders.changed();
        await pulls.changed(name);
      },
      problemOf: (settings) => senders.problemOf(settings),
      unknownSenders: () => senders.unknown(),
    },
    coverage,
    pulls: pullsPort(pulls, reconciler),
    records: createImportDoor({ ...made, intake, audit }),
    mappings: openMappings({ ...effects, ...made, ...foundation, index, masker: maskerOf(ledger) }),
    quarantine: intake.quarantine,
    audit,
    verification: verifications,
    reports,
    alerts: detection.alerts,
    sinks: sinks.sinks,
    alertRoutes: sinks.routes,
    answers: sinks.answersFor(detection.alerts),
    rules: detection.rules,
    store,
    access,
    tier: () => 'logged',
    readiness: effects.readiness,
  };
  const app = await createServer(context, effects.closing);
  teardown.add('http', () => app.close());
  await app.ready();
  warnOfUnknownLimits(made);
  return { app, intake, coverage, verifications, senders, pulls, context };
}

/** The embedded engine, or the one of `index.url`; it catches up with the log by itself. */
export async function openFollowingIndex(
  { ledger, tools: made }: Pick<Foundation, 'ledger' | 'tools'>,
  effects: Effects,
): Promise<EventIndex> {
  const { data, index: settings } = effects.config;
  const place = settings.url === undefined ? { dir: join(data, 'index') } : { url: settings.url };
  const index = await openIndex({ ...made, ...place, origin: ledger.origin });
  effects.teardown.add('index', () => index.close());
  index.follow(ledger);
  return index;
}

/** Everything up to now becomes files first; a process of its own reads them. */
async function verifyFiles(
  { ledger }: Foundation,
  { config, env, closing }: Effects,
  onProgress: (progress: VerifyProgress) => void,
): Promise<VerifyResult> {
  await ledger.flushTiles();
  const { data: dir, log } = config;
  return verifyInProcess({ dir, head_file: log.head_file, env, onProgress, signal: closing });
}

async function openReports(
  { ledger, store, cipher, tools: { clock, random } }: Foundation,
  { config, teardown, version }: Effects,
  index: EventIndex,
  coverage: Coverage,
): Promise<Reports> {
  const reports = await createReports({
    dir: join(config.data, 'exports'),
    cipher,
    ledger,
    index: reportIndex(index),
    store: store.exports,
    clock,
    version,
    coverageGaps: packGaps(coverage, clock),
    newId: () => `exp_${newId(random)}`,
  });
  teardown.add('exports', () => reports.close());
  return reports;
}

/** Exports ask for how far a page reaches in a flat form. */
const reportIndex = (index: EventIndex): ReportOptions['index'] => ({
  async search(query) {
    const { covered, ...page } = await index.search(query);
    return { ...page, through_index: covered.through_index };
  },
});

async function openIntake(
  foundation: Foundation,
  { config, teardown }: Effects,
  index: EventIndex,
): Promise<Intake> {
  const { ledger, store, cipher, audit, access, tools: made } = foundation;
  const fs: FileSystem = made.fs;
  const spool = await openSpool({ fs, cipher, dir: config.data, origin: ledger.origin });
  const first = await ledger.entry(0);
  const intake = await createIntake({
    ...made,
    ledger: findLateDuplicates({
      ...made,
      ledger,
      placesOf: (ids) => within(LATE_LOOK_MS, index.placesOf(ids)),
      window_ms: made.limits.value(knownIdsAge),
      begun_ms: first === null ? made.clock.now() : Date.parse(first.event.received),
    }),
    adapters,
    sources: store.sources,
    quarantine: store.quarantine,
    spool,
    replays: spooledReplays(spool),
    pushTokens: access.workloads,
    masker: maskerOf(ledger),
    audit,
  });
  teardown.add('intake', () => intake.close());
  // Counters of the sources are read in once, so that health is known before the first delivery.
  for (const source of await store.sources.list()) await intake.changed(source.name);
  return intake;
}

/** The thread that makes the entries of large requests. */
function openAhead(
  { ledger, tools: made }: Foundation,
  { config, teardown, logger }: Effects,
): Ahead {
  const ahead = createAhead({
    logger,
    metrics: made.metrics,
    known: made.limits,
    secret: ledger.secret,
    masking_key: maskingKey(ledger),
    limits: config.limits,
  });
  teardown.add('entries ahead', () => ahead.close());
  return ahead;
}

/** How long old events wait for the index to say whether they came before. */
const LATE_LOOK_MS = 1_000;

/** The answer, or a refusal once the time is over. */
function within<T>(time_ms: number, answer: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => reject(new Error(`No answer in ${time_ms} ms.`)), time_ms);
  answer.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}

const maskingKey = ({ secret }: Ledger) => derivedKey(secret, 'acta masking v1');
const maskerOf = (ledger: Ledger) => createMasker({ key: maskingKey(ledger) });

/** A key of its own for each purpose (RFC 5869), from the log's secret. */
function derivedKey(secret: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), purpose, 32));
}

function httpSettings(config: Config, version: string): HttpContext['settings'] {
  return {
    version,
    public_url: config.public_url,
    log_public: config.log.public,
    trusted_proxies: config.trusted_proxies,
    web_dir: config.web_dir ?? webFolder,
  };
}

const publicType = (senders: Senders) => (adapter: (typeof adapters)[number]) => ({
  type: adapter.type,
  title: adapter.title,
  summary: adapter.summary,
  ...senders.describe(adapter),
});

function warnOfUnknownLimits({ limits, logger }: Tools): void {
  const unknown = limits.unknown();
  if (unknown.length > 0) logger.warn('limits in the settings that no part knows', { unknown });
}
