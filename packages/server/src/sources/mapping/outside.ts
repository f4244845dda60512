// Records that are read again have lost what stood around them: fields that a mapping takes from
// there keep the value that the event before had.
import { object, type Json, type JsonObject } from '../reader.ts';
import type { EventBody } from '../types.ts';
import type { CompiledMapping } from './compile.ts';

/** `after` with what only the delivery knew, taken over from `before`. */
export function keepOutside(mapping: CompiledMapping, before: object, after: EventBody): EventBody {
  const rules = mapping.rules.flatMap(({ fields }) => [...fields.values()]);
  let kept = after as unknown as JsonObject;
  for (const { outside, place } of [...mapping.fields.values(), ...rules]) {
    const open = outside ? openPlace(kept, place) : undefined;
    const value = open === undefined ? undefined : valueAt(before as JsonObject, open);
    if (open !== undefined && value !== undefined) kept = withValue(kept, open, value);
  }
  return kept as unknown as EventBody;
}

/** Where nothing was found: of who and on what the whole, of others the field itself. */
function openPlace(event: JsonObject, place: readonly string[]): readonly string[] | undefined {
  const [group = ''] = place;
  if (group === 'actor' || group === 'target') {
    if (valueAt(event, [group, 'id']) === 'unknown') return [group];
  }
  const value = valueAt(event, place);
  if (value === undefined) return place;
  const isNothing =
    (group === 'native' && value === 'record') ||
    (group === 'outcome' && value === 'unknown') ||
    (group === 'action' && typeof value === 'string' && value.endsWith('.other'));
  return isNothing ? place : undefined;
}

function valueAt(event: JsonObject, place: readonly string[]): Json | undefined {
  let current: Json | undefined = event;
  for (const key of place) current = object(current)?.[key];
  return current;
}

function withValue(event: JsonObject, place: readonly string[], value: Json): JsonObject {
  const [key, ...rest] = place;
  if (key === undefined) return event;
  const inner = rest.length === 0 ? value : withValue(object(event[key]) ?? {}, rest, value);
  return { ...event, [key]: inner };
}
