// The values of an event by dotted path. Arrays are transparent (any element may match), and a
// chain (whom the actor acted for, the target's parents) counts as one level, however long it is.
import { fold } from './fold.ts';
import { canonicalIp } from './ip.ts';

/** Any JSON object; packages/event has the exact type. */
export type EventLike = object;

const CHAINS: ReadonlySet<string> = new Set(['on_behalf_of', 'parent']);

/** Calls back with each scalar of the value and its path; `null` and empty text count as absent. */
export function visitValues(
  value: unknown,
  path: string,
  callback: (path: string, value: string | number | boolean) => void,
): void {
  if (value === null || value === undefined || value === '') return;
  if (typeof value !== 'object') {
    callback(path, value as string | number | boolean);
  } else if (Array.isArray(value)) {
    for (const item of value) visitValues(item, path, callback);
  } else {
    for (const key of Object.keys(value)) {
      const inner = (value as Record<string, unknown>)[key];
      visitValues(inner, CHAINS.has(key) ? chainPath(path, key) : childPath(path, key), callback);
    }
  }
}

function childPath(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function chainPath(path: string, key: string): string {
  return path.endsWith(`.${key}`) ? path : childPath(path, key);
}

/** Values of every path of an event; folded, unless another way is given. */
export function eventValues(
  event: EventLike,
  read: (path: string, value: string | number | boolean) => string = foldValue,
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  visitValues(event, '', (path, value) => {
    const text = read(path, value);
    const values = found.get(path);
    if (values) values.push(text);
    else found.set(path, [text]);
  });
  return found;
}

/** How one value is compared: folded; an address in its one form. */
export function foldValue(path: string, value: string | number | boolean): string {
  const folded = fold(String(value));
  return path === 'context.ip' ? canonicalIp(folded) : folded;
}
