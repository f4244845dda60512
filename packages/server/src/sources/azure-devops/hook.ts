// One service hook as an event: `eventType` says what, `resource` who and on what.
import { actorOf, changeName, commitId, idOf, unknownActor, type Actor } from '../names.ts';
import {
  at,
  firstText,
  list,
  object,
  present,
  text,
  type Json,
  type JsonObject,
} from '../reader.ts';
import { whyOf } from '../reasons.ts';
import type { RecordEvent } from '../records.ts';
import { timeOf } from '../time-text.ts';
import type { EventBody } from '../types.ts';
import { change, changesOrNone, type Change } from '../values.ts';
import { fieldOf, numbered, repositoryOf, targetIn } from './hook-target.ts';

/** One type for comments made, edited and removed. */
const commented = 'ms.vss-code.git-pullrequest-comment-event';

const types: Readonly<Record<string, string>> = {
  'git.push': 'commits.pushed',
  'tfvc.checkin': 'commits.pushed',
  'git.pullrequest.created': 'pull_request.opened',
  'git.pullrequest.updated': 'pull_request.updated',
  'git.pullrequest.merged': 'pull_request.merged',
  [commented]: 'comment.created',
  'git.repo.created': 'repository.created',
  'git.repo.deleted': 'repository.deleted',
  'git.repo.forked': 'repository.forked',
  'git.repo.renamed': 'repository.renamed',
  'git.repo.statuschanged': 'repository.settings_changed',
  'ms.vss-alerts.alert-created-event': 'code_alert.created',
  'ms.vss-alerts.alert-updated-event': 'code_alert.changed',
  'build.complete': 'build.completed',
  'ms.vss-release.release-created-event': 'release.created',
  'ms.vss-release.release-abandoned-event': 'release.deleted',
  'ms.vss-release.deployment-approval-completed-event': 'deployment.approved',
  'ms.vss-release.deployment-approval-pending-event': 'deployment.approval_requested',
  'ms.vss-release.deployment-completed-event': 'deployment.finished',
  'ms.vss-release.deployment-started-event': 'deployment.started',
  'ms.vss-pipelines.run-state-changed-event': 'pipeline_run.started',
  'ms.vss-pipelines.stage-state-changed-event': 'task_run.started',
  'ms.vss-pipelines.job-state-changed-event': 'job.started',
  'ms.vss-pipelinechecks-events.approval-pending': 'deployment.approval_requested',
  'ms.vss-pipelinechecks-events.approval-completed': 'deployment.approved',
  'workitem.created': 'ticket.created',
  'workitem.updated': 'ticket.updated',
  'workitem.commented': 'ticket.updated',
  'workitem.deleted': 'ticket.deleted',
  'workitem.restored': 'ticket.reopened',
  'ms.vss-package.package-created-event': 'package.published',
  'message.posted': 'discussion.changed',
};
const told: Readonly<Record<string, readonly [string, string]>> = {
  'ms.vss-pipelines.run-state-changed-event': ['pipeline_run.completed', 'run'],
  'ms.vss-pipelines.stage-state-changed-event': ['task_run.completed', 'stage'],
  'ms.vss-pipelines.job-state-changed-event': ['job.completed', 'job'],
};

/** All actions that service hooks can give. */
export const hookActions: readonly string[] = [
  ...new Set([
    ...Object.values(types),
    ...Object.values(told).map(([action]) => action),
    'branch.created',
    'branch.deleted',
    'tag.created',
    'tag.deleted',
    'comment.changed',
    'comment.deleted',
    'pull_request.closed',
    'deployment.rejected',
  ]),
];

/** The events of a service hook: a push gives one for each reference. */
export function hookEvents(payload: JsonObject): RecordEvent[] {
  const type = firstText(payload, 'eventType') ?? 'unknown';
  const updates = type === 'git.push' ? list(at(payload, 'resource.refUpdates')) : [];
  if (updates.length < 2) return [hookEvent(type, payload, updates[0])];
  return updates.map((update) => hookEvent(type, payload, update));
}

