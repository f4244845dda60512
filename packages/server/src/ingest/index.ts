// The intake: accept, authenticate, normalise, mask, record, answer. Each door calls one of its
// functions.
import type { ImportPreview, IngestAnswer, SourceHealth } from '@acta/sdk';
import type { Masker } from '@acta/event';
import type { EntriesAhead } from '../lib/ahead.ts';
import type { Clock } from '../lib/clock.ts';
import { messageOf } from '../lib/errors.ts';
import type { Limits } from '../lib/limits.ts';
import type { Logger } from '../lib/logger.ts';
import type { Metrics } from '../lib/metrics.ts';
import type { Adapter, Delivery } from '../sources/types.ts';
import { actaItself } from './audit.ts';
import { intakeCounters, type IntakeContext } from './context.ts';
import {
  answerChallenge,
  takeAuthenticated,
  takeDelivery,
  type Authenticated,
  type DeliveryAnswer,
} from './deliveries.ts';
import { senderOf, takeAhead, takeEvents, type Sender, type SentEvents } from './events.ts';
import { refusal } from './errors.ts';
import { countRefusal, emptyHealth, healthAnswer, type Seen } from './health.ts';
import { REJECTION_ADDRESSES, REPLAY_MEMORY_ITEMS, SILENCE_MS } from './limits.ts';
import { createMeters } from './meters.ts';
import type {
  Audit,
  AuditRecord,
  Caller,
  LedgerAppend,
  PushTokens,
  QuarantineStore,
  ReplayStore,
  SourcesStore,
  Spool,
} from './ports.ts';
import { previewDelivery } from './preview.ts';
import { createQuarantine, type Quarantine } from './quarantine.ts';
import { createRejections, type Rejection } from './rejections.ts';
import { takeRecords, type RecordsAnswer, type SentRecords } from './records.ts';
import { discardHeld, replayHeld, targetOf } from './replay.ts';
import { openReplays } from './replays.ts';

export { DEPTH, PARTS } from './limits.ts';
export { actaItself, createAudit } from './audit.ts';
export { openSpool, spooledReplays, type SpoolContext } from './spool.ts';
export { findLateDuplicates, type LateDuplicatesOptions } from './late-duplicates.ts';
export type { Authenticated, DeliveryAnswer } from './deliveries.ts';
export { STREAM_LABEL as COVERED_LABEL } from './coverage/facts.ts';
export {
  deliveryOf,
  draftOfSent,
  keyPrefix,
  type Sender,
  type SentEvents,
  type SentItem,
} from './events.ts';
export { seenOf, type Seen } from './health.ts';
export type { RecordOutcome, RecordsAnswer, SentRecord, SentRecords } from './records.ts';
export {
  openCoverage,
  parseSilence,
  type Coverage,
  type CoverageOptions,
} from './coverage/index.ts';
export type { Quarantine } from './quarantine.ts';
export { createRejections } from './rejections.ts';
export { createRenormaliser, type Renormaliser } from './renormalise/index.ts';
export { tryRecords } from './try.ts';
export type * from './ports.ts';

export interface IntakeOptions {
  ledger: LedgerAppend;
  adapters: readonly Adapter[];
  sources: SourcesStore;
  quarantine: QuarantineStore;
  spool: Spool;
  replays: ReplayStore;
  pushTokens: PushTokens;
  masker: Masker;
  audit: Audit;
  clock: Clock;
  metrics: Metrics;
  limits: Limits;
  logger: Logger;
}

export interface Intake {
  /** `POST /v1/events`. */
  acceptEvents(caller: Caller, sent: SentEvents): Promise<IngestAnswer>;
  /** For whom a caller's events are recorded. @throws ActaError 403 source gone or paused */
  senderOf(caller: Caller): Promise<Sender>;
  /** Events that were made into entries already. */
  acceptAhead(sender: Sender, entries: EntriesAhead, seen: Seen): Promise<IngestAnswer>;
  /** @throws ActaError 404 `source_unknown`: nothing of its body needs to be looked at */
  requireSource(source: string): Promise<void>;
  /** A webhook or stream for a named source. */
  acceptDelivery(source: string, delivery: Delivery, address: string): Promise<DeliveryAnswer>;
  /** Records for a named source whose sender the door has authenticated itself. */
  acceptAuthenticated(
    source: string,
    delivery: Delivery,
    by: Authenticated,
  ): Promise<DeliveryAnswer>;
  /** Records of a compatible sender, for the source of its key. */
  acceptRecords(source: string, sent: SentRecords): Promise<RecordsAnswer>;
  /** What a delivery would give by a door, without taking it. @throws ActaError 404 */
  preview(source: string, delivery: Delivery, via: string): Promise<ImportPreview>;
  /** A product's one-time check of a source's address. @throws ActaError 404 */
  challenge(source: string, delivery: Delivery): Promise<{ contentType: string; body: string }>;
  /** A refusal by a door before the intake saw the body: too large, wrong encoding. */
  noteRefused(source: string, reason: string): void;
  quarantine: Pick<Quarantine, 'list' | 'get'> & {
    replay(id: string, by: Caller, text?: string): Promise<IngestAnswer>;
    discard(id: string, by: Caller): Promise<void>;
  };
  /** As far as it is known in memory; `changed` reads it in. */
  health(name: string): SourceHealth;
  /** Tells that a source was added, changed or removed. */
  changed(name: string): Promise<void>;
  /**
   * Saves counters and memory, and records refusals of minutes that ended. To be called every few
   * seconds.
   */
  tick(): Promise<void>;
  /** The same for the last time. */
  close(): Promise<void>;
}

