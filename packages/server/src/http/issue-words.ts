// What the schema library finds wrong, in words for people: what was expected and what came,
// without the value, which may be a secret. The one place where "Invalid input" ends.
import type { z } from 'zod';

type RawIssue = z.core.$ZodRawIssue;
type Issue = z.core.$ZodIssue;

/** Given as `error` to every check of what comes from outside; undefined: the library's words. */
export function issueWords(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType([issue.expected], issue.input);
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.join(', ')}`;
    case 'too_big':
      return passed('more', issue.origin, issue.maximum);
    case 'too_small':
      return issue.minimum === 1 && issue.origin !== 'number'
        ? 'must not be empty'
        : passed('less', issue.origin, issue.minimum);
    case 'invalid_union':
      return unionWords(issue);
    default:
      return undefined;
  }
}

function passed(way: 'more' | 'less', origin: string, limit: number | bigint): string {
  if (origin === 'string') return `has ${way} than ${limit} characters`;
  return ['array', 'set'].includes(origin)
    ? `has ${way} than ${limit} entries`
    : `is ${way} than ${limit}`;
}

function unionWords(issue: RawIssue & { code: 'invalid_union' }): string {
  const branches = issue.errors as readonly (readonly Issue[])[];
  const near = branches.find((found) => found.length > 0 && !isOfOtherType(found));
  if (near !== undefined) return withPlace(near[0] as Issue);
  const expected = branches.flatMap(([first]) =>
    first?.code === 'invalid_type' ? [first.expected] : [],
  );
  return expected.length === 0
    ? 'is not one of what is taken here'
    : wrongType(expected, issue.input);
}

/** Whether an alternative does not fit because the value as a whole is something else. */
const isOfOtherType = ([first]: readonly Issue[]): boolean =>
  first?.code === 'invalid_type' && first.path.length === 0;

const withPlace = ({ path, message }: Issue): string =>
  path.length === 0 ? message : `at ${path.map(String).join('.')} ${message}`;

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  nan: 'NaN',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  map: 'an object',
  null: 'null',
};

function wrongType(expected: readonly string[], given: unknown): string {
  const wanted = [...new Set(expected.map((kind) => kinds[kind] ?? kind))];
  const last = wanted.pop() as string;
  const words = wanted.length === 0 ? last : `${wanted.join(', ')} or ${last}`;
  return given === undefined
    ? `is missing: it must be ${words}`
    : `must be ${words}, not ${kindOf(given)}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Number.isNaN(value)) return 'NaN';
  return kinds[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}
