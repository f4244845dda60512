// Who may do what: this table and `can` are the only place that decides.
import type { Role } from '@acta/sdk';
import type { Principal } from './principal.ts';

export const ROLES: readonly Role[] = ['admin', 'auditor', 'responder', 'viewer', 'collector'];

const READERS: readonly Role[] = ['admin', 'auditor', 'responder', 'viewer'];
const INSIDERS: readonly Role[] = ['admin', 'auditor', 'responder'];
const OVERSEERS: readonly Role[] = ['admin', 'auditor'];
const RESPONDERS: readonly Role[] = ['admin', 'responder'];
const ADMIN: readonly Role[] = ['admin'];

/** Every permission and the roles that have it. Administrators have all. */
export const PERMISSIONS = {
  'events.write': ['admin', 'collector'],
  'events.read': READERS,
  'events.raw': READERS,
  'events.proof': READERS,
  'events.viewers': INSIDERS,
  'catalogue.read': READERS,
  'integrity.read': READERS,
  'integrity.verify': OVERSEERS,
  'log.read': INSIDERS,
  'sources.read': INSIDERS,
  'sources.write': ADMIN,
  'records.import': ADMIN,
  'quarantine.read': INSIDERS,
  'quarantine.write': ADMIN,
  'alerts.read': INSIDERS,
  'alerts.write': RESPONDERS,
  'sinks.read': INSIDERS,
  'sinks.write': ADMIN,
  'rules.read': INSIDERS,
  'rules.write': ADMIN,
  'keys.read': OVERSEERS,
  'keys.write': ADMIN,
  'exports.read': OVERSEERS,
  'exports.create': OVERSEERS,
  'metrics.read': INSIDERS,
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether the principal's role has the permission. Scope and masks narrow what it then sees. */
export function can(principal: Principal, permission: Permission): boolean {
  return (PERMISSIONS[permission] as readonly Role[]).includes(principal.role);
}

/** The permissions of a role, in the table's order. */
export function permissionsOf(role: Role): Permission[] {
  const names = Object.keys(PERMISSIONS) as Permission[];
  return names.filter((name) => (PERMISSIONS[name] as readonly Role[]).includes(role));
}
