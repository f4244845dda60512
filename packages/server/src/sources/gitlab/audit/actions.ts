// The event types of GitLab's audit events in the catalogue's words (docs: "Audit event types").
import { firstText, text, type JsonObject } from '../../reader.ts';
import { accessTypes } from './access-types.ts';
import { codeTypes } from './code-types.ts';
import { deliveryTypes } from './delivery-types.ts';
import { olderAction, olderActions } from './older.ts';
import { policyTypes } from './policy-types.ts';
import { typesOf } from './table.ts';

const types = typesOf(accessTypes, codeTypes, deliveryTypes, policyTypes);

/** The catalogue's action for an event type, or undefined where there is none. */
export function auditTypeAction(type: string): string | undefined {
  return types.get(type);
}

/** The native name and the action of a record; undefined where no table names it. */
export function auditAction(
  record: JsonObject,
  details: JsonObject,
): { native: string; action: string | undefined } {
  const type = [
    firstText(record, 'event_type', 'event_name'),
    firstText(details, 'event_type', 'event_name'),
  ].find((name) => name !== undefined && name !== 'audit_operation');
  const older = type === undefined ? olderAction(details) : undefined;
  const native = type ?? older?.native ?? 'audit_event';
  const action = type === undefined ? older?.action : auditTypeAction(type);
  return { native, action: action === undefined ? undefined : told(action, record, details) };
}

/** Where one event type stands for several actions, the record tells which. */
function told(action: string, record: JsonObject, details: JsonObject): string {
  const to = text(details['to']) ?? text(record['to']) ?? flag(details['to']);
  const entity = firstText(record, 'entity_type');
  switch (action) {
    case 'impersonation.started':
      return messageOf(details).startsWith('stop') ? 'impersonation.ended' : action;
    case 'collaborator.added':
    case 'collaborator.removed':
    case 'collaborator.role_changed':
      return entity === 'Group' ? action.replace('collaborator', 'group_member') : action;
    case 'repository.visibility_changed':
      return visibility(to, entity, action);
    case 'repository.renamed':
      return entity === 'Group' ? 'group.changed' : entity === 'User' ? 'user.renamed' : action;
    case 'administrator.changed':
      return to === 'true'
        ? 'administrator.added'
        : to === 'false'
          ? 'administrator.removed'
          : action;
    case 'mfa_requirement.changed':
      return to === 'true'
        ? 'mfa_requirement.enabled'
        : to === 'false'
          ? 'mfa_requirement.disabled'
          : action;
    case 'repository.fetched':
      return gitAction(details);
    case 'pull_request.approved':
      return /^(?:unapprov|revok|remov)/.test(messageOf(details))
        ? 'pull_request.approval_withdrawn'
        : action;
    default:
      return action;
  }
}

function visibility(to: string | undefined, entity: string | undefined, action: string): string {
  if (entity === 'Group') return 'group.visibility_changed';
  const level = to?.toLowerCase();
  if (level === 'public') return 'repository.made_public';
  return level === 'private' ? 'repository.made_private' : action;
}

function gitAction(details: JsonObject): string {
  const command = firstText(details, 'custom_message.action', 'custom_message');
  if (command === 'git-receive-pack') return 'commits.pushed';
  return command === 'git-upload-archive' ? 'repository.downloaded' : 'repository.fetched';
}

function messageOf(details: JsonObject): string {
  return (firstText(details, 'custom_message', 'custom_message.action') ?? '').toLowerCase();
}

function flag(value: unknown): string | undefined {
  return typeof value === 'boolean' ? String(value) : undefined;
}

/** All actions that audit records can give. */
export const auditActions: readonly string[] = [
  ...new Set([
    ...types.values(),
    ...olderActions,
    'impersonation.ended',
    'group_member.added',
    'group_member.removed',
    'group_member.role_changed',
    'group.visibility_changed',
    'group.changed',
    'user.renamed',
    'repository.made_public',
    'repository.made_private',
    'administrator.added',
    'administrator.removed',
    'mfa_requirement.enabled',
    'mfa_requirement.disabled',
    'commits.pushed',
    'repository.downloaded',
    'pull_request.approval_withdrawn',
  ]),
];

/** Words in the names of unmapped types, and the category that they speak of. */
const categories: readonly (readonly [RegExp, string])[] = [
  [/token|key|secret|variable/, 'secret'],
  [/polic|compliance|protected|approval|rule|setting|restrict|vulnerab|security/, 'policy'],
  [/login|authenticat|sign_in|session/, 'access'],
  [/user|member|group|role|saml|scim|access/, 'identity'],
  [/deploy|environment|agent/, 'deploy'],
  [/runner|pipeline|job|ci_/, 'pipeline'],
  [/package|registry|release|artifact/, 'artifact'],
  [/export|download|stream/, 'data'],
];

/** The category of a type that no table names. */
export function auditCategory(native: string): string {
  return categories.find(([words]) => words.test(native))?.[1] ?? 'change';
}
