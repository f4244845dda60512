// Canonical forms that all sources share, so that records of different products join.
import type { ActaEvent } from '@acta/event';
import { present, text } from './reader.ts';

export type Actor = ActaEvent['actor'];
export type Target = ActaEvent['target'];

/** `acme/pay#41`, of a pull request, a merge request or an issue. */
export function changeName(repository: string | undefined, number: string | undefined) {
  return repository === undefined || number === undefined ? undefined : `${repository}#${number}`;
}

/** A full reference name; bare names are branches. */
export function fullRef(name: string | undefined, kind: 'heads' | 'tags' = 'heads') {
  if (name === undefined) return undefined;
  return name.startsWith('refs/') ? name : `refs/${kind}/${name}`;
}

/**
 * A commit id as it stands: 40 or 64 hexadecimal digits, and not the zero id that stands for none.
 */
export function commitId(value: unknown): string | undefined {
  const id = text(value);
  if (id === undefined || !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id)) return undefined;
  return /^0+$/.test(id) ? undefined : id;
}

/** `gitlab:17` or `gitlab:group:17`: an id of a product, said to be of that product. */
export function idOf(product: string, id: string | undefined, kind?: string): string | undefined {
  if (id === undefined) return undefined;
  return text(kind === undefined ? `${product}:${id}` : `${product}:${kind}:${id}`);
}

/** A target; the name stands in for a missing id. Undefined where there is neither. */
export function targetOf(
  product: string,
  type: string,
  id: string | undefined,
  name: string | undefined,
  more: { parent?: Target | undefined; environment?: string | undefined } = {},
): Target | undefined {
  const known = id ?? idOf(product, name, type);
  if (known === undefined) return undefined;
  return present({ type, id: text(known) ?? 'unknown', name: text(name), ...more }) as Target;
}

/** An actor; the name or mail stands in for a missing id. Undefined where there is none. */
export function actorOf(
  product: string,
  type: string,
  known: {
    id?: string | undefined;
    name?: string | undefined;
    email?: string | undefined;
    roles?: string[] | undefined;
    credential?: Actor['credential'];
    on_behalf_of?: Actor | undefined;
  },
): Actor | undefined {
  const { id, name, email, ...more } = known;
  const own = id ?? idOf(product, name ?? email);
  if (own === undefined) return undefined;
  return present({ type, id: text(own) ?? 'unknown', name, email, ...more }) as Actor;
}

/** Who, when the record does not say. Never a guess. */
export const unknownActor: Actor = Object.freeze({ type: 'unknown', id: 'unknown' });
