// Bad signatures are events too: the first at once, then one a minute for each source and address
// with its count, so that an attacker can't fill the log.
import type { Clock } from '../lib/clock.ts';

const windowMs = 60_000;

export interface Rejection {
  source: string;
  address: string;
  code: string;
  /** How many refusals this stands for. */
  count: number;
}

export interface Rejections {
  note(source: string, address: string, code: string): void;
  /** Hands over the counts of minutes that ended; with `everything` all of them. */
  flush(everything?: boolean): void;
}

interface Window {
  began: number;
  source: string;
  address: string;
  code: string;
  pending: number;
}

/** @param options.record takes one record; must not throw */
export function createRejections(options: {
  clock: Clock;
  addresses: number;
  record: (rejection: Rejection) => void;
}): Rejections {
  const { clock, addresses, record } = options;
  const windows = new Map<string, Window>();

  function close(key: string, window: Window): void {
    windows.delete(key);
    if (window.pending > 0) {
      const { source, address, code, pending } = window;
      record({ source, address, code, count: pending });
    }
  }

  return {
    note(source, address, code) {
      const key = `${source}\0${address}`;
      const window = windows.get(key);
      if (window !== undefined && clock.now() - window.began < windowMs) {
        window.pending++;
        window.code = code;
        return;
      }
      if (window !== undefined) close(key, window);
      const oldest = windows.size >= addresses ? windows.entries().next().value : undefined;
      if (oldest !== undefined) close(...oldest);
      windows.set(key, { began: clock.now(), source, address, code, pending: 0 });
      record({ source, address, code, count: 1 });
    },
    flush(everything = false) {
      for (const [key, window] of windows) {
        if (everything || clock.now() - window.began >= windowMs) close(key, window);
      }
    },
  };
}
