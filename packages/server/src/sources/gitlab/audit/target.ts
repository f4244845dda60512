import type { Target } from '../../names.ts';
import { firstText, text, type JsonObject } from '../../reader.ts';
import { gitlabId, groupTarget, projectTarget, thing } from '../names.ts';
import { targetOf } from '../../names.ts';

/** What was acted on, within the project, group, account or instance that the record is about. */
export function auditTarget(record: JsonObject, details: JsonObject): Target {
  const entity = entityOf(record, details);
  const className = firstText(record, 'target_type') ?? firstText(details, 'target_type');
  const id = text(record['target_id']) ?? text(details['target_id']);
  const name = firstText(record, 'target_details') ?? firstText(details, 'target_details');
  const own = className === undefined && id === undefined ? named(name) : undefined;
  const target =
    own ?? (className === undefined ? undefined : ofClass(className, id, name, entity));
  if (target === undefined) return entity ?? { type: 'instance', id: 'gitlab', name: 'GitLab' };
  if (entity === undefined || entity.id === target.id) {
    return entity?.name === undefined ? target : { ...target, name: entity.name };
  }
  return { ...target, parent: entity };
}

/** A target that is nothing but words, such as the address of a password reset. */
function named(name: string | undefined): Target | undefined {
  return name === undefined ? undefined : thing('object', undefined, name);
}

function entityOf(record: JsonObject, details: JsonObject): Target | undefined {
  const className = firstText(record, 'entity_type');
  if (className === undefined) return undefined;
  const id = text(record['entity_id']);
  const path = firstText(record, 'entity_path') ?? firstText(details, 'entity_path');
  return ofClass(className, id, path, undefined);
}

function ofClass(
  className: string,
  id: string | undefined,
  name: string | undefined,
  parent: Target | undefined,
): Target | undefined {
  const kind = kindOf(className);
  if (kind === 'project') return projectTarget(id, name);
  if (kind === 'group' || kind === 'namespace') return groupTarget(id, name);
  if (kind === 'instance_scope') return { type: 'instance', id: 'gitlab', name: name ?? 'GitLab' };
  if (kind === 'user') return targetOf('gitlab', 'user', gitlabId('user', id), name);
  return thing(kind, id, name, parent);
}

/** `Ci::Runner` is `runner`, `ProtectedBranch` is `protected_branch`. */
function kindOf(className: string): string {
  const last = className.slice(0, 120).split('::').at(-1) ?? '';
  const snake = last.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return snake.replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_|_$/g, '') || 'object';
}
