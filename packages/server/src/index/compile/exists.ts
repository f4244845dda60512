import { REST_SEPARATOR } from '../schema/columns.ts';
import type { Parameters } from './parameters.ts';
import type { Place } from './places.ts';

/** `field:*`: there is a value. */
export function compileExists(place: Place, parameters: Parameters): string {
  if ('rest' in place) {
    const start = parameters.bind(`${place.rest}${REST_SEPARATOR}`, 'String');
    return `arrayExists(x -> startsWith(x, ${start}), rest)`;
  }
  const { name, type } = place.column;
  return type.includes('String') ? `${name} != ''` : '1';
}
