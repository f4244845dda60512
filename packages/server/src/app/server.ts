// The life of one server: foundation, socket, the rest, ready; and back in reverse, within 10
// seconds.
import type { Recovered } from '../ledger/index.ts';
import { actaItself } from '../ingest/index.ts';
import type { AuditRecord } from '../ingest/index.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import { checkExposure } from './authentication.ts';
import { compose, openFoundation } from './compose.ts';
import type { Effects, Foundation, Running } from './compose.ts';
import { listen, startingHandler } from './listener.ts';
import type { Listener } from './listener.ts';
import { every } from './periodic.ts';
import type { Config } from './settings.ts';
import { createTeardown } from './teardown.ts';

/** Milliseconds that requests in flight have to end once the server stops. */
const GRACE_MS = 5_000;
const TICK_MS = 5_000;
const PULL_TICK_MS = 1_000;
const HOUSEKEEPING_MS = 60_000;
/** A start is busy enough: the first scheduled verification waits. */
const VERIFY_AFTER_MS = 15 * 60_000;

export interface ServerOptions {
  config: Config;
  version: string;
  env: Readonly<Record<string, string | undefined>>;
  logger: Logger;
  fatal: (error: Error) => void;
}

export interface Server {
  /** Where people and senders reach it, without a trailing slash. */
  url: string;
  /** Where this machine reaches it. */
  local_url: string;
  /** A fresh one-time sign-in token. */
  signInToken(): Promise<string>;
  running: Running;
  foundation: Foundation;
  /**
   * Stops: finishes what was taken, flushes, closes. Gives the names of parts that failed to close.
   */
  stop(reason: string): Promise<string[]>;
}

/** Starts a server; resolves when it is ready. On an error all that was opened is closed again. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { config, logger, version } = options;
  const teardown = createTeardown(logger);
  const closing = new AbortController();
  const state = { ready: false, reason: 'it is starting' };
  const effects: Effects = {
    ...options,
    teardown,
    readiness: () => state,
    closing: closing.signal,
  };
  try {
    const foundation = await openFoundation(effects);
    const { access, audit, ledger, tools } = foundation;
    checkExposure(config.host, config.admin_token !== undefined, access.keyring.hasAdmin());
    const listener = await listen(config.host, config.port, startingHandler);
    teardown.add('socket', () => listener.close(0));
    const running = await compose(foundation, effects);
    listener.use((request, response) => running.app.routing(request, response));
    const target = { type: 'service', id: ledger.origin, name: `Acta ${version}` };
    for (const record of startRecords(ledger.recovered, target, version)) {
      await audit.record(actaItself, record);
    }
    await running.senders.start();
    const stopWork = startWork(running, foundation, config, logger);
    Object.assign(state, { ready: true, reason: 'ready' });
    return {
      url: config.public_url?.replace(/\/$/, '') ?? localAddress(config, listener),
      local_url: localAddress(config, listener),
      signInToken: () => access.links.create(),
      running,
      foundation,
      async stop(reason) {
        const why = `it is stopping (${reason})`;
        Object.assign(state, { ready: false, reason: why });
        closing.abort();
        await Promise.all([listener.drain(GRACE_MS, why), running.senders.close()]);
        await stopWork();
        access.failures.flush(true);
        access.denials.flush(true);
        await audit
          .record(actaItself, { action: 'server.stopped', target, why: { reason } })
          .catch((error: unknown) => logger.error('the stop could not be recorded', { error }));
        logger.info('stopped', { reason, size: ledger.head().size, at: tools.clock.now() });
        return teardown.run();
      },
    };
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

function localAddress(config: Config, { port }: Listener): string {
  const everywhere = config.host === '0.0.0.0' || config.host === '::';
  const host = everywhere ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What the start has to say in the log: that it happened, and what it found. */
function startRecords(
  found: Recovered,
  target: AuditRecord['target'],
  version: string,
): AuditRecord[] {
  const labels: Record<string, string> = { version };
  if (found.beyond_checkpoint > 0) labels['beyond_checkpoint'] = String(found.beyond_checkpoint);
  if (found.torn_tail !== null) {
    labels['torn_tail'] = `${found.torn_tail.file} at ${found.torn_tail.at}`;
  }
  if (found.broken_checkpoint !== null) labels['broken_checkpoint'] = 'one slot of two';
  if (found.created) labels['log'] = 'created';
  const records: AuditRecord[] = [{ action: 'server.started', target, labels }];
  if (found.rollback !== null) {
    const { remembered_size, size } = found.rollback;
    const changes = [{ field: 'size', from: remembered_size, to: size }];
    records.push({ action: 'ledger.rolled_back_accepted', target, changes });
  }
  return records;
}

/** What goes on by itself; gives the way to end it. */
function startWork(
  { intake, coverage, verifications, senders, pulls }: Running,
  { access, tools }: Foundation,
  config: Config,
  logger: Logger,
): () => Promise<void> {
  const started = tools.clock.now();
  const works = [
    every(TICK_MS, () => intake.tick(), logger),
    every(TICK_MS, () => coverage.tick(), logger),
    every(TICK_MS, async () => senders.tick(), logger),
    every(PULL_TICK_MS, async () => pulls.tick(), logger),
    every(
      HOUSEKEEPING_MS,
      async () => {
        access.failures.flush();
        access.denials.flush();
        await access.keyring.flush();
        await access.sessions.sweep();
        if (tools.clock.now() - started >= VERIFY_AFTER_MS) {
          await verifications.startIfDue(config.verification_interval_ms);
        }
      },
      logger,
    ),
  ];
  return async () => {
    for (const work of works) await work.stop();
  };
}

/** The reason why a start failed, for people. */
export const startFailure = (error: unknown): string => `acta: ${messageOf(error)}`;
