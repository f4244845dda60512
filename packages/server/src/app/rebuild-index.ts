// `acta rebuild-index`: the index made again from the log, while no server runs. It holds nothing of
// its own, so nothing is lost with it.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ActaError } from '../lib/errors.ts';
import { createLogger } from '../lib/logger.ts';
import { openFollowingIndex, openLog, tools } from './compose.ts';
import type { Effects } from './compose.ts';
import { readConfig, type ConfigSources } from './config.ts';
import { createTeardown } from './teardown.ts';
import { readVersion } from './version.ts';

export interface RebuildOptions extends ConfigSources {
  /** Entries that are searchable again, and all. */
  onProgress: (done: number, total: number) => void;
  /** Ends it before it is done; the next start goes on. */
  signal: AbortSignal;
}

/**
 * Makes the index of a data directory again. Gives the number of entries.
 *
 * @throws ConfigError; ActaError `log_missing`, and those of opening the log: a server runs on it
 */
export async function rebuildIndex(options: RebuildOptions): Promise<number> {
  const { onProgress, signal } = options;
  const config = readConfig(options);
  if (!existsSync(join(config.data, 'log'))) throw logMissing(config.data);
  const logger = createLogger('warn');
  const teardown = createTeardown(logger);
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  const effects: Effects = {
    config,
    version: readVersion(),
    env: options.env,
    logger,
    teardown,
    fatal: failed.reject,
    readiness: () => ({ ready: false, reason: 'the index is being made again' }),
    closing: signal,
  };
  try {
    const made = tools(effects);
    const ledger = await openLog(effects, made);
    // Only now is it certain that nobody else uses it.
    if (config.index.url === undefined) {
      await rm(join(config.data, 'index'), { recursive: true, force: true });
    }
    const index = await openFollowingIndex({ ledger, tools: made }, effects);
    if (config.index.url !== undefined) await index.rebuild();
    const { size } = ledger.head();
    await Promise.race([reached(index, size, onProgress), aborted(signal), failed.promise]);
    return size;
  } finally {
    await teardown.run();
  }
}

function reached(
  index: Awaited<ReturnType<typeof openFollowingIndex>>,
  size: number,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const look = (through: number) => {
      onProgress(through, size);
      if (through >= size) resolve();
    };
    index.onIndexed(look);
    look(index.through());
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () =>
      reject(
        new ActaError({
          code: 'stopped',
          status: 503,
          fault: 'operator',
          detail: 'It was stopped before all was searchable again.',
          next: 'The next start of the server goes on, or start it again.',
        }),
      );
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function logMissing(dir: string): ActaError {
  return new ActaError({
    code: 'log_missing',
    status: 500,
    fault: 'operator',
    detail: `There is no log in ${dir}.`,
    next: 'Name the data directory with --data.',
  });
}
