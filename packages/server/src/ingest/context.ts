import type { Masker } from '@acta/event';
import type { Clock } from '../lib/clock.ts';
import type { Limits } from '../lib/limits.ts';
import type { Counter, Metrics } from '../lib/metrics.ts';
import type { Adapter } from '../sources/types.ts';
import type { Meters } from './meters.ts';
import type { LedgerAppend, PushTokens } from './ports.ts';
import type { Held, Quarantine } from './quarantine.ts';
import type { Rejections } from './rejections.ts';
import type { Replays } from './replays.ts';

/** What the steps of the intake share. */
export interface IntakeContext {
  ledger: LedgerAppend;
  adapterOf: (type: string) => Adapter | undefined;
  pushTokens: PushTokens;
  masker: Masker;
  clock: Clock;
  limits: Limits;
  meters: Meters;
  quarantine: Quarantine;
  replays: Replays;
  rejections: Rejections;
  counters: Counters;
  /** Says in the log that something was quarantined; does not hold up the answer. */
  announceQuarantined(id: string, held: Held): void;
}

export interface Counters {
  deliveries: Counter;
  events: Counter;
  unmapped: Counter;
  rejected: Counter;
  replays: Counter;
}

export function intakeCounters(metrics: Metrics): Counters {
  const of = ['source', 'type'];
  return {
    deliveries: metrics.counter('acta_intake_deliveries_total', 'Deliveries recorded.', of),
    events: metrics.counter('acta_intake_events_total', 'Events recorded, duplicates too.', of),
    unmapped: metrics.counter(
      'acta_intake_unmapped_total',
      'Events whose type has no action of its own in the catalogue.',
      of,
    ),
    rejected: metrics.counter('acta_intake_rejected_total', 'Deliveries refused.', [
      'source',
      'reason',
    ]),
    replays: metrics.counter(
      'acta_intake_replays_suspected_total',
      'Signed bodies seen before under another delivery id.',
      of,
    ),
  };
}
