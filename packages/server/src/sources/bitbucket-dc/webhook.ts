// One delivery of Bitbucket Data Center as events: a push gives one for each reference.
import { changeName, commitId, unknownActor, type Target } from '../names.ts';
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
import { changeAction, keyAction } from './actions.ts';
import { repositoryOf, userOf, within } from './names.ts';

const unknownTarget: Target = { type: 'unknown', id: 'unknown' };

/** The events of a delivery with this event key. */
export function webhookEvents(
  key: string,
  payload: JsonObject,
  context: EventBody['context'],
): RecordEvent[] {
  const changes = key === 'repo:refs_changed' ? list(payload['changes']) : [];
  if (changes.length === 0) return [single(key, payload, context)];
  return changes.map((changed) => pushEvent(key, payload, changed, context));
}

function pushEvent(
  key: string,
  payload: JsonObject,
  changed: Json,
  context: EventBody['context'],
): RecordEvent {
  const repository = repositoryOf(payload['repository']);
  const kind = firstText(changed, 'ref.type');
  const action = changeAction(kind, firstText(changed, 'type'));
  const name = firstText(changed, 'ref.displayId');
  const target =
    action === 'commits.pushed'
      ? repository
      : within(kind === 'TAG' ? 'tag' : 'branch', name, repository);
  const to = at(changed, 'toHash');
  const from = at(changed, 'fromHash');
  const event = present({
    time: timeOf(payload['date']),
    action,
    native: text(key),
    outcome: 'success',
    actor: userOf(payload['actor']) ?? unknownActor,
    target: target ?? repository ?? unknownTarget,
    context,
    pipeline: present({
      stage: 'source',
      commit: commitId(to) ?? commitId(from),
      ref: firstText(changed, 'refId', 'ref.id'),
    }),
    changes: [change('ref', from, to)],
    why: whyOf(
      firstText(list(payload['commits'])[0], 'message') ?? firstText(payload, 'toCommit.message'),
    ),
  }) as EventBody;
  return { event, unmapped: false };
}

function single(key: string, payload: JsonObject, context: EventBody['context']): RecordEvent {
  const action = keyAction(key);
  const pull = object(payload['pullRequest']);
  const repository = repositoryOf(
    payload['repository'] ?? payload['new'] ?? at(pull, 'toRef.repository'),
  );
  const number = text(at(pull, 'id'));
  const name = changeName(repository?.name, number);
  const project = targetOfProject(payload);
  const ping = key === 'diagnostics:ping';
  const event = present({
    time: timeOf(payload['date']) ?? timeOf(at(payload, 'comment.updatedDate')),
    action: action ?? 'change.other',
    native: text(key),
    outcome: 'success',
    actor: userOf(payload['actor']) ?? (ping ? server : unknownActor),
    target:
      within('pull_request', name, repository) ??
      repository ??
      project ??
      (ping ? { type: 'webhook', id: 'bitbucket:webhook', name: 'Bitbucket' } : unknownTarget),
    context,
    pipeline: pipelineOf(pull, payload, name),
    changes: changesOf(payload),
    why: whyOf(
      firstText(payload, 'comment.text') ?? firstText(pull, 'title'),
      firstText(list(at(pull, 'links.self'))[0], 'href'),
      firstText(pull, 'title'),
      firstText(pull, 'fromRef.displayId'),
    ),
    labels: present({
      mirror: firstText(payload, 'mirrorServer.name'),
      participant: firstText(payload, 'participant.status'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

const server = { type: 'service', id: 'bitbucket', name: 'Bitbucket' };

function targetOfProject(payload: JsonObject): Target | undefined {
  const project = object(payload['project'] ?? payload['new']);
  const key = firstText(project, 'key');
  return key === undefined
    ? undefined
    : { type: 'project', id: `bitbucket:project:${key}`, name: key };
}

function pipelineOf(
  pull: JsonObject | undefined,
  payload: JsonObject,
  name: string | undefined,
): EventBody['pipeline'] {
  return present({
    stage: pull === undefined ? undefined : 'review',
    commit:
      commitId(at(pull, 'properties.mergeCommit.id')) ??
      commitId(at(pull, 'fromRef.latestCommit')) ??
      commitId(payload['commit']),
    ref: firstText(pull, 'fromRef.id'),
    change: name,
  });
}

function changesOf(payload: JsonObject): EventBody['changes'] {
  const changes: Change[] = [];
  const pairs: readonly (readonly [string, string, string])[] = [
    ['title', 'previousTitle', 'pullRequest.title'],
    ['description', 'previousDescription', 'pullRequest.description'],
    ['target', 'previousTarget.displayId', 'pullRequest.toRef.displayId'],
    ['from_commit', 'previousFromHash', 'pullRequest.fromRef.latestCommit'],
    ['comment', 'previousComment', 'comment.text'],
    ['name', 'old.name', 'new.name'],
  ];
  for (const [field, before, after] of pairs) {
    const from = at(payload, before);
    const to = at(payload, after);
    if (from !== undefined && from !== to) changes.push(change(field, from, to));
  }
  return changesOrNone(changes);
}
