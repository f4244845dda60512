// One delivery of Bitbucket Cloud as events: a push gives one for each reference that it changed.
import { changeName, commitId, fullRef, unknownActor, type Target } from '../names.ts';
import {
  at,
  firstText,
  list,
  longText,
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
import { accountOf, repositoryOf, within } from './names.ts';

/** The events of a delivery with this event key. */
export function bitbucketEvents(
  key: string,
  payload: JsonObject,
  context: EventBody['context'],
): RecordEvent[] {
  const changes = key === 'repo:push' ? list(at(payload, 'push.changes')) : [];
  if (changes.length === 0) return [single(key, payload, context)];
  return changes.map((pushed) => pushEvent(key, payload, pushed, context));
}

function pushEvent(
  key: string,
  payload: JsonObject,
  pushed: Json,
  context: EventBody['context'],
): RecordEvent {
  const side = object(at(pushed, 'new')) ?? object(at(pushed, 'old')) ?? {};
  const type = firstText(side, 'type');
  const name = firstText(side, 'name');
  const closed = at(pushed, 'new') === null || at(pushed, 'closed') === true;
  const created = at(pushed, 'old') === null || at(pushed, 'created') === true;
  const action = changeAction(type, created, closed, at(pushed, 'forced') === true);
  const repository = repositoryOf(payload['repository']);
  const tag = action.startsWith('tag');
  const kind = tag ? 'tag' : 'branch';
  const target = action.startsWith('commits') ? repository : within(kind, name, repository);
  const before = at(pushed, 'old.target.hash');
  const after = at(pushed, 'new.target.hash');
  const event = present({
    // The last is of the plugin that gives older servers these webhooks.
    time: timeOf(at(side, 'target.date')) ?? timeOf(at(side, 'date')) ?? timeOf(payload['date']),
    action,
    native: text(key),
    outcome: 'success',
    actor: accountOf(payload['actor']) ?? unknownActor,
    target: target ?? repository ?? unknownTarget,
    context,
    pipeline: present({
      stage: 'source',
      commit: commitId(after) ?? commitId(before),
      ref: fullRef(name, tag ? 'tags' : 'heads'),
    }),
    changes: [change('ref', before ?? null, after ?? null)],
    why: whyOf(
      firstText(side, 'target.message', 'target.commitMessage'),
      at(pushed, 'links.html.href') ?? at(side, 'links.html.href'),
    ),
  }) as EventBody;
  return { event, unmapped: false };
}

const unknownTarget: Target = { type: 'unknown', id: 'unknown' };

function single(key: string, payload: JsonObject, context: EventBody['context']): RecordEvent {
  const action = keyAction(key);
  const event = present({
    time: whenOf(key, payload),
    action: action ?? 'change.other',
    native: text(key),
    outcome: outcomeOf(payload),
    actor: accountOf(payload['actor']) ?? unknownActor,
    target: targetIn(key, payload),
    context,
    pipeline: pipelineOf(key, payload),
    changes: changesOf(payload),
    why: whyIn(payload),
    labels: present({
      state: firstText(payload, 'commit_status.state', 'pullrequest.state'),
      status: firstText(payload, 'commit_status.key'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

function targetIn(key: string, payload: JsonObject): Target {
  const repository = repositoryOf(payload['repository']);
  const path = repository?.name;
  const pull = text(at(payload, 'pullrequest.id'));
  const issue = text(at(payload, 'issue.id'));
  const found =
    pull !== undefined
      ? within('pull_request', changeName(path, pull) ?? pull, repository, pull)
      : issue !== undefined
        ? within('issue', changeName(path, issue) ?? issue, repository, issue)
        : key === 'repo:fork'
          ? repository
          : key === 'repo:commit_comment_created'
            ? within('commit', firstText(payload, 'commit.hash'), repository)
            : undefined;
  return found ?? repository ?? unknownTarget;
}

/** The time of what the key says: of the approval, the comment, the status, else of the change. */
function whenOf(key: string, payload: JsonObject): string | undefined {
  const comment = key.endsWith('created') ? 'comment.created_on' : 'comment.updated_on';
  for (const path of [
    'approval.date',
    'changes_request.date',
    comment,
    'comment.created_on',
    'commit_status.updated_on',
    'commit_status.created_on',
    'pullrequest.updated_on',
    'pullrequest.updatedOn',
    'pullrequest.created_on',
    'issue.updated_on',
    'issue.created_on',
    'fork.created_on',
    'repository.updated_on',
    'date',
  ]) {
    const found = timeOf(at(payload, path));
    if (found !== undefined) return found;
  }
  return undefined;
}

function outcomeOf(payload: JsonObject): EventBody['outcome'] {
  const state = firstText(payload, 'commit_status.state');
  if (state === 'FAILED') return 'failure';
  return state === 'STOPPED' ? 'unknown' : 'success';
}

function pipelineOf(key: string, payload: JsonObject): EventBody['pipeline'] {
  const status = object(payload['commit_status']);
  const pull = object(payload['pullrequest']);
  const path = firstText(payload, 'repository.full_name', 'repository.fullName');
  const merged = key === 'pullrequest:fulfilled' ? at(pull, 'merge_commit.hash') : undefined;
  const commit =
    commitId(merged) ??
    commitOf(at(pull, 'source.commit.hash')) ??
    commitId(at(status, 'commit.hash')) ??
    commitId(at(payload, 'commit.hash')) ??
    /\/commit\/([0-9a-f]{40})\b/.exec(firstText(status, 'links.commit.href') ?? '')?.[1];
  const ref = firstText(pull, 'source.branch.name') ?? firstText(status, 'refname');
  return present({
    stage: pull !== undefined ? 'review' : status !== undefined ? 'test' : undefined,
    commit,
    ref: fullRef(ref),
    change: changeName(path, text(at(pull, 'id')) ?? text(at(payload, 'issue.id'))),
  });
}

/** Bitbucket shortens hashes in pull requests to twelve digits: they stand as they are. */
function commitOf(value: Json | undefined): string | undefined {
  const hash = text(value);
  return hash !== undefined && /^[0-9a-f]{12,40}$/.test(hash) ? hash : undefined;
}

function changesOf(payload: JsonObject): EventBody['changes'] {
  const changes: Change[] = [];
  for (const [field, both] of Object.entries(object(payload['changes']) ?? {})) {
    const from = at(both, 'old');
    const to = at(both, 'new');
    if (from !== undefined || to !== undefined) changes.push(change(field, from, to));
  }
  return changesOrNone(changes);
}

function whyIn(payload: JsonObject): EventBody['why'] {
  const title = firstText(payload, 'pullrequest.title', 'issue.title');
  const reason =
    longText(at(payload, 'pullrequest.reason')) ??
    firstText(payload, 'comment.content.raw') ??
    title ??
    firstText(payload, 'commit_status.description', 'commit_status.name');
  const link =
    at(payload, 'comment.links.html.href') ??
    at(payload, 'pullrequest.links.html.href') ??
    at(payload, 'issue.links.html.href') ??
    at(payload, 'commit_status.url');
  const branch = firstText(payload, 'pullrequest.source.branch.name');
  return whyOf(reason, link, title, branch, firstText(payload, 'pullrequest.description'));
}
