// What changed between two JSON documents, value by value, as changes of an event.
import type { Change } from '@acta/event';

const changesMax = 200;

/** Changes of all values that differ; beyond 200 the last says how many more there are. */
export function documentChanges(field: string, before: unknown, after: unknown): Change[] {
  const changes: Change[] = [];
  compare(field, before ?? undefined, after ?? undefined, changes);
  if (changes.length <= changesMax) return changes;
  const more = changes.length - changesMax;
  return [...changes.slice(0, changesMax), { field, to: `and ${more} more` }];
}

function compare(field: string, before: unknown, after: unknown, changes: Change[]): void {
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  const from = membersOf(before);
  const to = membersOf(after);
  if (from === undefined || to === undefined) {
    changes.push({
      field: field.slice(0, 1_024),
      ...(before === undefined ? {} : { from: valueOf(before) }),
      ...(after === undefined ? {} : { to: valueOf(after) }),
    });
    return;
  }
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    compare(`${field}.${name}`, from[name], to[name], changes);
  }
}

/** Large values stand as their text, cut. */
function valueOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return JSON.stringify(value).slice(0, 8_192);
}

function membersOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)
    : undefined;
}
