// A time range as the URL has it: a preset (`range=24h`) or two ends (`from`, `to`), never both.

export interface RangeParams {
  range?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export interface Preset {
  id: string;
  label: string;
  /** Length in milliseconds; null is the whole record. */
  length_ms: number | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const PRESETS: readonly Preset[] = [
  { id: '15m', label: 'Last 15 minutes', length_ms: 15 * MINUTE },
  { id: '1h', label: 'Last hour', length_ms: HOUR },
  { id: '24h', label: 'Last 24 hours', length_ms: DAY },
  { id: '7d', label: 'Last 7 days', length_ms: 7 * DAY },
  { id: '30d', label: 'Last 30 days', length_ms: 30 * DAY },
  { id: '90d', label: 'Last 90 days', length_ms: 90 * DAY },
  { id: 'all', label: 'Whole record', length_ms: null },
];

const DEFAULT_RANGE = '7d';

export function presetOf(params: RangeParams): Preset | null {
  if (params.from || params.to) return null;
  const id = params.range ?? DEFAULT_RANGE;
  return PRESETS.find((preset) => preset.id === id) ?? PRESETS.find((p) => p.id === DEFAULT_RANGE)!;
}

/** The ends that a search is asked with. A preset leaves its end open: new events belong to it. */
export function resolveRange(
  params: RangeParams,
  now_ms: number,
): { from: string | null; to: string | null } {
  const preset = presetOf(params);
  if (!preset) return { from: params.from ?? null, to: params.to ?? null };
  if (preset.length_ms === null) return { from: null, to: null };
  const start = Math.floor((now_ms - preset.length_ms) / MINUTE) * MINUTE;
  return { from: new Date(start).toISOString(), to: null };
}

/** Reads what somebody typed into a time field (local time or ISO); null when it is no time. */
export function parseMoment(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const local = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(trimmed);
  if (local) {
    const [, y, mo, d, h = '0', mi = '0', s = '0'] = local;
    const date = new Date(+y!, +mo! - 1, +d!, +h, +mi, +s);
    // Out-of-range parts roll over silently in Date (31 February): such a text is no time.
    if (date.getMonth() !== +mo! - 1 || date.getDate() !== +d! || +h > 23 || +mi > 59) return null;
    return date.toISOString();
  }
  if (!/^\d{4}-\d{2}-\d{2}T/.test(trimmed)) return null;
  const value = Date.parse(trimmed);
  return Number.isNaN(value) ? null : new Date(value).toISOString();
}

/** Snaps a brushed span to whole buckets, so that the bars one saw are the events one gets. */
export function brushRange(
  buckets: readonly { start: string }[],
  interval_s: number,
  first: number,
  last: number,
): { from: string; to: string } | null {
  const low = buckets[Math.min(first, last)];
  const high = buckets[Math.max(first, last)];
  if (!low || !high) return null;
  return {
    from: new Date(low.start).toISOString(),
    to: new Date(Date.parse(high.start) + interval_s * 1000).toISOString(),
  };
}
