// A source that is polled: what is known of it in memory, and what of that is shown.
import type { PullHealth } from '@acta/sdk';
import { PullFailed, type Pull, type PullSource } from '../../sources/pull.ts';
import type { Session } from './session.ts';
import { intervalOf } from './settings.ts';

export interface PulledSource {
  id: string;
  type: string;
  name: string;
  paused: boolean;
  settings: Record<string, unknown>;
  credentials?: Record<string, string>;
}

/** A source that is polled, and how that goes. */
export interface PullState {
  source: PulledSource;
  pull: Pull;
  session: Session;
  running: Promise<void> | null;
  /** ms since 1970. */
  next: number;
  last: number | null;
  failures: number;
  error: { code: string; detail: string } | null;
  /** Whether the log says that the pull fails. */
  told: boolean;
  through: Map<string, number>;
  records: number;
}

export const freshState = (): Omit<PullState, 'source' | 'pull' | 'session'> => ({
  running: null,
  next: 0,
  last: null,
  failures: 0,
  error: null,
  told: false,
  through: new Map(),
  records: 0,
});

/** What the product's pull is told of the source. */
export const asPulled = ({ settings, credentials = {} }: PulledSource): PullSource => ({
  settings,
  credentials,
});

/** The answer of the API. */
export function healthOf(state: PullState, now: number): PullHealth {
  const { source, running, error, last, next, records } = state;
  const through = [...state.through.values()];
  const oldest = through.length === 0 ? null : Math.min(...through);
  return {
    state: source.paused
      ? 'paused'
      : running !== null
        ? 'polling'
        : error === null
          ? 'waiting'
          : error.code === 'rate_limited'
            ? 'rate_limited'
            : 'failing',
    last_poll: timeText(last),
    next_poll: source.paused ? null : timeText(next),
    through: timeText(oldest),
    lag_s: oldest === null ? null : Math.max(0, Math.round((now - oldest) / 1000)),
    records,
    error,
  };
}

/** How far all streams of a source were read; `least`: ms between two polls whatever is set. */
export function progressOf(
  state: PullState | undefined,
  least: number,
): { through: number | null; interval_ms: number } | null {
  if (state === undefined) return null;
  const { pull, source, through } = state;
  const asked = asPulled(source);
  try {
    const times = pull.streams(asked).map((stream) => through.get(stream) ?? 0);
    const oldest = Math.min(...times);
    const interval_ms = intervalOf(pull, asked, least);
    return { through: times.length > 0 && oldest > 0 ? oldest : null, interval_ms };
  } catch (error) {
    // With such settings no poll succeeds.
    if (error instanceof PullFailed) return { through: null, interval_ms: pull.interval_ms };
    throw error;
  }
}

const timeText = (time: number | null): string | null =>
  time === null ? null : new Date(time).toISOString();
