// Canonical forms of GitHub's things, the same from webhooks and from the audit log, so that
// records join.
import type { ActaEvent } from '@acta/event';
import { present, text } from '../reader.ts';

export type Actor = ActaEvent['actor'];
export type Target = ActaEvent['target'];

/**
 * `github:583231` for accounts and repositories; `github:team:17` for all else, whose numbers are
 * counted apart.
 */
export function githubId(kind: string, id: string): string {
  return kind === 'account' || kind === 'repository' ? `github:${id}` : `github:${kind}:${id}`;
}

/** `acme/pay/actions/runs/17`: as in the run's own address. */
export function runName(repository: string | undefined, id: string | undefined) {
  return id === undefined ? undefined : `${repository ?? 'github'}/actions/runs/${id}`;
}

/** `acme/pay#41`, of a pull request or an issue. */
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

/** A target; the name stands in for a missing id. Undefined where there is neither. */
export function target(
  type: string,
  id: string | undefined,
  name: string | undefined,
  parent?: Target,
  environment?: string,
): Target | undefined {
  const known = id ?? (name === undefined ? undefined : `github:${type}:${name}`);
  if (known === undefined) return undefined;
  return present({ type, id: clipId(known), name, environment, parent }) as Target;
}

/** Who, when the record does not say. Never a guess. */
export const unknownActor: Actor = Object.freeze({ type: 'unknown', id: 'unknown' });

function clipId(id: string): string {
  return text(id) ?? 'unknown';
}
