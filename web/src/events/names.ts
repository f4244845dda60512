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
