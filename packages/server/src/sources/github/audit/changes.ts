import { object, type Json, type JsonObject } from '../../reader.ts';
import { change, changesOrNone, type Change } from '../../values.ts';

/** How the audit log names the value that was there before, and the field that has the new one. */
const before: readonly (readonly [RegExp, string])[] = [
  [/^(.+)_was$/, '$1'],
  [/^(.+)_were$/, '$1'],
  [/^old_(.+)$/, '$1'],
  [/^previous_(.+)$/, '$1'],
  [/^(ruleset)_old_(.+)$/, '$1_$2'],
];

/**
 * What changed: pairs of an old and a new value, and the record's `changes` object where it has
 * one.
 */
export function auditChanges(record: JsonObject): Change[] | undefined {
  const changes: Change[] = [];
  for (const part of [record, object(record['data'])]) {
    if (part === undefined) continue;
    for (const [key, old] of Object.entries(part)) {
      const name = newName(key);
      if (name !== undefined) changes.push(change(name, old, part[name]));
    }
  }
  const listed = object(record['changes']);
  for (const [field, value] of Object.entries(listed ?? {}))
    changes.push(listedChange(field, value));
  return changesOrNone(changes);
}

function newName(key: string): string | undefined {
  for (const [shape, name] of before) {
    if (shape.test(key)) return key.replace(shape, name);
  }
  return undefined;
}

function listedChange(field: string, value: Json): Change {
  const sides = object(value);
  if (sides === undefined) return change(field, undefined, value);
  return change(field, sides['from'] ?? sides['old'], sides['to'] ?? sides['new']);
}
