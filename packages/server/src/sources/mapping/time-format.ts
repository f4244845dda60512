// Times as a mapping describes them: ISO 8601, epochs of four units, or a pattern of strptime's
// letters, in a zone where the text names none.
import { parseTime } from '@acta/event';
import { timeOf } from '../time-text.ts';
import { isZone } from '../zones.ts';
import {
  instant,
  offsetOf,
  perMillisecond,
  readEpoch,
  type EpochUnit,
  type ParsedFormat,
  type TimeContext,
} from './time-parts.ts';
import { parseTimePattern } from './time-pattern.ts';

export type { ParsedFormat, ReadTime, TimeContext } from './time-parts.ts';

export const timeKeywords = ['auto', 'iso', 'epoch_s', 'epoch_ms', 'epoch_us', 'epoch_ns'] as const;

const formatMax = 128;

/** Reads a format: one of `timeKeywords`, or a pattern such as `%d/%b/%Y:%H:%M:%S %z`. */
export function parseTimeFormat(format: string): ParsedFormat {
  if (format === 'auto') return { ok: true, read: readAuto };
  if (format === 'iso') return { ok: true, read: (value, { zone }) => readIso(value, zone) };
  if (format in perMillisecond) {
    return { ok: true, read: (value) => readEpoch(value, format as EpochUnit) };
  }
  if (!format.includes('%')) {
    return { ok: false, message: `is none of ${timeKeywords.join(', ')}, nor a pattern with %` };
  }
  if (format.length > formatMax) {
    return { ok: false, message: `is longer than ${formatMax} characters` };
  }
  return parseTimePattern(format);
}

/** Whether a zone can be used: an IANA name, `UTC`, or an offset. */
export const isKnownZone = isZone;

/** A time by its own looks: ISO 8601, or an epoch whose unit its size tells. */
export function readAuto(value: unknown, { zone }: TimeContext): string | undefined {
  return readIso(value, zone) ?? timeOf(value);
}

const isoShape =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,12}))?)?)? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;

function readIso(value: unknown, zone: string): string | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const known = parseTime(value);
  if (known !== null) return known;
  const part = isoShape.exec(value.trim());
  if (part === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', own] = part;
  const wall = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    ms: Number(`${fraction}000`.slice(0, 3)),
  };
  return instant({ ...wall, second: Number(second) }, own === undefined ? zone : offsetOf(own));
}
