// Records of Snyk's audit log, of the REST API (`items`) or of API v1 (a list).
import { labelsOf, thing, type Actor, type Target } from '../event-parts.ts';
import { actorNamed } from '../naming.ts';
import {
  at,
  entryOf,
  firstText,
  object,
  present,
  text,
  type Json,
  type JsonObject,
} from '../reader.ts';
import { whyOf } from '../reasons.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { change, changesOrNone, keysOf } from '../values.ts';
import { auditAction } from './actions.ts';

/** The event of an audit record. Throws `NotNormalizable` where it has no type. */
export function auditEvent(record: JsonObject): ListedEvent {
  const native = firstText(record, 'event');
  if (native === undefined) {
    throw new NotNormalizable('event_missing', 'The record is no webhook and has no event.');
  }
  const action = auditAction(native);
  const content = object(record['content']);
  const event = present({
    time: timeOf(record['created']),
    action: action ?? 'policy.other',
    native,
    outcome: 'success',
    actor: actorOf(record, content),
    target: targetOf(record, content, native),
    changes: changesOf(content),
    why: whyOf(at(content, 'reason') ?? at(content, 'after.reason')),
    labels: labelsOf({
      url: at(content, 'url'),
      interface: at(content, 'interface'),
      role: at(content, 'role') ?? at(content, 'rolePublicId'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, id: text(record['id']) };
}

/** The user of the record; Snyk does what it does by itself without one. */
function actorOf(record: JsonObject, content: JsonObject | undefined): Actor {
  const account = firstText(content, 'service_account_id', 'serviceAccountPublicId');
  const id = firstText(record, 'user_id', 'userId') ?? firstText(content, 'user_id');
  if (id !== undefined) return actorNamed('user', `snyk:${id}`);
  const made = /service_account/.test(firstText(record, 'event') ?? '');
  return account === undefined || made
    ? actorNamed('user', undefined)
    : actorNamed('service_account', `snyk:${account}`);
}

function targetOf(record: JsonObject, content: JsonObject | undefined, native: string): Target {
  const made = (type: string, value: Json | undefined, name?: string, parent?: Target) => {
    const id = text(value);
    return thing(type, id === undefined ? undefined : `snyk:${id}`, name, parent);
  };
  const group = made('group', record['group_id'] ?? record['groupId']);
  const org = made('organization', record['org_id'] ?? record['orgId'], undefined, group) ?? group;
  const ofProject = record['project_id'] ?? record['projectId'] ?? at(content, 'projectId');
  const project = made('project', ofProject, firstText(content, 'projectName'), org) ?? org;
  const user = /\.user\./.test(native)
    ? made(
        'user',
        at(content, 'userPublicId') ?? at(content, 'affected_user_id') ?? at(content, 'email'),
        firstText(content, 'name', 'email'),
        project,
      )
    : undefined;
  const issue = /\.ignore\./.test(native)
    ? made('vulnerability', at(content, 'issueId') ?? at(content, 'issue_id'), undefined, project)
    : undefined;
  return user ?? issue ?? project ?? { type: 'organization', id: 'snyk' };
}

/** `before` and `after` of the content, member by member where they are objects. */
function changesOf(content: JsonObject | undefined): EventBody['changes'] {
  const [before, after] = [at(content, 'before'), at(content, 'after')];
  if (before === undefined && after === undefined) return undefined;
  const fields = new Set([...keysOf(before), ...keysOf(after)]);
  if (fields.size === 0) return [change('value', before, after)];
  const changes = [...fields].flatMap((field) => {
    const [from, to] = [before, after].map((side) => entryOf(object(side) ?? {}, field));
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [change(field, from, to)];
  });
  return changesOrNone(changes);
}
