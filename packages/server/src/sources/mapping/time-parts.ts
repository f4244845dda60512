// What all forms of time share: the instant of a wall clock, offsets, epochs without loss.
import { zonedTime } from '../zones.ts';

export interface TimeContext {
  /** The zone of texts that name none. */
  zone: string;
  /** ms since 1970: tells a year that is left out. */
  received: number;
}

/** Acta's form of a value (RFC 3339, UTC, milliseconds); undefined where it is not of this form. */
export type ReadTime = (value: unknown, context: TimeContext) => string | undefined;

export type ParsedFormat = { ok: true; read: ReadTime } | { ok: false; message: string };

export const perMillisecond = {
  epoch_s: -1_000n,
  epoch_ms: 1n,
  epoch_us: 1_000n,
  epoch_ns: 1_000_000n,
};
export type EpochUnit = keyof typeof perMillisecond;
const lastTime = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
type Wall = Parameters<typeof zonedTime>[0];

/** A leap second is the last millisecond before the next minute. */
export function instant(wall: Wall, zone: string): string | undefined {
  return wall.second === 60
    ? zonedTime({ ...wall, second: 59, ms: 999 }, zone)
    : zonedTime(wall, zone);
}

export function offsetOf(zone: string): string {
  const plain = zone.toUpperCase();
  if (plain === 'Z' || plain === 'UTC' || plain === 'GMT') return '+00:00';
  return plain.length === 3 ? `${plain}:00` : plain;
}

/**
 * Whole numbers of any length without loss; fractions of seconds and milliseconds by their text.
 */
export function readEpoch(value: unknown, unit: EpochUnit): string | undefined {
  if (Number.isSafeInteger(value) && (value as number) >= 0)
    return fromWhole(value as number, unit);
  const text = typeof value === 'number' ? decimal(value) : value;
  if (typeof text !== 'string') return undefined;
  const part = /^(-?)(\d{1,20})(?:\.(\d{1,12}))?$/.exec(text.trim());
  if (part === null || part[1] === '-') return undefined;
  const whole = BigInt(part[2] as string);
  const scale = perMillisecond[unit];
  const ms =
    scale < 0n ? whole * -scale + BigInt(`${part[3] ?? ''}000`.slice(0, 3)) : whole / scale;
  return ms > BigInt(lastTime) ? undefined : new Date(Number(ms)).toISOString();
}

function fromWhole(value: number, unit: EpochUnit): string | undefined {
  const scale = Number(perMillisecond[unit]);
  const ms = scale < 0 ? value * -scale : Math.floor(value / scale);
  return ms > lastTime ? undefined : new Date(ms).toISOString();
}

function decimal(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  return Number.isInteger(value) ? BigInt(value).toString() : value.toFixed(6);
}
