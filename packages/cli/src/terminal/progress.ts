import type { Context } from '../context.ts';

export interface Progress {
  /** `total` null where it is not known yet. */
  update(done: number, total: number | null, label?: string): void;
  /** Takes the bar away. */
  end(): void;
}

const REDRAW_MS = 80;
const BAR_WIDTH = 24;

/** A bar on standard error when that is a terminal; silent otherwise. */
export function createProgress(context: Context, title: string): Progress {
  const { stderr } = context;
  if (stderr.isTTY !== true) return { update: () => undefined, end: () => undefined };
  const started = context.now();
  let drawn = 0;
  let shown = false;
  return {
    update(done, total, label = '') {
      const now = context.now();
      if (now - drawn < REDRAW_MS && done !== total) return;
      drawn = now;
      shown = true;
      const line = progressLine({ title, done, total, label, elapsed_ms: now - started });
      stderr.write(`\r\x1b[K${line.slice(0, (stderr.columns ?? 80) - 1)}`);
    },
    end() {
      if (shown) stderr.write('\r\x1b[K');
      shown = false;
    },
  };
}

export interface ProgressState {
  title: string;
  done: number;
  total: number | null;
  label: string;
  elapsed_ms: number;
}

/** One line: title, bar, counts, time left. */
export function progressLine(state: ProgressState): string {
  const { title, done, total, label, elapsed_ms } = state;
  const count = done.toLocaleString('en');
  const parts = [title];
  if (total !== null && total > 0) {
    const share = Math.min(1, done / total);
    const full = Math.round(share * BAR_WIDTH);
    parts.push('█'.repeat(full) + '░'.repeat(BAR_WIDTH - full));
    parts.push(`${Math.floor(share * 100)} %`, `${count} of ${total.toLocaleString('en')}`);
    if (share > 0.02 && share < 1 && elapsed_ms > 1000) {
      parts.push(`${duration((elapsed_ms / share) * (1 - share))} left`);
    }
  } else parts.push(count);
  if (label !== '') parts.push(label);
  return parts.join('  ');
}

/** A duration in words, for people: `850 ms`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60)
    return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
