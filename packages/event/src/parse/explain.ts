// From the schema library's findings to sentences for a sender, with the place as a JSON Pointer.
import type { z } from 'zod';
import type { InputError } from './parse-event-input.ts';

type Issue = z.core.$ZodIssue;

/**
 * Members that only the server sets, by their pointers; an actor is an actor wherever it stands.
 */
const serverSet = new Set([
  '/v',
  '/id',
  '/received',
  '/raw_sha256',
  '/marks',
  '/revision',
  '/revision_of',
  '/source/type',
  '/source/name',
  '/source/via',
  '/actor/assurance',
  '/actor/person',
  '/actor/accountable',
]);

/** One finding about a value, as the sender should read it. */
export function explain(issue: Issue, value: unknown): InputError {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') return explainMember([...path, issue.keys[0]!]);
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.at(-1)?.[0];
    if (inner) return explain({ ...inner, path: [...issue.path, ...inner.path] }, value);
  }
  if (issue.code === 'invalid_key') {
    return { message: 'is not a name that a member can have', path: pointer(path) };
  }
  return { message: messageOf(issue, valueAt(value, issue.path)), path: pointer(path) };
}

function explainMember(path: string[]): InputError {
  const place = pointer(path)
    .replace(/^\/why\/approved_by\/\d+/, '/actor')
    .replaceAll('/on_behalf_of', '');
  const message = serverSet.has(place)
    ? 'is set by the server and must not be sent'
    : 'is not a field of an event; put what is your own into "labels"';
  return { message, path: pointer(path) };
}

function messageOf(issue: Issue, given: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      if (given === undefined) return 'is required';
      return `must be ${withArticle(issue.expected)}, not ${kindOf(given)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `is longer than ${issue.maximum} characters`
        : `has more than ${issue.maximum} items`;
    case 'too_small':
      return 'must not be empty';
    default:
      return issue.message;
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : withArticle(typeof value);
}

function withArticle(kind: string): string {
  const word = kind === 'record' ? 'object' : kind;
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const step of path) at = (at as Record<PropertyKey, unknown> | null | undefined)?.[step];
  return at;
}

function pointer(path: readonly string[]): string {
  return path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
