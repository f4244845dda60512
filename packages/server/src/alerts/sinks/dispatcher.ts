// Sends what stands in the outbox. Each attempt is noted before it begins and after it ended, so a
// crash between the two sends again under the same id: at least once, never lost. A sink that hangs
// or asks for less holds up nobody but itself.
import type { Limits } from '../../lib/limits.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Metrics } from '../../lib/metrics.ts';
import type { DeliveryRecord, SinkRecord } from '../../store/index.ts';
import { deliver, measures, type DeliverOptions } from './deliver.ts';
import { createLane, type Lane } from './lane.ts';
import { SINK_IN_FLIGHT } from './limits.ts';
import { createRounds } from './rounds.ts';

export interface DispatcherOptions extends DeliverOptions {
  limits: Limits;
  metrics: Metrics;
  logger: Logger;
}

export interface Dispatcher {
  /** Looks at once for what is due. */
  wake(): void;
  /** How a sink does; undefined before it was used. */
  lane(sink: string): Lane | undefined;
  /** Resolves when nothing is due and nothing is being sent. */
  settled(): Promise<void>;
  /** Ends after the attempts that are being made. */
  close(): Promise<void>;
}

const LATER_MS = 60_000;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { clock, logger } = options;
  const lanes = new Map<string, Lane>();
  const sending = new Set<Promise<void>>();
  const measured = measures(options.metrics);
  const most = options.limits.value(SINK_IN_FLIGHT);
  const life: { timer?: NodeJS.Timeout; isClosed: boolean } = { isClosed: false };

  const send = (lane: Lane, sink: SinkRecord, record: DeliveryRecord): void => {
    lane.flying.add(record.id);
    const done = deliver(options, measured, lane, sink, record)
      .catch((error: unknown) => {
        logger.error('a delivery could not be noted', { error, sink: sink.name });
        lane.paused_until = clock.now() + LATER_MS;
      })
      .finally(() => {
        lane.flying.delete(record.id);
        sending.delete(done);
        rounds.ask();
      });
    sending.add(done);
  };

  const fill = async (sink: SinkRecord): Promise<void> => {
    const now = clock.now();
    const lane =
      lanes.get(sink.id) ?? createLane(sink, now, await options.deliveries.lastProblem(sink.id));
    lanes.set(sink.id, lane);
    if (lane.paused_until > now || lane.flying.size >= most) return;
    const at = new Date(now).toISOString();
    const found = await options.deliveries.ready(sink.id, at, most * 2);
    for (const record of found.filter(({ id }) => !lane.flying.has(id))) {
      if (life.isClosed || lane.flying.size >= most) return;
      if (!lane.take(sink.per_minute, clock.now())) return;
      send(lane, sink, record);
    }
  };

  const rounds = createRounds(async () => {
    try {
      const enabled = options.sinks().filter((sink) => sink.enabled);
      for (const sink of enabled) await fill(sink);
      const wait_ms = await nextWait(options, enabled, lanes);
      clearTimeout(life.timer);
      if (life.isClosed || wait_ms === null) return;
      life.timer = setTimeout(() => rounds.ask(), Math.min(wait_ms, LATER_MS));
      life.timer.unref();
    } catch (error) {
      logger.error('the outbox could not be read', { error });
    }
  });

  const settled = async (): Promise<void> => {
    do {
      await rounds.settled();
      await Promise.all(sending);
      await rounds.settled();
    } while (sending.size > 0);
  };

  return {
    wake: () => rounds.ask(),
    lane: (sink) => lanes.get(sink),
    settled,
    async close() {
      life.isClosed = true;
      rounds.end();
      clearTimeout(life.timer);
      await settled();
    },
  };
}

/** Milliseconds until something is due again; null when nothing waits. */
async function nextWait(
  { clock, deliveries }: DispatcherOptions,
  enabled: readonly SinkRecord[],
  lanes: ReadonlyMap<string, Lane>,
): Promise<number | null> {
  const now = clock.now();
  const ids = enabled.map(({ id }) => id);
  const due = await deliveries.nextDue(ids, new Date(now).toISOString());
  const waits = ids
    .map((id) => lanes.get(id))
    .map((lane) => [lane?.paused_until ?? 0, lane?.token_at ?? 0]);
  const times = [...waits.flat(), due === null ? 0 : Date.parse(due)].filter((at) => at > now);
  return times.length === 0 ? null : Math.min(...times) - now;
}
