// The syslog door: listeners, routing of each message to its source, batches into the intake.
import type { UnknownSender } from '@acta/sdk';
import type { Audit, Intake } from '../../ingest/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { ActaError, messageOf, systemCode } from '../../lib/errors.ts';
import type { Limits } from '../../lib/limits.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Metrics } from '../../lib/metrics.ts';
import type { Random } from '../../lib/random.ts';
import { createBatches } from './batches.ts';
import { createDatagrams } from './datagrams.ts';
import { SYSLOG_MESSAGE_BYTES } from './limits.ts';
import { syslogMeters, type DoorKind, type SyslogMeters } from './meters.ts';
import { routesOf, type RoutedSource, type Routes } from './routes.ts';
import { receiver } from './receive.ts';
import { createStrangers } from './strangers.ts';
import { createStreams } from './streams.ts';
import type { TlsFiles } from './tls.ts';
import { createUnknown } from './unknown.ts';

export type { TlsFiles } from './tls.ts';
export type { DoorKind } from './meters.ts';
export type { RoutedSource } from './routes.ts';

export interface Address {
  host: string;
  port: number;
}

export interface SyslogSettings {
  udp: readonly Address[];
  tcp: readonly Address[];
  tls: readonly Address[];
  tls_files: TlsFiles | undefined;
}

export interface SyslogContext {
  settings: SyslogSettings;
  intake: Intake;
  /** All sources that may take syslog, with their secrets. */
  sources: () => Promise<readonly RoutedSource[]>;
  /** Whether a source's adapter reads the header of a message itself. */
  readsHeaders: (type: string) => boolean;
  audit: Audit;
  clock: Clock;
  random: Random;
  limits: Limits;
  metrics: Metrics;
  logger: Logger;
}

export interface Listening extends Address {
  door: DoorKind;
}

export interface SyslogDoor {
  /** Starts all listeners. Throws ActaError `listen_failed`, `certificate_unreadable`. */
  listen(): Promise<Listening[]>;
  /** Sources were added, changed or removed. */
  changed(): Promise<void>;
  /** Senders that no source claims, the newest first. */
  unknownSenders(): UnknownSender[];
  /** Tells counts of unknown senders, looks for new certificates; every few seconds. */
  tick(): void;
  /** Takes what is on its way, records it, and ends; gives how many messages were not recorded. */
  close(): Promise<number>;
}

const readMs = 2_000;
const drainMs = 5_000;

export function createSyslogDoor(context: SyslogContext): SyslogDoor {
  const { settings, logger } = context;
  let routes: Routes = routesOf([]);
  const { streams, datagrams, batches, unknown, strangers } = partsOf(context, () => routes);
  let closing: Promise<number> | undefined;

  async function end(): Promise<number> {
    await Promise.all([streams.close(readMs), datagrams.close()]);
    const left = await batches.drain(drainMs);
    if (left > 0) logger.error('syslog messages could not be recorded at the end', { left });
    unknown.flush(true);
    await unknown.settled();
    return left;
  }

  return {
    async listen() {
      routes = routesOf(await context.sources());
      return startAll(settings, logger, {
        udp: ({ host, port }) => datagrams.listen(host, port),
        tcp: ({ host, port }) => streams.listen(host, port),
        tls: ({ host, port }) => streams.listen(host, port, settings.tls_files),
      });
    },
    async changed() {
      routes = routesOf(await context.sources());
      strangers.settle(routes);
    },
    unknownSenders: () => strangers.list(),
    tick() {
      unknown.flush();
      try {
        streams.renew();
      } catch (error) {
        logger.error('the new certificate of syslog can’t be used', { reason: messageOf(error) });
      }
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
}

/** The parts of the door, handed to each other. */
function partsOf(context: SyslogContext, routes: () => Routes) {
  const { limits, logger } = context;
  const unknown = createUnknown(context);
  const strangers = createStrangers(context.clock);
  const meters: SyslogMeters = syslogMeters(context.metrics, {
    connections: () => streams.connections(),
    waiting: () => batches.waiting(),
    udpPorts: () => datagrams.ports(),
  });
  const batches = createBatches({
    ...context,
    newId: idsOf(context.random),
    lost: (reason, count) => meters.lost.inc({ reason }, count),
  });
  const take = receiver(context, routes, { batches, meters, unknown, strangers });
  const streams = createStreams({
    limits,
    full: () => batches.full(),
    closed(door, address, reason) {
      meters.closed.inc({ door, reason });
      unknown.note(door, address, reason);
    },
    take,
  });
  batches.onRoom(() => streams.resume());
  const max = limits.value(SYSLOG_MESSAGE_BYTES);
  const datagrams = createDatagrams({
    logger,
    take(sender, message) {
      const cut = message.length > max;
      const bytes = cut ? message.subarray(0, max) : message;
      if (batches.full()) {
        meters.messages.inc({ door: 'udp' });
        meters.lost.inc({ reason: 'no_room' });
      } else take('udp', sender, { bytes, cut });
    },
  });
  return { streams, datagrams, batches, unknown, strangers };
}

async function startAll(
  settings: SyslogSettings,
  logger: Logger,
  open: Record<DoorKind, (at: Address) => Promise<number>>,
): Promise<Listening[]> {
  const listening: Listening[] = [];
  for (const door of ['udp', 'tcp', 'tls'] as const) {
    for (const at of settings[door]) {
      const port = await open[door](at).catch((cause: unknown) => {
        throw cause instanceof ActaError ? cause : cannotListen(door, at, cause);
      });
      listening.push({ door, host: at.host, port });
      logger.info('syslog listens', { door, host: at.host, port });
    }
  }
  return listening;
}

/** Never the same twice, over restarts too. */
function idsOf(random: Random): () => string {
  const start = Buffer.from(random(12)).toString('base64url');
  let count = 0;
  return () => `syslog:${start}:${(count++).toString(36)}`;
}

function cannotListen(door: DoorKind, { host, port }: Address, cause: unknown): ActaError {
  const taken = systemCode(cause) === 'EADDRINUSE';
  return new ActaError({
    code: 'listen_failed',
    status: 500,
    fault: 'operator',
    detail: taken
      ? `Port ${port} of ${host} is in use, wanted for syslog over ${door}.`
      : `Syslog over ${door} can't listen on ${host} port ${port}: ${messageOf(cause)}.`,
    next: `Correct syslog.${door} in the settings.`,
    cause,
  });
}
