import { canonicalIp, type FieldType, formatIp, type Span } from '@acta/query';
import { KEY_LETTERS } from '../rows/keys.ts';
import { REST_SEPARATOR } from '../schema/columns.ts';
import type { Parameters } from './parameters.ts';
import type { Place } from './places.ts';

/** Beyond these no value of the column's type lies, so the bound says nothing. */
const LEAST = -(2n ** 62n);
const GREATEST = 2n ** 62n;

/** Values between two bounds: comparisons, ranges, networks, whole days. `to` is exclusive. */
export function compileSpan(
  place: Place,
  span: Span,
  type: FieldType,
  parameters: Parameters,
): string {
  const { from, to } = span;
  if (from !== undefined && to !== undefined && from >= to) return '0';
  if (type === 'ip') return compileAddresses(place, span, parameters);
  if ('rest' in place) {
    const prefix = `${place.rest}${REST_SEPARATOR}`;
    const start = parameters.bind(prefix, 'String');
    const skip = parameters.bind(prefix.length + 1, 'UInt64');
    const value = `toInt64OrNull(substring(x, ${skip}))`;
    const inside = bounds(value, span, (at) => parameters.bind(clamp(at), 'Int64'));
    return `arrayExists(x -> startsWith(x, ${start}) AND ifNull(${inside}, 0), rest)`;
  }
  const { name } = place.column;
  const bind = (at: bigint): string => {
    const bound = parameters.bind(clamp(at), 'Int64');
    return type === 'time' ? `fromUnixTimestamp64Milli(${bound}, 'UTC')` : bound;
  };
  return bounds(`\`${name}\``, span, bind);
}

function bounds(value: string, span: Span, bind: (at: bigint) => string): string {
  const conditions: string[] = [];
  if (span.from !== undefined) conditions.push(`${value} >= ${bind(span.from)}`);
  if (span.to !== undefined) conditions.push(`${value} < ${bind(span.to)}`);
  if (conditions.length === 0) return '1';
  return conditions.length === 1 ? conditions[0]! : `(${conditions.join(' AND ')})`;
}

function clamp(value: bigint): bigint {
  return value < LEAST ? LEAST : value > GREATEST ? GREATEST : value;
}

const FIRST_ADDRESS = 0n;
const LAST_ADDRESS = 2n ** 128n - 1n;

function compileAddresses(place: Place, span: Span, parameters: Parameters): string {
  if ('rest' in place) return '0';
  const { name } = place.column;
  const first = span.from ?? FIRST_ADDRESS;
  const last = (span.to ?? LAST_ADDRESS + 1n) - 1n;
  const v4 = first === last ? plainIp(first) : null;
  if (v4 !== null) {
    return `has(keys, ${parameters.bind(KEY_LETTERS['context.ip'] + v4, 'String')})`;
  }
  const least = parameters.bind(formatIp(first), 'String');
  const most = parameters.bind(formatIp(last), 'String');
  return `ifNull(toIPv6OrNull(${name}) BETWEEN toIPv6(${least}) AND toIPv6(${most}), 0)`;
}

/** The one text of an IPv4 address; null for others, which have several. */
function plainIp(value: bigint): string | null {
  const text = canonicalIp(formatIp(value));
  return text.includes(':') ? null : text;
}
