// Webhooks of Jira: what happened to issues, comments, versions, projects, users and boards.
import { thing, unknownTarget, type Actor, type Target, labelsOf } from '../event-parts.ts';
import {
  at,
  firstText,
  list,
  longText,
  object,
  present,
  text,
  type JsonObject,
} from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody, type Settings } from '../types.ts';
import { change, changesOrNone } from '../values.ts';
import { asIncident, webhookAction } from './webhook-actions.ts';
import { siteLink, userOf } from './parts.ts';

const incidentTypes = 'Incident, [System] Incident';

/** The event of a webhook. Throws `NotNormalizable` where it says no event. */
export function webhookEvent(record: JsonObject, settings: Settings): ListedEvent {
  const own = object(record['transition']) === undefined ? undefined : 'transition';
  const name = firstText(record, 'webhookEvent') ?? own;
  if (name === undefined) {
    throw new NotNormalizable('event_missing', 'The webhook has no webhookEvent.');
  }
  const action = actionOf(record, name, settings);
  const event = present({
    time: timeOf(record['timestamp']),
    action: action ?? 'change.other',
    native: nativeOf(record, name),
    outcome: 'success',
    actor: actorOf(record, name),
    target: targetOf(record),
    changes: changesOf(record),
    why: present({
      reason: longText(at(record, 'comment.body')) ?? longText(at(record, 'issue.fields.summary')),
      ticket: firstText(record, 'issue.key'),
      link: siteLink(firstText(record, 'issue.self'), firstText(record, 'issue.key')),
    }),
    labels: labelsOf({
      status: at(record, 'issue.fields.status.name'),
      issue_type: at(record, 'issue.fields.issuetype.name'),
      priority: at(record, 'issue.fields.priority.name'),
      resolution: at(record, 'issue.fields.resolution.name'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

/** `jira:issue_updated issue_commented`: both names where both are said. */
function nativeOf(record: JsonObject, name: string): string | undefined {
  const kind = firstText(record, 'issue_event_type_name');
  return text(kind === undefined ? name : `${name} ${kind}`);
}

function actionOf(record: JsonObject, name: string, settings: Settings): string | undefined {
  const general = webhookAction(name);
  if (name !== 'jira:issue_updated' && name !== 'jira:issue_created' && name !== 'transition') {
    return general;
  }
  const action =
    name === 'jira:issue_created'
      ? 'ticket.created'
      : (webhookAction(firstText(record, 'issue_event_type_name')) ?? updateOf(record));
  return isIncident(record, settings) ? asIncident(action) : action;
}

/**
 * What an update is: of the resolution or the status where it changes, a comment, or the fields.
 */
function updateOf(record: JsonObject): string {
  const items = list(at(record, 'changelog.items'));
  const itemOf = (field: string) => items.find((item) => firstText(item, 'field') === field);
  const resolution = itemOf('resolution');
  if (resolution !== undefined) {
    return firstText(resolution, 'to') === undefined ? 'ticket.reopened' : 'ticket.closed';
  }
  const done = firstText(record, 'issue.fields.status.statusCategory.key') === 'done';
  if (itemOf('status') !== undefined && done) return 'ticket.closed';
  const commented = object(record['comment']) !== undefined;
  return items.length === 0 && commented ? 'comment.created' : 'ticket.updated';
}

function isIncident(record: JsonObject, settings: Settings): boolean {
  const type = firstText(record, 'issue.fields.issuetype.name')?.toLowerCase();
  const names = text(settings['incident_types']) ?? incidentTypes;
  return (
    type !== undefined &&
    names
      .toLowerCase()
      .split(/\s*,\s*/)
      .includes(type)
  );
}

/**
 * Who did it. A comment that is deleted names only who wrote it, and an event of a user names only
 * the user that it is about: there the actor stays unknown.
 */
function actorOf(record: JsonObject, name: string): Actor {
  if (name.startsWith('user_')) return userOf(undefined);
  const user = object(record['user']);
  if (user !== undefined) return userOf(user);
  if (name.endsWith('_deleted')) return userOf(undefined);
  return userOf(
    at(record, 'comment.updateAuthor') ??
      at(record, 'comment.author') ??
      at(record, 'worklog.updateAuthor') ??
      at(record, 'worklog.author') ??
      at(record, 'attachment.author'),
  );
}

const others = ['version', 'sprint', 'board', 'filter', 'project', 'issuetype', 'attachment'];

function targetOf(record: JsonObject): Target {
  const project = part('project', object(at(record, 'issue.fields.project')));
  const key = firstText(record, 'issue.key');
  const id =
    firstText(record, 'issue.id') ??
    /\/issue\/(\d+)\//.exec(firstText(record, 'comment.self', 'worklog.self') ?? '')?.[1] ??
    firstText(record, 'worklog.issueId', 'issueLink.sourceIssueId');
  const issue = thing('ticket', id === undefined ? undefined : `jira:${id}`, key, project);
  if (issue !== undefined) return issue;
  for (const type of others) {
    const found = part(type, object(record[type]));
    if (found !== undefined) return found;
  }
  const user = userOf(record['user']);
  if (user.type !== 'unknown') return thing(user.type, user.id, user.name) as Target;
  const setting = firstText(record, 'property.key');
  return thing('setting', setting && `jira:${setting}`, setting) ?? unknownTarget;
}

function part(type: string, value: JsonObject | undefined): Target | undefined {
  const id = firstText(value, 'id', 'key');
  const name = firstText(value, 'name', 'key', 'filename');
  return thing(type, id === undefined ? undefined : `jira:${id}`, name);
}

function changesOf(record: JsonObject): EventBody['changes'] {
  const moved = object(record['transition']);
  if (moved !== undefined) {
    return [change('status', moved['from_status'], moved['to_status'])];
  }
  return changesOrNone(
    list(at(record, 'changelog.items')).map((item) =>
      change(
        firstText(item, 'field') ?? '?',
        at(item, 'fromString') ?? at(item, 'from'),
        at(item, 'toString') ?? at(item, 'to'),
      ),
    ),
  );
}
