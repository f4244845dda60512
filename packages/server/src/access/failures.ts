// Failed sign-ins: each address may fail so often a minute; the first failure is recorded at once,
// then one event a minute with the count, so that an attacker can't fill the log.
import type { Clock } from '../lib/clock.ts';

const WINDOW_MS = 60_000;

export interface Failure {
  address: string;
  /** What was tried: `bearer`, `session`, `sign-in`. */
  how: string;
  /** How many failures this record stands for. */
  count: number;
}

export interface Failures {
  /** Notes a failure. */
  note(address: string, how: string): void;
  /** Seconds to wait before this address may try again; 0 when it may now. */
  wait(address: string): number;
  /** Hands over the counts of windows that ended (all with `everything`: at the end). */
  flush(everything?: boolean): void;
}

interface Window {
  began: number;
  failures: number;
  /** By what was tried: not recorded yet. */
  pending: Map<string, number>;
}

/**
 * @param options.perMinute failures of one address in a minute before it must wait
 * @param options.addresses how many addresses are remembered; the oldest gives way
 * @param options.record takes one record; must not throw
 */
export function createFailures(options: {
  clock: Clock;
  perMinute: number;
  addresses: number;
  record: (failure: Failure) => void;
}): Failures {
  const { clock, perMinute, addresses, record } = options;
  const windows = new Map<string, Window>();

  const close = (address: string, window: Window) => {
    windows.delete(address);
    for (const [how, count] of window.pending) record({ address, how, count });
  };
  const current = (address: string): Window | undefined => {
    const window = windows.get(address);
    if (window !== undefined && clock.now() - window.began >= WINDOW_MS) {
      close(address, window);
      return undefined;
    }
    return window;
  };

  return {
    note(address, how) {
      const window = current(address);
      if (window !== undefined) {
        window.failures += 1;
        window.pending.set(how, (window.pending.get(how) ?? 0) + 1);
        return;
      }
      if (windows.size >= addresses) {
        const [oldest] = windows;
        if (oldest !== undefined) close(...oldest);
      }
      windows.set(address, { began: clock.now(), failures: 1, pending: new Map() });
      record({ address, how, count: 1 });
    },
    wait(address) {
      const window = current(address);
      if (window === undefined || window.failures < perMinute) return 0;
      return Math.max(1, Math.ceil((window.began + WINDOW_MS - clock.now()) / 1000));
    },
    flush(everything = false) {
      for (const [address, window] of windows) {
        if (everything || clock.now() - window.began >= WINDOW_MS) close(address, window);
      }
    },
  };
}
