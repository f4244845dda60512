// Everything about sinks put together: the book, the one that sends, and what people ask of them.
import type { Alert, SinkNotice } from '@acta/sdk';
import type { Clock } from '../../lib/clock.ts';
import type { Addresses, Egress } from '../../lib/egress.ts';
import type { Limits } from '../../lib/limits.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Metrics } from '../../lib/metrics.ts';
import type { Random } from '../../lib/random.ts';
import type { DeliveryRecord, SinkRecord, Store, Told } from '../../store/index.ts';
import type { AlertCaller, Alerts } from '../alerts.ts';
import { createAnswers, type Answers } from './answers.ts';
import { openSinkBook, type SinkBook } from './book.ts';
import { createDispatcher, type Dispatcher } from './dispatcher.ts';
import { DELIVERY_DAYS, OUTBOX_MESSAGES, SINK_TIMEOUT_MS } from './limits.ts';
import { createRoutes, type Routes } from './routes.ts';
import { createSinks, type SinkAudit, type Sinks } from './sinks.ts';

export interface AlertSinksOptions {
  store: Pick<Store, 'sinks' | 'alertRoutes' | 'deliveries'>;
  egress: Pick<Egress, 'request'>;
  addresses: Addresses;
  audit: SinkAudit;
  /** Acta itself, as who tells of trouble. */
  itself: AlertCaller;
  /** Address of the page; null where it is not set. */
  public_url: string | null;
  /** When an entry of the log came (ms since 1970). */
  receivedAt(index: number): Promise<number | null>;
  clock: Clock;
  random: Random;
  limits: Limits;
  metrics: Metrics;
  logger: Logger;
  newId(): string;
}

export interface AlertSinks {
  sinks: Sinks;
  routes: Routes;
  dispatcher: Dispatcher;
  /** For `AlertsOptions.told`. */
  told: (alert: Alert, what: SinkNotice) => Told | null;
  /** Takes what products tell back, for alerts. */
  answersFor(alerts: Pick<Alerts, 'get' | 'act'>): Answers;
  /** Forgets what was delivered long ago. */
  prune(): Promise<void>;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;

export async function openAlertSinks(options: AlertSinksOptions): Promise<AlertSinks> {
  const { store, clock, limits, audit, itself } = options;
  const newId = (prefix: string) => `${prefix}_${options.newId()}`;
  const book = await openSinkBook({
    sinks: store.sinks,
    routes: store.alertRoutes,
    clock,
    pending_max: limits.value(OUTBOX_MESSAGES),
    newId: () => newId('msg'),
  });
  const stopping = new AbortController();
  const tools = {
    egress: options.egress,
    addresses: options.addresses,
    timeout_ms: limits.value(SINK_TIMEOUT_MS),
    signal: stopping.signal,
  };
  const shared = { ...options, tools, book, deliveries: store.deliveries };
  const dispatcher = createDispatcher({
    ...shared,
    sinks: book.sinks,
    disable: (sink, why) => disable(options, book, sink, why),
    record: (event) => audit.record(itself, event),
    receivedOf: (record) => receivedOf(options, record),
    chance: () => ((options.random(1)[0] ?? 0) + 0.5) / 256,
  });
  dispatcher.wake();
  const sinks = createSinks({ ...shared, newId, sinks: store.sinks, dispatcher });
  const routes = createRoutes({ book, audit, limits, newId, routes: store.alertRoutes });
  return {
    sinks,
    routes,
    dispatcher,
    told: book.told,
    answersFor: (alerts) => createAnswers({ book, alerts, clock }),
    prune: () => {
      const before = clock.now() - limits.value(DELIVERY_DAYS) * DAY_MS;
      return store.deliveries.prune(new Date(before).toISOString());
    },
    close: () => closeWithin(dispatcher, stopping),
  };
}

/** A moment for what is on its way; what hangs is broken off and goes out at the next start. */
const GRACE_MS = 1_000;

async function closeWithin(dispatcher: Dispatcher, stopping: AbortController): Promise<void> {
  const breaking = setTimeout(() => stopping.abort(), GRACE_MS);
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const leaving = setTimeout(resolve, 3 * GRACE_MS);
  await Promise.race([dispatcher.close(), late]);
  clearTimeout(breaking);
  clearTimeout(leaving);
}

async function disable(
  { store, audit, itself }: AlertSinksOptions,
  { reload }: SinkBook,
  sink: SinkRecord,
  why: string,
): Promise<void> {
  await audit.record(itself, {
    action: 'sink.changed',
    target: { type: 'sink', id: sink.id, name: sink.name },
    changes: [{ field: 'enabled', from: true, to: false }],
    why: { reason: why },
  });
  await store.sinks.update({ ...sink, enabled: false, problem: why });
  await reload();
}

async function receivedOf(
  options: AlertSinksOptions,
  { message }: DeliveryRecord,
): Promise<number | null> {
  const last = message.events.at(-1);
  return last === undefined ? null : options.receivedAt(last.index);
}
