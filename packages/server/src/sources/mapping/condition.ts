import type { Json } from '../reader.ts';
import { mappingLimits, spend } from './limits.ts';
import { isThere, valuesAt, type Path, type Scope } from './path.ts';
import { below } from './problems.ts';
import { counted, kindOf, members, onlyKnown, type Reading } from './reading.ts';
import { textOf } from './template.ts';
import { readPath, readPattern } from './value.ts';

export type Holds = (scope: Scope) => boolean;

const tests = ['equals', 'in', 'matches', 'exists'] as const;
const groups = ['all', 'any', 'not'] as const;
const never: Holds = () => false;

/** Reads a condition; one that is wrong never holds (and a problem is noted). */
export function readCondition(value: unknown, path: string, reading: Reading, depth = 0): Holds {
  if (!counted(path, depth, reading)) return never;
  const given = members(value, path, reading);
  if (given === undefined) return never;
  const group = groups.find((name) => given[name] !== undefined);
  if (group !== undefined) {
    onlyKnown(given, [group], path, reading);
    return readGroup(group, given[group], below(path, group), reading, depth);
  }
  return readTest(given, path, reading);
}

function readGroup(
  group: (typeof groups)[number],
  value: unknown,
  path: string,
  reading: Reading,
  depth: number,
): Holds {
  if (group === 'not') {
    const inner = readCondition(value, path, reading, depth + 1);
    return (scope) => !inner(scope);
  }
  if (!Array.isArray(value) || value.length === 0) {
    reading.problems.add(path, `is ${kindOf(value)}, expected a list of conditions`);
    return never;
  }
  const inner = value.map((one, at) => readCondition(one, below(path, at), reading, depth + 1));
  return group === 'all'
    ? (scope) => inner.every((holds) => holds(scope))
    : (scope) => inner.some((holds) => holds(scope));
}

function readTest(given: Record<string, unknown>, path: string, reading: Reading): Holds {
  onlyKnown(given, ['path', ...tests], path, reading);
  const place = readPath(given['path'], below(path, 'path'), reading);
  const named = tests.filter((name) => given[name] !== undefined);
  const [test] = named;
  if (test === undefined || named.length > 1) {
    const found = test === undefined ? 'says nothing of the value' : `has ${named.join(' and ')}`;
    reading.problems.add(path, `${found}, expected one of ${tests.join(', ')}`, tests);
    return never;
  }
  const holds = readOne(test, given[test], below(path, test), reading);
  return place === undefined || holds === undefined ? never : (scope) => holds(place, scope);
}

type HoldsAt = (path: Path, scope: Scope) => boolean;

function readOne(
  test: (typeof tests)[number],
  value: unknown,
  path: string,
  reading: Reading,
): HoldsAt | undefined {
  if (test === 'exists') {
    if (typeof value === 'boolean') return (place, scope) => isFound(place, scope) === value;
    reading.problems.add(path, `is ${kindOf(value)}, expected true or false`);
    return undefined;
  }
  if (test === 'matches') {
    const pattern = readPattern(value, path, reading);
    if (pattern === undefined) return undefined;
    return (place, scope) => textsAt(place, scope).some((text) => pattern.test(text, scope.budget));
  }
  const wanted = test === 'in' ? value : [value];
  if (!Array.isArray(wanted) || wanted.some((one) => textOf(one as Json) === undefined)) {
    reading.problems.add(
      path,
      `is ${kindOf(value)}, expected ${test === 'in' ? 'a list of texts' : 'a text'}`,
    );
    return undefined;
  }
  reading.tables += wanted.length;
  if (reading.tables > mappingLimits.table_max_entries) {
    reading.problems.add(
      path,
      `the tables have more than ${mappingLimits.table_max_entries} entries`,
    );
  }
  const texts = new Set(wanted.map((one) => textOf(one as Json)));
  return (place, scope) => textsAt(place, scope).some((text) => texts.has(text));
}

const isFound = (place: Path, scope: Scope): boolean => valuesAt(place, scope).some(isThere);

/** Scalars at a path as texts: a list of them counts as its items. */
function textsAt(place: Path, scope: Scope): string[] {
  spend(scope.budget);
  return valuesAt(place, scope)
    .flatMap((value) =>
      Array.isArray(value) ? value.slice(0, mappingLimits.wildcard_max_items) : [value],
    )
    .flatMap((value) => textOf(value) ?? []);
}
