import { at, list, object, text, type Json, type JsonObject } from '../../reader.ts';
import { change, changesOrNone, type Change } from '../../values.ts';

/** Where the new value of a changed field stands, by event. */
const holders: Readonly<Record<string, string>> = {
  branch_protection_rule: 'rule',
  custom_property: 'definition',
  discussion: 'discussion',
  discussion_comment: 'comment',
  issue_comment: 'comment',
  issues: 'issue',
  label: 'label',
  milestone: 'milestone',
  organization: 'organization',
  project: 'project',
  project_card: 'project_card',
  project_column: 'project_column',
  pull_request: 'pull_request',
  pull_request_review: 'review',
  pull_request_review_comment: 'comment',
  release: 'release',
  repository: 'repository',
  repository_ruleset: 'repository_ruleset',
  team: 'team',
};

/**
 * Before and after: the payload's `changes` object, moved references, changed labels and reviewers.
 */
export function webhookChanges(event: string, payload: JsonObject): Change[] | undefined {
  const changes = [...listed(event, payload), ...moved(event, payload), ...values(event, payload)];
  return changesOrNone(changes);
}

function listed(event: string, payload: JsonObject): Change[] {
  const holder = Object.hasOwn(holders, event) ? at(payload, holders[event] as string) : undefined;
  return Object.entries(object(payload['changes']) ?? {}).flatMap(([field, value]) =>
    ofField(field, value, at(holder, field)),
  );
}

/** `{from}`, `{from, to}`, `{added, updated, deleted}`, or a tree of these. */
function ofField(field: string, value: Json, now: Json | undefined, depth = 3): Change[] {
  const sides = object(value);
  if (sides === undefined) return [change(field, undefined, value)];
  if ('from' in sides || 'to' in sides) return [change(field, sides['from'], sides['to'] ?? now)];
  if (depth === 0 || Object.keys(sides).length === 0) return [change(field, undefined, now)];
  return Object.entries(sides).flatMap(([name, inner]) =>
    object(inner) === undefined
      ? [change(`${field}.${name}`, undefined, inner)]
      : ofField(`${field}.${name}`, inner, at(now, name), depth - 1),
  );
}

function moved(event: string, payload: JsonObject): Change[] {
  if (event === 'push') return [change('ref', payload['before'], payload['after'])];
  if (event === 'pull_request' && payload['action'] === 'synchronize') {
    return [change('head', payload['before'], payload['after'])];
  }
  const label = text(at(payload, 'label.name'));
  if (label !== undefined && payload['action'] === 'labeled') {
    return [change('labels', undefined, label)];
  }
  if (label !== undefined && payload['action'] === 'unlabeled') {
    return [change('labels', label, undefined)];
  }
  return [];
}

/**
 * Values that stand as two lists (custom properties), and what an app or key may do from now on.
 */
function values(event: string, payload: JsonObject): Change[] {
  if (event === 'custom_property_values') {
    return list(payload['new_property_values']).map((entry) => {
      const name = text(at(entry, 'property_name')) ?? '?';
      const old = list(payload['old_property_values']).find(
        (other) => at(other, 'property_name') === name,
      );
      return change(name, at(old, 'value'), at(entry, 'value'));
    });
  }
  if (event === 'installation') {
    return [change('permissions', undefined, at(payload, 'installation.permissions'))];
  }
  if (event === 'deploy_key') return [change('read_only', undefined, at(payload, 'key.read_only'))];
  if (event === 'personal_access_token_request') {
    return [
      change(
        'permissions',
        undefined,
        at(payload, 'personal_access_token_request.permissions_added'),
      ),
    ];
  }
  return [];
}