function hookEvent(type: string, payload: JsonObject, update: Json | undefined): RecordEvent {
  const resource = object(payload['resource']) ?? {};
  const action = actionOf(type, resource, update);
  const event = present({
    time: whenOf(type, payload, resource),
    action: action ?? `${type.includes('release') ? 'deploy' : 'change'}.other`,
    native: text(type),
    outcome: outcomeOf(type, resource),
    actor: actorIn(type, payload, resource),
    target: targetIn(type, payload, resource),
    pipeline: pipelineOf(type, resource, update),
    changes: changesOf(resource, update),
    why: whyOf(
      firstText(resource, 'comment.content', 'comment', 'title', 'approval.comments') ??
        firstText(list(resource['commits'])[0], 'comment') ??
        firstText(payload, 'message.text', 'detailedMessage.text'),
      firstText(resource, '_links.web.href', 'url'),
      firstText(resource, 'sourceRefName'),
    ),
    labels: present({
      status: firstText(resource, 'status', 'environment.status', 'approval.status'),
      reason: firstText(resource, 'reason'),
      project: firstText(resource, 'project.name', 'repository.project.name'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, delivery: undefined };
}

const zero = /^0+$/;

function actionOf(
  type: string,
  resource: JsonObject,
  update: Json | undefined,
): string | undefined {
  if (type === 'git.push' && update !== undefined) {
    const tag = firstText(update, 'name')?.startsWith('refs/tags/') === true;
    if (zero.test(firstText(update, 'newObjectId') ?? ''))
      return tag ? 'tag.deleted' : 'branch.deleted';
    if (tag) return 'tag.created';
    if (zero.test(firstText(update, 'oldObjectId') ?? '')) return 'branch.created';
  }
  if (type.startsWith('git.pullrequest')) {
    const status = firstText(resource, 'status');
    if (status === 'abandoned') return 'pull_request.closed';
    if (type === 'git.pullrequest.merged' && status === 'active') return 'pull_request.updated';
  }
  if (type === commented) return commentAction(resource);
  const ended = told[type];
  if (
    ended !== undefined &&
    /completed|succeeded|failed|canceled/i.test(firstText(resource, `${ended[1]}.state`) ?? '')
  ) {
    return ended[0];
  }
  if (firstText(resource, 'approval.status') === 'rejected') return 'deployment.rejected';
  return Object.hasOwn(types, type) ? types[type] : undefined;
}

/** A comment that was changed after it stood has been edited, or removed. */
function commentAction(resource: JsonObject): string {
  if (at(resource, 'comment.isDeleted') === true) return 'comment.deleted';
  const written = timeOf(at(resource, 'comment.publishedDate'));
  const changed = timeOf(at(resource, 'comment.lastUpdatedDate'));
  if (changed === undefined || changed === written) return 'comment.created';
  return 'comment.changed';
}

const times: Readonly<Record<string, readonly string[]>> = {
  'git.push': ['date'],
  'build.complete': ['finishTime'],
  'git.pullrequest.created': ['creationDate'],
  'tfvc.checkin': ['createdDate'],
  [commented]: ['comment.lastUpdatedDate', 'comment.publishedDate'],
};

/** The resource's own time; the notification's where the resource has none that fits. */
function whenOf(type: string, payload: JsonObject, resource: JsonObject): string | undefined {
  for (const path of Object.hasOwn(times, type) ? (times[type] ?? []) : []) {
    const found = timeOf(at(resource, path));
    if (found !== undefined) return found;
  }
  return timeOf(payload['createdDate']);
}

function outcomeOf(type: string, resource: JsonObject): EventBody['outcome'] {
  const word = firstText(
    resource,
    'result',
    'run.result',
    'stage.result',
    'job.result',
    'environment.status',
    'approval.status',
    'status',
  );
  if (word !== undefined && /^(?:failed|partiallySucceeded)$/i.test(word)) return 'failure';
  if (word !== undefined && /^rejected$/i.test(word)) {
    return type.includes('approval') ? 'denied' : 'failure';
  }
  return word !== undefined && /^(?:cancell?ed|stopped)$/i.test(word) ? 'unknown' : 'success';
}

const people: readonly string[] = [
  'pushedBy',
  'comment.author',
  'checkedInBy',
  'revisedBy',
  'approval.approvedBy',
  'approval.approver',
  'requestedBy',
  'lastChangedBy',
  'requestedFor',
  'initiatedBy',
  'deployment.requestedBy',
  'environment.release.modifiedBy',
  'release.modifiedBy',
  'release.createdBy',
  'environment.owner',
  'closedBy',
  'createdBy',
  'postedBy',
  'author',
];

function actorIn(type: string, payload: JsonObject, resource: JsonObject): Actor {
  if (type.startsWith('workitem.')) {
    const changed = fieldOf(resource, 'System.ChangedBy') ?? at(resource, 'revisedBy') ?? null;
    return personOf(object(changed)?.['newValue'] ?? changed) ?? unknownActor;
  }
  for (const path of people) {
    const found = personOf(at(resource, path));
    if (found !== undefined) return found;
  }
  const request = personOf(at(list(resource['requests'])[0], 'requestedFor'));
  return request ?? personOf(payload['initiatedBy']) ?? unknownActor;
}

/** An identity object, or `Name <mail>` as work items have it. */
function personOf(value: Json | undefined): Actor | undefined {
  if (typeof value === 'string') {
    const part = /^(.{1,200}?) ?<([^<>]{1,200})>$/.exec(value);
    const email = part?.[2];
    return actorOf('azure-devops', 'user', {
      name: email ?? text(value),
      email: email?.includes('@') === true ? email : undefined,
    });
  }
  const person = object(value);
  if (person === undefined) return undefined;
  const unique = firstText(person, 'uniqueName');
  const service =
    firstText(person, 'displayName')?.startsWith('Microsoft.VisualStudio.Services') === true;
  return actorOf('azure-devops', service ? 'service' : 'user', {
    id: idOf('azure-devops', firstText(person, 'id', 'descriptor')),
    name: unique ?? firstText(person, 'displayName', 'name'),
    email: unique?.includes('@') === true ? unique : undefined,
  });
}

function pipelineOf(
  type: string,
  resource: JsonObject,
  update: Json | undefined,
): EventBody['pipeline'] {
  const repository = repositoryOf(resource);
  const stage = type.startsWith('git.pullrequest')
    ? 'review'
    : type === 'git.push'
      ? 'source'
      : type === 'build.complete'
        ? 'build'
        : type.startsWith('ms.vss-release')
          ? 'deploy'
          : undefined;
  const after = commitId(at(update, 'newObjectId')) ?? commitId(at(update, 'oldObjectId'));
  const merged =
    type === 'git.pullrequest.merged' ? at(resource, 'lastMergeCommit.commitId') : undefined;
  const number = numbered(resource);
  return present({
    stage,
    run:
      type === 'build.complete'
        ? firstText(resource, 'buildNumber', 'name')
        : firstText(resource, 'run.name'),
    commit:
      after ??
      commitId(merged) ??
      commitId(at(resource, 'lastMergeSourceCommit.commitId')) ??
      commitId(at(resource, 'pullRequest.lastMergeSourceCommit.commitId')) ??
      commitId(/:([0-9a-f]{40})$/.exec(firstText(resource, 'sourceGetVersion') ?? '')?.[1]) ??
      commitId(resource['sourceVersion']),
    ref:
      firstText(update, 'name') ??
      firstText(resource, 'sourceRefName', 'pullRequest.sourceRefName', 'sourceBranch'),
    change: changeName(repository?.name, number),
    environment: firstText(resource, 'environment.name', 'approval.releaseEnvironment.name'),
    service: firstText(
      resource,
      'definition.name',
      'release.releaseDefinition.name',
      'environment.releaseDefinition.name',
    ),
    version: firstText(resource, 'release.name', 'environment.release.name'),
  });
}

function changesOf(resource: JsonObject, update: Json | undefined): EventBody['changes'] {
  const changes: Change[] = [];
  if (update !== undefined) {
    changes.push(change('ref', at(update, 'oldObjectId'), at(update, 'newObjectId')));
  }
  for (const [field, both] of Object.entries(object(resource['fields']) ?? {})) {
    const pair = object(both);
    if (pair !== undefined && (pair['oldValue'] !== undefined || pair['newValue'] !== undefined)) {
      changes.push(change(field, pair['oldValue'], pair['newValue']));
    }
  }
  return changesOrNone(changes);
}
