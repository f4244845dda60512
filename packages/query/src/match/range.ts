// Comparison and ranges of the fields with an order: times, severities, numbers, addresses.
import type { Bound, RangeTerm } from '../ast.ts';
import type { FieldType } from '../fields.ts';
import { parseIp } from '../ip.ts';
import { resolveTime } from '../time.ts';
import { severityRank } from '../value.ts';

/** Half-open span of comparable values: `from` inclusive, `to` exclusive. */
export interface Span {
  from?: bigint;
  to?: bigint;
}

/** The span that a range means; times cover their whole precision (`<=2026-11-01` has that day). */
export function spanOf(range: RangeTerm, type: FieldType, now: number): Span {
  const low = range.min && edges(range.min, type, now);
  const high = range.max && edges(range.max, type, now);
  return {
    ...(low ? { from: range.min!.inclusive ? low.start : low.end } : {}),
    ...(high ? { to: range.max!.inclusive ? high.end : high.start } : {}),
  };
}

/** The span of a single value: a day, a second, one number. */
export function spanOfValue(value: string, type: FieldType, now: number): Span {
  const { start, end } = edges({ value, inclusive: true }, type, now);
  return { from: start, to: end };
}

function edges(bound: Bound, type: FieldType, now: number): { start: bigint; end: bigint } {
  if (type === 'time') {
    const interval = resolveTime(bound.value, now);
    if (interval === null) return { start: 0n, end: 0n };
    return { start: BigInt(interval.start), end: BigInt(interval.end) };
  }
  const value = comparable(bound.value, type) ?? 0n;
  return { start: value, end: value + 1n };
}

/** A value as a number with the order of its type, or null if it is none. */
export function comparable(value: string, type: FieldType): bigint | null {
  if (type === 'severity') {
    const rank = severityRank(value);
    return rank < 0 ? null : BigInt(rank);
  }
  if (type === 'ip') return parseIp(value);
  if (type === 'time') {
    const at = Date.parse(value);
    return Number.isNaN(at) ? null : BigInt(at);
  }
  return /^-?\d{1,18}$/.test(value) ? BigInt(value) : null;
}

/** True if the value lies in the span. */
export function isWithin(value: bigint | null, span: Span): boolean {
  if (value === null) return false;
  return (
    (span.from === undefined || value >= span.from) && (span.to === undefined || value < span.to)
  );
}
