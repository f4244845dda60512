import type { Logger } from '../lib/logger.ts';

/** Runs `work` again and again, never two at a time; `stop` waits for the one that runs. */
export function every(
  interval_ms: number,
  work: () => Promise<unknown>,
  logger: Logger,
): { stop(): Promise<void> } {
  let running: Promise<unknown> | null = null;
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) => logger.error('periodic work failed', { error }))
      .finally(() => {
        running = null;
      });
  }, interval_ms);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
