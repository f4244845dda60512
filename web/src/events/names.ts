import { sentenceOf, type Sentence } from '@acta/event/catalogue';
import type { LoggedEvent } from '../api/types.ts';

/** The name of an actor or target, its id where it has none, nothing where it is withheld. */
export function nameOf(
  thing: { name?: string | undefined; id?: string | undefined } | null | undefined,
): string {
  return thing?.name ?? thing?.id ?? '';
}

export function environmentOf(event: Partial<LoggedEvent>): string {
  return event.pipeline?.environment ?? event.target?.environment ?? '';
}

/** The sentence's pieces; a search without a condition searched everything, not `*`. */
export function sentenceParts(event: LoggedEvent): Sentence['parts'] {
  const { parts } = sentenceOf(event);
  if (event.target?.type !== 'query' || event.target.id !== '*') return parts;
  return parts.map((part) => (part.field === 'target' ? { text: 'everything' } : part));
}

export function sentenceText(event: LoggedEvent): string {
  return sentenceParts(event)
    .map((part) => part.text)
    .join('')
    .trim();
}