/**
 * Wires the intake. Reads the memory of signed bodies; touches nothing else until the first call.
 */
export async function createIntake(options: IntakeOptions): Promise<Intake> {
  const { clock, limits, metrics, audit } = options;
  const told = background(options);
  const adapters = new Map(options.adapters.map((adapter) => [adapter.type, adapter]));
  const context: IntakeContext = {
    ledger: options.ledger,
    adapterOf: (type) => adapters.get(type),
    pushTokens: options.pushTokens,
    masker: options.masker,
    clock,
    limits,
    meters: createMeters(options.sources, options.logger),
    quarantine: createQuarantine({ ...options, store: options.quarantine }),
    replays: await openReplays(options.replays, limits.value(REPLAY_MEMORY_ITEMS)),
    rejections: createRejections({
      clock,
      addresses: limits.value(REJECTION_ADDRESSES),
      record: (rejection) => told.record(null, rejectionEvent(rejection)),
    }),
    counters: intakeCounters(metrics),
    announceQuarantined(id, held) {
      const why = { reason: `${held.reason}: ${held.detail}`.slice(0, 2_000) };
      told.record(actaItself, {
        action: 'delivery.quarantined',
        target: targetOf(id, held),
        why,
      });
    },
  };

  async function save(everything: boolean): Promise<void> {
    context.rejections.flush(everything);
    await context.meters.save();
    await context.replays.save();
  }

  return {
    ...eventsOf(context),
    acceptDelivery: (source, delivery, address) => takeDelivery(context, source, delivery, address),
    acceptAuthenticated: (source, delivery, by) => takeAuthenticated(context, source, delivery, by),
    acceptRecords: (source, sent) => takeRecords(context, source, sent),
    preview: (source, delivery, via) => previewDelivery(context, source, delivery, via),
    challenge: (source, delivery) => answerChallenge(context, source, delivery),
    async requireSource(source) {
      if ((await context.meters.source(source)) === null) throw refusal('source_unknown');
    },
    noteRefused(source, reason) {
      const known = context.meters.peek(source);
      if (known !== undefined) {
        countRefusal(context.meters.state({ name: source }), reason, clock.now());
      }
      context.counters.rejected.inc({ source: known === undefined ? '' : source, reason });
    },
    quarantine: {
      list: (filter) => context.quarantine.list(filter),
      get: (id) => context.quarantine.get(id),
      replay: (id, by, text) => replayHeld(context, audit, id, by, text),
      discard: (id, by) => discardHeld(context, audit, id, by),
    },
    health(name) {
      const known = context.meters.peek(name);
      const state = known?.state ?? emptyHealth();
      return healthAnswer(state, clock.now(), known?.paused ?? false, limits.value(SILENCE_MS));
    },
    changed: (name) => context.meters.changed(name),
    tick: () => save(false),
    async close() {
      await save(true);
      await told.settled();
    },
  };
}

function eventsOf(
  context: IntakeContext,
): Pick<Intake, 'acceptEvents' | 'senderOf' | 'acceptAhead'> {
  return {
    acceptEvents: (caller, sent) => takeEvents(context, caller, sent),
    senderOf: (caller) => senderOf(context, caller),
    acceptAhead: (sender, entries, seen) => takeAhead(context, sender, entries, seen),
  };
}

/**
 * Events that nobody waits for. A failure is logged: the counters in health and metrics still hold
 * them.
 */
function background({ audit, logger }: Pick<IntakeOptions, 'audit' | 'logger'>) {
  const running = new Set<Promise<void>>();
  return {
    record(caller: Caller | null, record: AuditRecord): void {
      const work = audit
        .record(caller, record)
        .then(() => undefined)
        .catch((error: unknown) => {
          logger.error('an event of the intake could not be recorded', {
            action: record.action,
            reason: messageOf(error),
          });
        })
        .finally(() => running.delete(work));
      running.add(work);
    },
    async settled(): Promise<void> {
      await Promise.all(running);
    },
  };
}

function rejectionEvent({ source, address, code, count }: Rejection): AuditRecord {
  return {
    action: code.startsWith('signature_') ? 'signature.rejected' : 'delivery.rejected',
    outcome: 'denied',
    target: { type: 'source', id: `source:${source}`, name: source },
    context: { ip: address },
    why: { reason: code },
    labels: { count: String(count) },
  };
}
