import type { ActaEvent } from '@acta/event';
import { longText, object, type Json } from './reader.ts';

export type Change = NonNullable<ActaEvent['changes']>[number];

const depthMax = 8;
const nodesMax = 400;
const changesMax = 256;

/** A value as it may stand in a change: itself while it is small, its JSON text (cut) otherwise. */
export function changeValue(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return longText(value) ?? '';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value); // 1e400
  if (typeof value !== 'object' || value === null) return value;
  return small(value, depthMax, { left: nodesMax }) ? value : longText(JSON.stringify(value));
}

function small(value: Json, depth: number, nodes: { left: number }): boolean {
  if (--nodes.left < 0) return false;
  if (typeof value === 'string') return value.length <= 8_192;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.values(value).every((member) => small(member, depth - 1, nodes));
}

/** A change of one field; the sides that the record leaves out stay out. */
export function change(field: string, from: Json | undefined, to: Json | undefined): Change {
  const before = changeValue(from);
  const after = changeValue(to);
  return {
    field: field.slice(0, 1_024) || '?',
    ...(before === undefined ? {} : { from: before }),
    ...(after === undefined ? {} : { to: after }),
  };
}

/** At most 256 changes, undefined for none. */
export function changesOrNone(changes: Change[]): Change[] | undefined {
  return changes.length === 0 ? undefined : changes.slice(0, changesMax);
}

/** The names of an object's members; none for anything else. */
export function keysOf(value: unknown): string[] {
  return Object.keys(object(value) ?? {});
}
