// Tables over logs (Athena, BigQuery and others) write columns in lower case: names given back.
import { object, type Json, type JsonObject } from './reader.ts';

const depthMax = 5;

/** A function that gives records the names of this list back, members of members included. */
export function nameRestorer(names: readonly string[]): (record: JsonObject) => JsonObject {
  const restored = new Map(names.map((name) => [name.toLowerCase(), name]));
  const renamed = (record: JsonObject, depth: number): JsonObject =>
    Object.fromEntries(
      Object.entries(record).map(([key, value]): [string, Json] => [
        restored.get(key) ?? key,
        inner(value, depth),
      ]),
    );
  const inner = (value: Json, depth: number): Json => {
    if (depth === 0) return value;
    if (Array.isArray(value)) return value.map((item) => inner(item, depth - 1));
    const members = object(value);
    return members === undefined ? value : renamed(members, depth - 1);
  };
  return (record) => renamed(record, depthMax);
}
