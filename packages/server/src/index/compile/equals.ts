import { fold, isUuid } from '@acta/query';
import { REST_SEPARATOR } from '../schema/columns.ts';
import type { Parameters } from './parameters.ts';
import type { Place } from './places.ts';

/** `field:value` on words: the folded value is the same. */
export function compileEquals(place: Place, value: string, parameters: Parameters): string {
  const wanted = fold(value);
  if (wanted === '') return '0';
  if ('rest' in place) {
    return `has(rest, ${parameters.bind(`${place.rest}${REST_SEPARATOR}${wanted}`, 'String')})`;
  }
  const { name, type } = place.column;
  if (type === 'UUID') {
    return isUuid(wanted) ? `${name} = ${parameters.bind(wanted, 'UUID')}` : '0';
  }
  return `${name} = ${parameters.bind(wanted, 'String')}`;
}
