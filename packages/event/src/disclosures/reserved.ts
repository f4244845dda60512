// RFC 9901 §4.1: `_sd` and `...` name digests wherever they stand in a payload or a disclosure. A
// member of that name inside an event would make its evidence unreadable for every verifier, so
// that none may be sealed.

/** Whether no member of an event may have this name. */
export function isReservedName(name: string): boolean {
  return name === '_sd' || name === '...';
}

/** Whether a compact JSON text has a member of a reserved name. */
export function hasReservedName(json: string): boolean {
  // Without its first quote each is rarer, and so found faster where there is none.
  return (
    (json.includes('_sd":') && json.includes('"_sd":')) ||
    (json.includes('...":') && json.includes('"...":'))
  );
}

/**
 * The JSON value with an underscore behind reserved names, so that what a product sent is kept;
 * the same object where there are none.
 */
export function withoutReservedNames<T>(value: T): T {
  return renamed(value) as T;
}

function renamed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map(renamed);
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  let changed = false;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => {
    const next = renamed(member);
    const free = isReservedName(name) ? freeName(name, value) : name;
    if (next !== member || free !== name) changed = true;
    return [free, next];
  });
  return changed ? Object.fromEntries(members) : value;
}

function freeName(name: string, among: object): string {
  let free = `${name}_`;
  while (Object.hasOwn(among, free)) free += '_';
  return free;
}
