// One delivery from its row in the outbox to what became of it. Trouble is told before it is noted,
// so that a crash in between tells it again under the same name and loses nothing.
import type { Change, Target } from '@acta/event';
import type { Metrics } from '../../lib/metrics.ts';
import type { DeliveriesRepository, DeliveryRecord, SinkRecord } from '../../store/index.ts';
import { attemptDelivery, type Attempted, type AttemptOptions } from './attempt.ts';
import type { Lane } from './lane.ts';
import { throttleFor, waitAfter } from './schedule.ts';

export interface SinkEvent {
  action: string;
  target: Target;
  outcome?: 'failure';
  changes?: Change[];
  why?: { reason: string };
  labels?: Record<string, string>;
  once?: string;
}

export interface DeliverOptions extends AttemptOptions {
  deliveries: DeliveriesRepository;
  /** The sinks as they are now. */
  sinks(): readonly SinkRecord[];
  /** Takes a sink out of service: its receiver is gone. */
  disable(sink: SinkRecord, why: string): Promise<void>;
  record(event: SinkEvent): Promise<unknown>;
  /** When the newest event of an alert came (ms since 1970); null where that is unknown. */
  receivedOf(record: DeliveryRecord): Promise<number | null>;
  /** From 0 to below 1. */
  chance(): number;
}

/** A sink that fails this often in a row is told of, long before its message is given up. */
const FAILING_AFTER = 3;
const LATENCY_S = [0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300];

export type Measures = ReturnType<typeof measures>;

export function measures(metrics: Metrics) {
  return {
    outcomes: metrics.counter('acta_alert_deliveries_total', 'Attempts to tell sinks of alerts.', [
      'sink',
      'kind',
      'outcome',
    ]),
    latency: metrics.histogram(
      'acta_alert_latency_seconds',
      'From the receipt of the event that raised an alert to the answer of a sink.',
      LATENCY_S,
      ['kind'],
    ),
  };
}

export async function deliver(
  options: DeliverOptions,
  { outcomes, latency }: Measures,
  lane: Lane,
  sink: SinkRecord,
  record: DeliveryRecord,
): Promise<void> {
  const { clock, deliveries } = options;
  await deliveries.begin(record.id, new Date(clock.now()).toISOString());
  const reference =
    record.alert === null ? null : await deliveries.reference(sink.id, record.alert);
  const outgoing = { ...record, reference, attempt: record.attempts + 1 };
  const attempted = await attemptDelivery(options, sink, outgoing);
  const outcome = await settle(options, lane, sink, record, attempted);
  outcomes.inc({ sink: sink.name, kind: sink.kind, outcome });
  if (outcome !== 'delivered' || record.what !== 'alert.raised') return;
  const received = await options.receivedOf(record);
  if (received !== null) latency.observe({ kind: sink.kind }, (clock.now() - received) / 1_000);
}

type Outcome = 'delivered' | 'retried' | 'failed';

async function settle(
  options: DeliverOptions,
  lane: Lane,
  sink: SinkRecord,
  record: DeliveryRecord,
  { attempt, failure, reference }: Attempted,
): Promise<Outcome> {
  const { clock, deliveries } = options;
  if (failure === null) {
    lane.succeeded();
    await deliveries.end(record, { state: 'delivered', due: null, attempt, reference });
    return 'delivered';
  }
  const { fate, throttles, retry_after_ms } = failure;
  lane.failed(attempt.answer);
  if (throttles) {
    const for_ms = throttleFor(++lane.throttled, retry_after_ms);
    lane.paused_until = clock.now() + for_ms;
  }
  const tries = record.tries + 1;
  const wait_ms = fate === 'retry' ? waitAfter(tries, options.chance(), retry_after_ms) : null;
  if (wait_ms !== null) {
    const due = new Date(clock.now() + wait_ms).toISOString();
    if (tries >= FAILING_AFTER) await tellFailing(options, lane, sink, record, attempt.answer);
    await deliveries.end(record, { state: 'pending', due, attempt });
    return 'retried';
  }
  if (fate === 'disable') await options.disable(sink, attempt.answer);
  await tellGivenUp(options, sink, record, attempt.answer);
  await deliveries.end(record, { state: 'failed', due: null, attempt });
  return 'failed';
}

const about = (sink: SinkRecord, record: DeliveryRecord, answer: string) => ({
  target: { type: 'sink', id: sink.id, name: sink.name },
  outcome: 'failure' as const,
  why: { reason: answer },
  labels: { kind: sink.kind, delivery: record.id, alert: record.alert ?? '' },
});

/** An alert about a sink raises no further one, or two broken sinks would tell of each other. */
const isAboutSink = ({ message }: DeliveryRecord, options: DeliverOptions): boolean =>
  options.sinks().some(({ id }) => id === message.target?.id);

async function tellFailing(
  options: DeliverOptions,
  lane: Lane,
  sink: SinkRecord,
  record: DeliveryRecord,
  answer: string,
): Promise<void> {
  if (lane.isTold || isAboutSink(record, options)) return;
  const once = `sink-failing:${record.id}:${record.begun ?? ''}`;
  await options.record({ action: 'sink.failing', ...about(sink, record, answer), once });
  lane.isTold = true;
}

async function tellGivenUp(
  options: DeliverOptions,
  sink: SinkRecord,
  record: DeliveryRecord,
  answer: string,
): Promise<void> {
  if (isAboutSink(record, options)) return;
  const once = `sink-given-up:${record.id}:${record.attempts}`;
  await options.record({ action: 'sink.delivery_failed', ...about(sink, record, answer), once });
}
