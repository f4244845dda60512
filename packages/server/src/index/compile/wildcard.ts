import { fold } from '@acta/query';
import { REST_SEPARATOR } from '../schema/columns.ts';
import { likePattern } from './like.ts';
import type { Parameters } from './parameters.ts';
import type { Place } from './places.ts';

/** `field:a*b`: the folded value has the pieces in order, anchored at both ends. */
export function compileWildcard(
  place: Place,
  pieces: readonly string[],
  parameters: Parameters,
): string {
  const folded = pieces.map(fold);
  if ('rest' in place) {
    const [first = '', ...others] = folded;
    const pattern = likePattern([`${place.rest}${REST_SEPARATOR}${first}`, ...others]);
    return `arrayExists(x -> x LIKE ${parameters.bind(pattern, 'String')}, rest)`;
  }
  const { name, type } = place.column;
  const pattern = parameters.bind(likePattern(folded), 'String');
  if (type === 'UUID') return `toString(${name}) LIKE ${pattern}`;
  return `(${name} != '' AND ${name} LIKE ${pattern})`;
}
