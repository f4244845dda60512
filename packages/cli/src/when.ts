import { usageError } from './error.ts';

const UNITS: Record<string, number> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * A time as people type it, as RFC 3339 UTC: `2026-11-01`, `2026-11-01T08:00:00Z`, `now`, or a span
 * back from now (`15m`, `24h`, `7d`, `2w`). Dates without a zone are local.
 */
export function parseWhen(text: string, now: number): string {
  if (text === 'now') return new Date(now).toISOString();
  const span = /^(\d{1,6})([smhdw])$/.exec(text);
  if (span) return new Date(now - Number(span[1]) * (UNITS[span[2] ?? ''] ?? 0)).toISOString();
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text;
  const at = /^\d{4}-\d{2}-\d{2}T/.test(day) ? Date.parse(day) : Number.NaN;
  if (Number.isNaN(at)) {
    throw usageError(
      `${text} is no time`,
      'Write 2026-11-01, 2026-11-01T08:00:00Z, now, or a span: 24h, 7d.',
    );
  }
  return new Date(at).toISOString();
}
