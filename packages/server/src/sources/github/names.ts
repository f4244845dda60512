// Canonical forms of GitHub's things, the same from webhooks and from the audit log, so that
// records join.
import { present, text } from '../reader.ts';
import type { Target } from '../names.ts';

export { changeName, commitId, fullRef, unknownActor, type Actor, type Target } from '../names.ts';

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

function clipId(id: string): string {
  return text(id) ?? 'unknown';
}
