// HCP Terraform and Terraform Enterprise: notifications of runs and workspaces, and records of the
// audit trail.
import { labelsOf, thing } from '../event-parts.ts';
import { unknownActor, type Actor, type Target } from '../names.ts';
import { firstText, list, longText, object, present, text, type JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { change, changesOrNone } from '../values.ts';
import { trailAction, triggerAction } from './actions.ts';

/** The events of a record. Throws `NotNormalizable` for what is neither. */
export function terraformEvents(record: JsonObject): ListedEvent[] {
  if (object(record['resource']) !== undefined && object(record['auth']) !== undefined) {
    return [trailEvent(record)];
  }
  if (record['notification_configuration_id'] === undefined) {
    throw new NotNormalizable(
      'no_terraform_record',
      'The record is neither a notification nor of the audit trail.',
    );
  }
  const notes = list(record['notifications']);
  if (notes.length > 0) return notes.map((note) => notified(record, object(note) ?? {}));
  return [notified({ ...record, ...object(record['details']) }, record)];
}

function notified(record: JsonObject, note: JsonObject): ListedEvent {
  const trigger = text(note['trigger']) ?? 'unknown';
  const status = text(note['run_status']) ?? text(record['run_status']);
  const found =
    status === 'canceled' && trigger === 'run:errored'
      ? 'infrastructure_run.cancelled'
      : triggerAction(trigger);
  const person = firstText(note, 'run_updated_by') ?? firstText(record, 'run_created_by');
  const run = firstText(record, 'run_id', 'run_external_id');
  const workspace = workspaceOf(record);
  const failed = found === 'infrastructure_run.failed' || /check_failure|failed$/.test(trigger);
  const event = present({
    time: timeOf(note['run_updated_at']) ?? timeOf(record['run_created_at']),
    action: found ?? 'deploy.other',
    native: trigger,
    outcome: failed ? 'failure' : found === undefined ? 'unknown' : 'success',
    actor:
      person === undefined
        ? unknownActor
        : { type: 'user', id: text(`terraform:${person}`) as string, name: person },
    target:
      run === undefined
        ? (workspace ?? serviceTarget(record))
        : (thing('infrastructure_run', `terraform:${run}`, run, workspace) as Target),
    pipeline: present({ stage: 'deploy', run, service: firstText(record, 'workspace_name') }),
    why: present({
      reason: longText(record['run_message']) ?? longText(note['message']),
      link: longText(record['run_url']),
    }),
    labels: labelsOf({ status, organization: text(record['organization_name']) }),
  }) as EventBody;
  return { event, unmapped: found === undefined };
}

function workspaceOf(record: JsonObject): Target | undefined {
  const name = firstText(record, 'workspace_name');
  const id = firstText(record, 'workspace_id') ?? name;
  const organization = firstText(record, 'organization_name');
  const parent =
    organization === undefined
      ? undefined
      : thing('organization', `terraform:${organization}`, organization);
  return thing('workspace', id === undefined ? undefined : `terraform:${id}`, name, parent);
}

function serviceTarget(record: JsonObject): Target {
  const id = firstText(record, 'notification_configuration_id') ?? 'notification';
  return { type: 'webhook', id: text(`terraform:${id}`) as string, name: id };
}

function trailEvent(record: JsonObject): ListedEvent {
  const type = firstText(record, 'resource.type') ?? 'resource';
  const action = firstText(record, 'resource.action') ?? 'unknown';
  const found = trailAction(type, action);
  const meta = object(object(record['resource'])?.['meta']);
  const organization = firstText(record, 'auth.organization_id');
  const run = type === 'run' ? firstText(record, 'resource.id') : firstText(meta, 'run.id');
  const parent =
    organization === undefined
      ? undefined
      : thing('organization', `terraform:${organization}`, organization);
  const id = firstText(record, 'resource.id');
  const event = present({
    time: timeOf(record['timestamp']),
    action: found ?? 'deploy.other',
    native: text(`${type}.${action}`),
    outcome: /failed$|^errored$/.test(action) ? 'failure' : 'success',
    actor: trailActor(record),
    target: thing(
      type.replace(/[^a-z0-9_]+/g, '_') || 'resource',
      `terraform:${id ?? type}`,
      firstText(meta, 'name', 'workspace.name') ?? id,
      parent,
    ),
    context: present({ request: present({ id: firstText(record, 'request.id') }) }),
    pipeline:
      run === undefined
        ? undefined
        : present({ stage: 'deploy', run, service: firstText(meta, 'workspace.name') }),
    changes: changesOrNone(
      Object.entries(meta ?? {})
        .slice(0, 48)
        .map(([field, value]) => change(field, undefined, value)),
    ),
    why: present({ reason: firstText(meta, 'comment', 'run.message') }),
  }) as EventBody;
  return { event, unmapped: found === undefined, id: text(record['id']) };
}

/** `System` is the platform itself; an impersonated account has who impersonated it behind it. */
function trailActor(record: JsonObject): Actor {
  const id = firstText(record, 'auth.accessor_id');
  const name = firstText(record, 'auth.description');
  if (firstText(record, 'auth.type') === 'System') {
    return {
      type: 'service',
      id: text(`terraform:${id ?? 'system'}`) as string,
      name: name ?? 'HCP Terraform',
    };
  }
  const own = id ?? name;
  if (own === undefined) return unknownActor;
  const behind = firstText(record, 'auth.impersonator_id');
  return present({
    type: own.startsWith('user-') || id === undefined ? 'user' : 'api_token',
    id: text(`terraform:${own}`) as string,
    name,
    on_behalf_of:
      behind === undefined ? undefined : { type: 'user', id: `terraform:${behind}`, name: behind },
  }) as Actor;
}
