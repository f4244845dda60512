// Classes and activities of OCSF 1.8 in the catalogue's words (class_uid, then activity_id).
// Classes that say what a host found out about itself (5, discovery) and traffic (4) are no actions
// of somebody and stay `<category>.other`, but for a few.
import type { Category } from '@acta/event';

type Activities = Readonly<Record<number, string>>;

const files: Activities = {
  1: 'file.created',
  2: 'file.read',
  3: 'file.changed',
  4: 'file.deleted',
  5: 'file.changed',
  6: 'file.changed',
  7: 'file.permissions_changed',
  8: 'file.read',
  9: 'file.read',
  10: 'file.changed',
  11: 'file.changed',
  14: 'file.read',
};
const findings: Activities = { 1: 'alert.raised', 2: 'alert.acknowledged', 3: 'alert.resolved' };

const table: Readonly<Record<number, Activities>> = {
  1001: files,
  1006: {
    1: 'job.created',
    2: 'job.changed',
    3: 'job.deleted',
    4: 'job.changed',
    5: 'job.changed',
    6: 'job.started',
  },
  1007: { 1: 'process.started', 2: 'process.ended' },
  1009: { 1: 'script.executed' },
  2001: findings,
  2002: {
    1: 'vulnerability_alert.created',
    2: 'vulnerability_alert.changed',
    3: 'vulnerability_alert.resolved',
  },
  2003: findings,
  2004: findings,
  2005: { 1: 'incident.detected', 2: 'incident.updated', 3: 'incident.resolved' },
  2006: { ...findings, 4: 'alert.suppressed' },
  2007: findings,
  2008: findings,
  3001: {
    1: 'user.created',
    2: 'user.activated',
    3: 'password.changed',
    4: 'password.reset',
    5: 'user.deactivated',
    6: 'user.deleted',
    7: 'policy.attached',
    8: 'policy.detached',
    9: 'user.locked_out',
    10: 'mfa.enabled',
    11: 'mfa.disabled',
    12: 'user.unlocked',
  },
  3002: {
    1: 'user.signed_in',
    2: 'user.signed_out',
    3: 'credential.issued',
    4: 'credential.issued',
    5: 'credential.issued',
    6: 'user.sign_in_challenged',
    7: 'role.assumed',
  },
  3003: { 1: 'role.assigned', 2: 'group_member.added' },
  3004: {
    1: 'resource.created',
    2: 'resource.read',
    3: 'resource.changed',
    4: 'resource.deleted',
    5: 'resource.changed',
    6: 'resource.changed',
    7: 'resource.changed',
    8: 'resource.changed',
    9: 'resource.changed',
    10: 'resource.changed',
    11: 'resource.changed',
    12: 'resource.changed',
    13: 'resource.changed',
  },
  3005: { 1: 'role.assigned', 2: 'role.revoked' },
  3006: {
    1: 'role.assigned',
    2: 'role.revoked',
    3: 'group_member.added',
    4: 'group_member.removed',
    5: 'group.deleted',
    6: 'group.created',
    7: 'group.changed',
    8: 'group.changed',
  },
  4001: { 1: 'network.connected' },
  4007: { 1: 'network.connected' },
  6001: {
    1: 'resource.created',
    2: 'resource.read',
    3: 'resource.changed',
    4: 'resource.deleted',
    5: 'resource.listed',
    6: 'resource.created',
    7: 'resource.read',
    8: 'object.shared',
  },
  6002: {
    1: 'software.installed',
    2: 'software.removed',
    3: 'service.started',
    4: 'service.stopped',
    5: 'service.started',
    6: 'service.changed',
    7: 'service.changed',
    8: 'service.changed',
  },
  6003: {
    1: 'resource.created',
    2: 'resource.read',
    3: 'resource.changed',
    4: 'resource.deleted',
  },
  6004: { 1: 'resource.read', 2: 'permission.denied', 3: 'role.revoked', 4: 'resource.read' },
  6005: {
    1: 'table.read',
    2: 'table.written',
    3: 'database.connected',
    4: 'table.read',
    5: 'table.written',
    6: 'database.created',
    7: 'database.deleted',
    8: 'resource.listed',
    9: 'database.changed',
    10: 'database.changed',
  },
  6006: {
    1: 'file.created',
    2: 'file.downloaded',
    3: 'file.changed',
    4: 'file.deleted',
    5: 'file.changed',
    6: 'file.created',
    7: 'file.changed',
    8: 'file.created',
    9: 'file.read',
    10: 'file.changed',
    11: 'file.changed',
    12: 'object.shared',
    13: 'object.shared',
    14: 'file.read',
    15: 'file.transferred',
    16: 'file.transferred',
    17: 'permission.checked',
  },
  6007: { 2: 'scan.completed' },
};

const categories: readonly Category[] = [
  'system',
  'system',
  'policy',
  'identity',
  'access',
  'system',
  'data',
  'policy',
];

/** The action of an activity, and the category where it has none. */
export function ocsfMeaning(
  classUid: number,
  activity: number,
): { action: string | undefined; category: Category } {
  const category = classUid === 3002 ? 'access' : categories[Math.floor(classUid / 1000)];
  return { action: table[classUid]?.[activity], category: category ?? 'system' };
}

/** All actions that OCSF maps to. */
export const ocsfActions: readonly string[] = [
  ...new Set(Object.values(table).flatMap((activities) => Object.values(activities))),
];
