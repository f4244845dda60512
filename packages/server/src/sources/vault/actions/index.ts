// What a request to Vault is: from mount, path and operation to the catalogue.
import { allEngineRules, engineRules } from './engines.ts';
import { authRules, identityRules, tokenRules } from './identity.ts';
import { actionFor, fits, type PathRule } from './rule.ts';
import { systemRules } from './system.ts';

export interface Meaning {
  /** Undefined where no rule fits. */
  action: string | undefined;
  /** The type of the target. */
  type: string;
}

export interface Place {
  operation: string;
  /** Segments of the path below the mount. */
  below: readonly string[];
  /** `system`, `token`, `auth`, `identity`, or the engine's type. */
  kind: string;
}

/** Operations that mean the same everywhere. */
const everywhere: Readonly<Record<string, string>> = {
  revoke: 'lease.revoked',
  renew: 'lease.renewed',
  help: 'resource.read',
  header: 'resource.read',
  recover: 'secret.restored',
};

/** The meaning of a request; signing in and what no rule knows is told by `action`. */
export function meaningOf({ operation, below, kind }: Place): Meaning {
  if (kind === 'auth' && signsIn(below)) return { action: 'user.signed_in', type: 'auth_method' };
  const shared = Object.hasOwn(everywhere, operation) ? everywhere[operation] : undefined;
  for (const rule of rulesOf(kind)) {
    if (!fits(rule.segments, below)) continue;
    const action = shared ?? actionFor(rule.operations, operation);
    if (action !== undefined) return { action, type: rule.type };
  }
  if (shared !== undefined) return { action: shared, type: 'resource' };
  if (operation === 'read') return { action: 'resource.read', type: 'resource' };
  if (operation === 'list') return { action: 'resource.listed', type: 'resource' };
  return { action: undefined, type: 'resource' };
}

const signIn = new Set(['login', 'callback']);

/** `login`, `login/alice`, `oidc/callback`, `cloud-agent/login`. */
function signsIn(below: readonly string[]): boolean {
  const [first, second] = below;
  if (first === 'login' || first === 'callback') return true;
  return below.length === 2 && (first === 'oidc' || first === 'saml') && signIn.has(second ?? '');
}

function rulesOf(kind: string): readonly PathRule[] {
  if (kind === 'system') return systemRules;
  if (kind === 'token') return tokenRules;
  if (kind === 'auth') return authRules;
  if (kind === 'identity') return identityRules;
  return engineRules(kind);
}

/** Every action that `meaningOf` can give. */
export const vaultActions: readonly string[] = [
  ...new Set([
    ...[...systemRules, ...tokenRules, ...authRules, ...identityRules, ...allEngineRules].flatMap(
      ({ operations }) => Object.values(operations),
    ),
    ...Object.values(everywhere),
    'user.signed_in',
  ]),
];
