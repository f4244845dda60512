// The audit log's actions (`object.verb`) in the catalogue's words. The list of all of them is
// GitHub's documentation of audit log events; what no table names keeps its own name under
// `<category>.other`.
import { communityActions } from './community-actions.ts';
import { credentialActions } from './credential-actions.ts';
import { enterpriseActions } from './enterprise-actions.ts';
import { identityActions } from './identity-actions.ts';
import { organizationActions } from './organization-actions.ts';
import { pipelineActions } from './pipeline-actions.ts';
import { repositoryActions } from './repository-actions.ts';
import { securityActions } from './security-actions.ts';
import type { AuditTable } from './table.ts';

const tables: readonly AuditTable[] = [
  repositoryActions,
  organizationActions,
  enterpriseActions,
  pipelineActions,
  identityActions,
  credentialActions,
  securityActions,
  communityActions,
];

const actions: ReadonlyMap<string, string> = new Map(
  tables.flatMap((table) =>
    Object.entries(table).flatMap(([object, verbs]) =>
      Object.entries(verbs).map(([verb, action]) => [`${object}.${verb}`, action] as const),
    ),
  ),
);

/** The catalogue's action for one of the audit log, or undefined where there is none. */
export function auditAction(native: string): string | undefined {
  return actions.get(native);
}

/** All catalogue actions that the tables name. */
export const auditActions: readonly string[] = [...new Set(actions.values())];

/** Beginnings of unmapped actions, longest first, and the category that they belong to. */
const categories: readonly (readonly [string, string])[] = [
  ['personal_access_token', 'secret'],
  ['secret_scanning', 'secret'],
  ['oauth', 'secret'],
  ['integration', 'identity'],
  ['two_factor', 'identity'],
  ['external_', 'identity'],
  ['organization', 'identity'],
  ['enterprise', 'identity'],
  ['business', 'identity'],
  ['team', 'identity'],
  ['user', 'identity'],
  ['org', 'identity'],
  ['workflows', 'pipeline'],
  ['checks', 'pipeline'],
  ['environment', 'deploy'],
  ['packages', 'artifact'],
  ['billing', 'system'],
  ['copilot', 'system'],
  ['marketplace', 'system'],
  ['sponsors', 'system'],
  ['security', 'policy'],
  ['protected_branch', 'policy'],
];

/** The category of an action that no table names. */
export function auditCategory(native: string): string {
  const found = categories.find(([start]) => native.startsWith(start));
  return found === undefined ? 'change' : found[1];
}
