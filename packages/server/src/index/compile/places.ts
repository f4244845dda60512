// Where the values of a field stand in the table: columns of their own, or entries of `rest`.
import { type Field, type FieldGroup, groupOfPath } from '@acta/query';
import { type Column, COLUMN_OF } from '../schema/columns.ts';

export type Place = { column: Column } | { rest: string };

/** The places of a field's paths, without those of withheld groups. */
export function placesOf(field: Field, withheld: readonly FieldGroup[]): Place[] {
  return field.paths
    .filter((path) => !withheld.includes(groupOfPath(path)))
    .map((path) => {
      const column = COLUMN_OF.get(path);
      return column === undefined ? { rest: path } : { column };
    });
}

/** A condition that holds where any of the given ones does. */
export function anyOf(conditions: readonly string[]): string {
  if (conditions.length === 0) return '0';
  return conditions.length === 1 ? conditions[0]! : `(${conditions.join(' OR ')})`;
}
