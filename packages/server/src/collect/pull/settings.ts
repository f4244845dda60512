// What the settings of a source say about its pull.
import type { Pull, PullSource } from '../../sources/pull.ts';
import { PullFailed } from '../../sources/pull.ts';
import { setting } from '../../sources/pull-parts.ts';

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

function spanOf(value: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(value) ?? [];
  return count === undefined ? undefined : Number(count) * (units[unit ?? ''] ?? 0);
}

/** Whether everything is set that the pull needs. */
export function isConfigured(pull: Pull, source: PullSource): boolean {
  return pull.required.every(
    (name) => setting(source, name) !== undefined || source.credentials[name] !== undefined,
  );
}

/** ms between two polls. Throws `PullFailed` `settings_invalid`. */
export function intervalOf(pull: Pull, source: PullSource, least: number): number {
  const every = setting(source, 'pull_every');
  const interval = every === undefined ? pull.interval_ms : spanOf(every);
  if (interval === undefined || interval === 0) {
    throw new PullFailed('settings_invalid', 'pull_every is no span like 5m or 1h.');
  }
  return Math.max(interval, least);
}

/** Where the first poll begins: ms since 1970. Throws `PullFailed` `settings_invalid`. */
export function beginOf(pull: Pull, source: PullSource, now: number): number {
  const from = setting(source, 'pull_from');
  if (from === undefined) return now - pull.history_ms;
  const span = spanOf(from);
  const begin = span === undefined ? Date.parse(from) : now - span;
  if (Number.isNaN(begin)) {
    throw new PullFailed('settings_invalid', 'pull_from is no date and no span like 30d.');
  }
  return Math.min(begin, now);
}
