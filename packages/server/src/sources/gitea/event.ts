// One webhook of Gitea, Forgejo or Gogs as one event.
import {
  actorOf,
  changeName,
  commitId,
  fullRef,
  idOf,
  targetOf,
  unknownActor,
  type Actor,
  type Target,
} from '../names.ts';
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
import { giteaAction, kindOf } from './actions.ts';

/** The event of a payload whose header says `name`. */
export function giteaEvent(
  name: string,
  payload: JsonObject,
  context: EventBody['context'],
): RecordEvent {
  const kind = kindOf(name);
  const done = doneOf(kind, payload);
  const action = giteaAction(kind, done);
  const event = present({
    time: whenOf(kind, payload),
    action: action ?? 'change.other',
    native: text(done === '' ? name : `${name}.${done}`),
    outcome: outcomeOf(kind, payload),
    actor: actorIn(payload),
    target: targetIn(kind, payload),
    context,
    pipeline: pipelineOf(kind, payload),
    changes: changesOf(kind, payload),
    why: whyIn(payload),
    labels: present({
      state: firstText(payload, 'state'),
      workflow: firstText(payload, 'workflow_run.name', 'workflow.name'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

function doneOf(kind: string, payload: JsonObject): string {
  if (kind === 'create' || kind === 'delete') return firstText(payload, 'ref_type') ?? '';
  const action = firstText(payload, 'action') ?? '';
  const merged = at(payload, 'pull_request.merged') === true;
  return kind === 'pull_request' && action === 'closed' && merged ? 'merged' : action;
}

/** Accounts: `login` everywhere, `username` in old versions, which say no sender for some events. */
function actorIn(payload: JsonObject): Actor {
  for (const path of ['sender', 'pusher', 'comment.user', 'release.author', 'review.user']) {
    const found = accountOf(at(payload, path));
    if (found !== undefined) return found;
  }
  if (payload['action'] !== 'opened') return unknownActor;
  return accountOf(at(payload, 'issue.user') ?? at(payload, 'pull_request.user')) ?? unknownActor;
}

function accountOf(value: Json | undefined): Actor | undefined {
  const account = object(value);
  const id = text(account?.['id']);
  const name = firstText(account, 'login', 'username', 'full_name');
  const bot =
    id?.startsWith('-') === true || name === 'gitea-actions' || name === 'forgejo-actions';
  const mail = firstText(account, 'email');
  return actorOf('gitea', bot ? 'bot' : 'user', {
    id: id === '0' ? undefined : idOf('gitea', id),
    name,
    email: mail?.includes('@') === true ? mail : undefined,
  });
}

function repositoryOf(value: Json | undefined): Target | undefined {
  const owner = firstText(value, 'owner.login', 'owner.username');
  const name = firstText(value, 'name');
  const path =
    firstText(value, 'full_name') ?? (owner === undefined ? name : `${owner}/${name ?? ''}`);
  const id = idOf('gitea', firstText(value, 'id'), 'repository');
  return targetOf('gitea', 'repository', id, path ?? pathIn(value));
}

/** Cut-down bodies hold nothing but addresses. */
function pathIn(value: Json | undefined): string | undefined {
  const address = firstText(value, 'html_url', 'clone_url', 'url') ?? '';
  return /^https?:\/\/[^/]{1,300}\/(.{1,600}?)(?:\.git)?\/?$/.exec(address)?.[1];
}

const unknownTarget: Target = { type: 'unknown', id: 'unknown' };

function targetIn(kind: string, payload: JsonObject): Target {
  const repository = repositoryOf(payload['repository'] ?? at(payload, 'pull_request.base.repo'));
  const make = (type: string, name: string | undefined, id?: string) =>
    name === undefined && id === undefined
      ? undefined
      : targetOf(
          'gitea',
          type,
          idOf('gitea', `${repository?.name ?? ''}:${id ?? name}`, type),
          name,
          { parent: repository },
        );
  const number =
    text(payload['number']) ??
    text(at(payload, 'pull_request.number')) ??
    text(at(payload, 'issue.number'));
  const pull = object(payload['pull_request']) !== undefined || payload['is_pull'] === true;
  const numbered = changeName(repository?.name, number);
  const found =
    kind === 'create' || kind === 'delete'
      ? make(payload['ref_type'] === 'tag' ? 'tag' : 'branch', firstText(payload, 'ref'))
      : kind === 'release'
        ? make('release', firstText(payload, 'release.tag_name', 'release.name'))
        : kind === 'package'
          ? make('package', firstText(payload, 'package.name'))
          : kind === 'workflow_run' || kind === 'workflow_job' || kind.startsWith('action_run')
            ? make('run', runName(payload), undefined)
            : numbered !== undefined
              ? make(pull ? 'pull_request' : 'issue', numbered, number)
              : undefined;
  return found ?? repository ?? repositoryOf(payload['forkee']) ?? unknownTarget;
}

function runName(payload: JsonObject): string | undefined {
  const id = firstText(
    payload,
    'workflow_run.id',
    'workflow_job.run_id',
    'run.id',
    'action_run.id',
  );
  const path = firstText(payload, 'repository.full_name') ?? 'gitea';
  return id === undefined ? undefined : `${path}/actions/runs/${id}`;
}

const usual = [
  'comment.updated_at',
  'review.updated_at',
  'pull_request.updated_at',
  'pull_request.merged_at',
  'issue.updated_at',
  'release.published_at',
  'release.created_at',
  'workflow_run.updated_at',
  'workflow_job.completed_at',
  'workflow_job.started_at',
  'package.created_at',
  'updated_at',
  'created_at',
  'head_commit.timestamp',
];

function whenOf(kind: string, payload: JsonObject): string | undefined {
  for (const path of usual) {
    const found = timeOf(at(payload, path));
    if (found !== undefined && found > '1970-01-02') return found;
  }
  if (kind === 'push') return timeOf(at(newest(payload), 'timestamp'));
  return kind === 'fork' || kind === 'repository' || kind === 'create'
    ? timeOf(at(payload, kind === 'create' ? 'repository.updated_at' : 'repository.created_at'))
    : undefined;
}

/** The commit that the reference now points to: newest first in some versions, last in others. */
function newest(payload: JsonObject): Json | undefined {
  const commits = list(payload['commits']);
  return commits.find((commit) => at(commit, 'id') === payload['after']) ?? commits[0];
}

function outcomeOf(kind: string, payload: JsonObject): EventBody['outcome'] {
  if (kind === 'action_run_failure') return 'failure';
  const word =
    firstText(payload, 'workflow_run.conclusion', 'workflow_job.conclusion') ??
    (kind === 'status' ? firstText(payload, 'state') : undefined);
  if (word === 'failure' || word === 'error') return 'failure';
  return word === 'cancelled' ? 'unknown' : 'success';
}

const stages: Readonly<Record<string, string>> = {
  push: 'source',
  create: 'source',
  delete: 'source',
  pull_request: 'review',
  pull_request_approved: 'review',
  pull_request_rejected: 'review',
  status: 'test',
  workflow_run: 'build',
  workflow_job: 'build',
  package: 'package',
  release: 'release',
};

function pipelineOf(kind: string, payload: JsonObject): EventBody['pipeline'] {
  const path = firstText(payload, 'repository.full_name');
  const pull = object(payload['pull_request']);
  const tag = payload['ref_type'] === 'tag';
  const merged = at(pull, 'merged') === true ? at(pull, 'merge_commit_sha') : undefined;
  const number =
    text(payload['number']) ?? text(at(pull, 'number')) ?? text(at(payload, 'issue.number'));
  return present({
    stage: Object.hasOwn(stages, kind) ? stages[kind] : undefined,
    run: runName(payload),
    commit:
      commitId(payload['after']) ??
      commitId(payload['before']) ??
      commitId(payload['sha']) ??
      commitId(merged) ??
      commitId(at(pull, 'head.sha')) ??
      commitId(at(payload, 'workflow_run.head_sha')) ??
      commitId(at(payload, 'workflow_job.head_sha')),
    ref:
      kind === 'release'
        ? fullRef(firstText(payload, 'release.tag_name'), 'tags')
        : fullRef(
            firstText(payload, 'ref', 'pull_request.head.ref', 'workflow_run.head_branch'),
            tag ? 'tags' : 'heads',
          ),
    change: changeName(path, number),
    version: firstText(payload, 'release.tag_name', 'package.version'),
  });
}

function changesOf(kind: string, payload: JsonObject): EventBody['changes'] {
  const changes: Change[] = [];
  if (kind === 'push') changes.push(change('ref', payload['before'], payload['after']));
  for (const [field, both] of Object.entries(object(payload['changes']) ?? {})) {
    const from = at(both, 'from');
    const to = at(payload, `pull_request.${field}`) ?? at(payload, `issue.${field}`);
    if (from !== undefined)
      changes.push(
        change(
          field,
          from,
          field === 'body' && payload['comment'] !== undefined ? at(payload, 'comment.body') : to,
        ),
      );
  }
  return changesOrNone(changes);
}

function whyIn(payload: JsonObject): EventBody['why'] {
  const title = firstText(payload, 'pull_request.title', 'issue.title');
  const reason =
    firstText(payload, 'comment.body', 'review.content') ??
    firstText(payload, 'head_commit.message') ??
    firstText(newest(payload), 'message') ??
    title ??
    firstText(payload, 'release.name', 'description');
  const link = firstText(
    payload,
    'comment.html_url',
    'pull_request.html_url',
    'issue.html_url',
    'compare_url',
    'release.html_url',
    'target_url',
  );
  return whyOf(reason, link, title, firstText(payload, 'pull_request.head.ref'));
}
