// From the parameters of a reading request to what the index is asked.
import { parseTime } from '@acta/event';
import { parseQuery } from '@acta/query';
import type { Principal } from '../access/index.ts';
import type { ReadQuery } from './ports.ts';
import { HttpProblem, invalid } from './problem.ts';
import { readerOf } from './reader.ts';

/** A time parameter as RFC 3339 UTC with milliseconds; null when absent. */
export function timeParameter(name: string, value: string | null | undefined): string | null {
  if (value === undefined || value === null || value === '') return null;
  const time = parseTime(value);
  if (time === null) throw invalid(`/${name}`, 'is not an RFC 3339 time');
  return time;
}

/** The query's tree. Throws a problem with the column and what was expected there. */
export function astOf(q: string): ReadQuery['ast'] {
  const parsed = parseQuery(q);
  if (parsed.ok) return parsed.ast;
  const { column, message, expected } = parsed.error;
  const detail = `The query can't be read at column ${column}: ${message}.`;
  const next = expected.length === 0 ? '' : `Expected ${expected.join(', ')}.`;
  throw new HttpProblem(
    { code: 'query_invalid', status: 400, fault: 'caller', detail, next },
    { column, expected },
  );
}

/** The query with the reader's own scope and withheld groups. */
export function readQuery(
  parameters: { q: string; from?: string | undefined; to?: string | undefined },
  principal: Principal,
): ReadQuery {
  const { scope, withheld } = readerOf(principal);
  return {
    ast: astOf(parameters.q),
    from: timeParameter('from', parameters.from),
    to: timeParameter('to', parameters.to),
    ...(scope === null ? {} : { scope }),
    ...(withheld.length === 0 ? {} : { withheld }),
  };
}
