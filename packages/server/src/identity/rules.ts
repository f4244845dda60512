// Which workload of an issuer may write, and for which sources: patterns on claims.
import type { Claims } from './compact.ts';

export interface Rule {
  /** Path of a claim → pattern; all must hold. */
  claims: Readonly<Record<string, string>>;
  /** Sources that it may write for; a sender without a key writes for the first. */
  sources: readonly string[];
}

/** The first rule whose patterns hold. */
export function ruleFor(rules: readonly Rule[], claims: Claims): Rule | undefined {
  return rules.find((rule) =>
    Object.entries(rule.claims).every(([path, pattern]) => holds(pattern, claimAt(claims, path))),
  );
}

/** A list of texts holds where one of them does. */
function holds(pattern: string, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => holds(pattern, item));
  if (typeof value === 'number' || typeof value === 'boolean') return pattern === String(value);
  return typeof value === 'string' && matchesPattern(pattern, value);
}

/**
 * `*` stands for any characters, also none, `/` and `:` too; all else for itself. Linear in the
 * value for each `*`.
 */
export function matchesPattern(pattern: string, value: string): boolean {
  const parts = pattern.split('*');
  const [head = ''] = parts;
  if (parts.length === 1) return pattern === value;
  const tail = parts.at(-1) ?? '';
  if (value.length < head.length + tail.length) return false;
  if (!value.startsWith(head) || !value.endsWith(tail)) return false;
  const end = value.length - tail.length;
  let at = head.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** A claim by its path; names may have dots themselves (`kubernetes.io.namespace`). */
export function claimAt(claims: unknown, path: string): unknown {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return undefined;
  const members = claims as Claims;
  if (Object.hasOwn(members, path)) return members[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const name = path.slice(0, dot);
    if (!Object.hasOwn(members, name)) continue;
    const found = claimAt(members[name], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Issuers that sign for everybody: a rule must say whose workloads it means. */
const shared = new Map([
  [
    'https://token.actions.githubusercontent.com',
    [
      'sub',
      'repository',
      'repository_id',
      'repository_owner',
      'repository_owner_id',
      'enterprise_id',
      'enterprise',
    ],
  ],
  [
    'https://gitlab.com',
    ['sub', 'project_path', 'project_id', 'namespace_path', 'namespace_id', 'user_id'],
  ],
  ['https://accounts.google.com', ['sub', 'email']],
]);

/** Why a rule would let strangers in; undefined where it would not. */
export function tooOpen(issuer: string, rule: Rule): string | undefined {
  const owners = shared.get(issuer);
  if (owners === undefined) return undefined;
  const isNamed = owners.some((claim) => startsWithName(claim, rule.claims[claim]));
  if (isNamed) return undefined;
  return `${issuer} signs for everybody: a rule needs one of ${owners.join(', ')} that says whose`;
}

/** `acme/*` and `repo:acme/*` say whose; `*` and `repo:*` don't. */
function startsWithName(claim: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return false;
  const fixed = pattern.split('*')[0] ?? '';
  if (!pattern.includes('*')) return fixed !== '';
  const name = claim === 'sub' ? /^[a-z_]+:[^/:*]+[/:]/ : /^[^/*]+\//;
  return name.test(fixed);
}
