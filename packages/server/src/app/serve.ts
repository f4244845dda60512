// `acta serve`: settings, start, the lines that people read, signals, exit code.
import { collectStart, tuneHeap } from '../lib/heap.ts';
import { createLogger } from '../lib/logger.ts';
import type { Logger } from '../lib/logger.ts';
import { ConfigError, readConfig, usage, wantsHelp } from './config.ts';
import { playDemoInto } from './demo.ts';
import { startFailure, startServer } from './server.ts';
import type { Server } from './server.ts';
import type { Config } from './settings.ts';
import { readVersion } from './version.ts';

/** A stop that takes longer is cut: what was acknowledged is durable long before. */
const STOP_MS = 9_500;

/** Once the first requests, which wait for the start, are answered. */
const COLLECT_AFTER_MS = 1_000;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

/**
 * Runs a server until it is told to stop. Gives the exit code: 0 stopped, 1 failed, 2 wrong use.
 */
export async function serve(argv: readonly string[]): Promise<number> {
  if (wantsHelp(argv)) {
    say(usage());
    return 0;
  }
  let config: Config;
  try {
    config = readConfig({ argv, env: process.env, cwd: process.cwd() });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const line of error.message.split('\n')) complain(`acta: ${line}`);
    return error.usage ? 2 : 1;
  }
  tuneHeap();
  const version = readVersion();
  const logger = createLogger(config.log_level);
  const stopped = stopSignal();
  let server: Server;
  try {
    server = await startServer({ config, version, env: process.env, logger, fatal: fatal(logger) });
  } catch (error) {
    complain(startFailure(error));
    return 1;
  }
  return run(server, { config, version, logger }, stopped);
}

async function run(
  server: Server,
  { config, version, logger }: { config: Config; version: string; logger: Logger },
  stopped: Promise<string>,
): Promise<number> {
  say(`Acta ${version} is ready at ${server.url} (data in ${config.data})`);
  say(`Sign in: ${server.url}/sign-in#${await server.signInToken()}`);
  const demo = new AbortController();
  setTimeout(collectStart, COLLECT_AFTER_MS).unref();
  const playing = config.demo ? playDemoInto(server, say, logger, demo.signal) : Promise.resolve();
  const reason = await stopped;
  const late = setTimeout(() => {
    complain('acta: the stop took too long and was cut; everything acknowledged is on disk.');
    process.exit(1);
  }, STOP_MS);
  demo.abort();
  await playing;
  const failed = await server.stop(reason);
  clearTimeout(late);
  return failed.length === 0 ? 0 : 1;
}

/** Resolves with the reason at the first signal, or when the launcher that started us is gone. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => resolve(signal));
    if (process.channel !== undefined && process.channel !== null) {
      process.on('disconnect', () => resolve('launcher gone'));
      // The channel is there to be watched, not to keep the process alive.
      process.channel.unref();
    }
  });
}

/** After a failed fsync nothing may be written or answered any more. */
function fatal(logger: Logger): (error: Error) => void {
  return (error) => {
    logger.error('the process must end', { error });
    complain(startFailure(error));
    process.exit(1);
  };
}
