// Detection wired: rules of folders and of people, the thread that judges, alerts from what it
// finds.
import { newId } from '../access/index.ts';
import { createAlerts, type Alerts, type AlertSinks } from '../alerts/index.ts';
import { startRunner, type SavedRun } from '../detect/index.ts';
import { actaItself, openSpool } from '../ingest/index.ts';
import type { Spool } from '../ingest/index.ts';
import type { AlertEvent } from '@acta/sdk';
import { messageOf } from '../lib/errors.ts';
import type { Limit } from '../lib/limits.ts';
import {
  createRuleBook,
  createRuleFields,
  createRules,
  createTrials,
  openReplays,
  type RuleBook,
  type Rules,
} from '../rules/index.ts';
import { readFolders, readOverlays } from './rule-folders.ts';
import type { Foundation } from './compose.ts';
import type { Config } from './settings.ts';
import type { Teardown } from './teardown.ts';

export interface Detection {
  alerts: Alerts;
  rules: Rules;
}

const GROUPS: Limit = {
  name: 'detection.groups',
  default: 1_000_000,
  description:
    'Groups that one correlation holds. A million of a simple count take 150 MB; the ones not seen for longest go first.',
};
const HITS: Limit = {
  name: 'detection.group_hits',
  default: 10_000,
  description: 'Matches held of one group of a correlation; the oldest go first.',
};
const REFS: Limit = {
  name: 'detection.evidence_events',
  default: 100,
  description: 'Events that one finding of a rule names; the newest are kept.',
};
const LATENESS: Limit = {
  name: 'detection.lateness_ms',
  default: 900_000,
  description:
    'How late an event may come and still count: what is due is called missing only after that. Products deliver some records a quarter of an hour late.',
};
const SAVE_MS = 30_000;
const STATE = 'detection-state';

export interface DetectionOptions {
  sinks: Pick<AlertSinks, 'told' | 'dispatcher'>;
  foundation: Foundation;
  config: Config;
  teardown: Teardown;
  logger: Foundation['tools']['logger'];
}

const correlationLimits = (limits: Foundation['tools']['limits']) => ({
  groups: limits.value(GROUPS),
  hits: limits.value(HITS),
  refs: limits.value(REFS),
});

/** Starts to judge what becomes durable, from where the last run got to. */
export async function openDetection(options: DetectionOptions): Promise<Detection> {
  const { foundation, config, teardown, logger } = options;
  const { ledger, store, audit, cipher, tools } = foundation;
  const { clock, fs, limits, metrics, random } = tools;
  const spool = await openSpool({ fs, cipher, dir: config.data, origin: ledger.origin });
  const folders = await readFolders(config);
  const overlay = await readOverlays(config);
  let book = createRuleBook(folders, await store.rules.list(), overlay);
  warnOfRejected(book, logger);
  const alerts = createAlerts({
    store: store.alerts,
    silences: store.silences,
    clock,
    audit,
    itself: actaItself,
    notesOf: (rule) => book.notesOf(rule),
    idsOf: (indexes) => idsOf(ledger, indexes),
    newId: () => `alr_${newId(random)}`,
    told: options.sinks.told,
    onChange: async () => options.sinks.dispatcher.wake(),
  });
  const correlations = correlationLimits(limits);
  const lateness_ms = limits.value(LATENESS);
  // Not awaited: the server need not wait for a thread that reads a thousand rules.
  const starting = startRunner(
    {
      log: ledger,
      store: spooledState(spool),
      clock,
      logger,
      metrics,
      correlations,
      lateness_ms,
      save_ms: SAVE_MS,
      onDetections: (found) => alerts.keep(found),
    },
    book.running,
  );
  starting.catch((error: unknown) =>
    logger.error('detection did not start', { reason: messageOf(error) }),
  );
  teardown.add('detection', async () => (await starting).close());
  const replays = await openReplays({
    store: store.ruleReplays,
    log: ledger,
    clock,
    limits,
    correlations,
    lateness_ms,
    newId: () => `rpl_${newId(random)}`,
    idsOf: (indexes) => idsOf(ledger, indexes),
  });
  teardown.add('replays', () => replays.close());
  const rules = createRules({
    store: store.rules,
    book: () => book,
    async reload() {
      book = createRuleBook(folders, await store.rules.list(), overlay, book);
      warnOfRejected(book, logger);
      await (await starting).use(book.running);
    },
    trials: createTrials(limits),
    fields: createRuleFields({ log: ledger, book: () => book, clock }),
    replays,
    audit,
    clock,
    limits,
    newId: () => uuidOf(random(16)),
  });
  return { alerts, rules };
}

/** A UUID of version 4 (RFC 9562). */
function uuidOf(bytes: Uint8Array): string {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function warnOfRejected(book: RuleBook, logger: DetectionOptions['logger']): void {
  for (const { rule, problem, state } of book.rules) {
    if (state === 'rejected') {
      logger.warn('a rule does not run', { file: rule.origin.file, title: rule.title, problem });
    }
  }
}

async function idsOf(
  ledger: Foundation['ledger'],
  indexes: readonly number[],
): Promise<AlertEvent[]> {
  const entries = await Promise.all(indexes.map((index) => ledger.entry(index)));
  return entries.flatMap((entry) =>
    entry === null ? [] : [{ index: entry.index, id: entry.event.id }],
  );
}

function spooledState(spool: Spool) {
  return {
    async load() {
      const bytes = await spool.read(STATE);
      return bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString('utf8')) as SavedRun);
    },
    save: (run: SavedRun) => spool.write(STATE, Buffer.from(JSON.stringify(run))),
  };
}
