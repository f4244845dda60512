// What was opened is closed in reverse, each part even when another fails to close.
import type { Logger } from '../lib/logger.ts';

export interface Teardown {
  /** Adds what to do when everything ends. */
  add(name: string, close: () => Promise<unknown> | void): void;
  /** Closes everything, once; gives the names of what failed. */
  run(): Promise<string[]>;
}

export function createTeardown(logger: Logger): Teardown {
  const closers: { name: string; close: () => Promise<unknown> | void }[] = [];
  return {
    add: (name, close) => void closers.push({ name, close }),
    async run() {
      const failed: string[] = [];
      for (const { name, close } of closers.splice(0).reverse()) {
        try {
          await close();
        } catch (error) {
          failed.push(name);
          logger.error('could not be closed', { part: name, error });
        }
      }
      return failed;
    },
  };
}
