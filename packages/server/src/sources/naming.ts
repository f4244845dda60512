// Words for types and names that products spell in their own ways.
import type { Actor } from './event-parts.ts';
import { unknownActor } from './event-parts.ts';
import { present, text } from './reader.ts';

/** A type as one word of letters, digits and underscores: `API Key` is `api_key`. */
export function word(value: string | undefined): string {
  const plain = (value ?? '')
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '')
    .slice(0, 64);
  return plain === '' ? 'unknown' : plain;
}

/** An actor; name or mail stand in for a missing id, and without any of them it is unknown. */
export function actorNamed(
  type: string,
  id: string | undefined,
  more: { [K in Exclude<keyof Actor, 'type' | 'id'>]?: Actor[K] | undefined } = {},
): Actor {
  const known = text(id) ?? text(more.name) ?? text(more.email);
  return known === undefined ? unknownActor : (present({ type, id: known, ...more }) as Actor);
}

/** The `other` of each of these categories: what an adapter emits for types without an action. */
export function others(...categories: string[]): string[] {
  return categories.map((category) => `${category}.other`);
}
