import { fold, isUuid } from '@acta/query';
import { keyLetter } from '../rows/keys.ts';
import { REST_SEPARATOR } from '../schema/columns.ts';
import type { Parameters } from './parameters.ts';
import type { Place } from './places.ts';

/** `field:value` on words: the folded value is the same. */
export function compileEquals(place: Place, value: string, parameters: Parameters): string {
  const wanted = fold(value);
  if (wanted === '') return '0';
  const letter = keyLetter('rest' in place ? place.rest : place.column.path!);
  if (letter !== undefined) {
    const key = `has(keys, ${parameters.bind(letter + wanted, 'String')})`;
    return `(${key} AND ${compareEquals(place, wanted, parameters)})`;
  }
  return compareEquals(place, wanted, parameters);
}

/** `actor:` and `target:`, whose values all stand in `keys`. */
export function compileKey(letter: string, value: string, parameters: Parameters): string {
  const wanted = fold(value);
  return wanted === '' ? '0' : `has(keys, ${parameters.bind(letter + wanted, 'String')})`;
}

function compareEquals(place: Place, wanted: string, parameters: Parameters): string {
  if ('rest' in place) {
    return `has(rest, ${parameters.bind(`${place.rest}${REST_SEPARATOR}${wanted}`, 'String')})`;
  }
  const { name, type } = place.column;
  if (type === 'UUID') {
    return isUuid(wanted) ? `${name} = ${parameters.bind(wanted, 'UUID')}` : '0';
  }
  return `${name} = ${parameters.bind(wanted, 'String')}`;
}
