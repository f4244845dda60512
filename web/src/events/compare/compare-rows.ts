// Lays events side by side: one line for each field that any of them has.
import type { LoggedEvent } from '../../api/types.ts';

export interface CompareRow {
  path: string;
  values: (string | null)[];
  differs: boolean;
}

const LEFT_OUT = new Set(['v', 'raw', 'withheld']);

/** Dotted paths of an event's JSON with their values as text. */
export function flatten(value: unknown, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  if (typeof value !== 'object' || value === null) {
    found.set(path, typeof value === 'string' ? value : JSON.stringify(value));
    return found;
  }
  for (const [name, inner] of Object.entries(value)) {
    if (path === '' && LEFT_OUT.has(name)) continue;
    if (inner === undefined) continue;
    const at = path === '' ? name : `${path}.${name}`;
    for (const [key, text] of flatten(inner, at)) found.set(key, text);
  }
  return found;
}

export function compareRows(events: readonly LoggedEvent[]): CompareRow[] {
  const flat = events.map((event) => flatten(event));
  const paths = [...new Set(flat.flatMap((one) => [...one.keys()]))];
  return paths.map((path) => {
    const values = flat.map((one) => one.get(path) ?? null);
    return { path, values, differs: new Set(values).size > 1 };
  });
}
