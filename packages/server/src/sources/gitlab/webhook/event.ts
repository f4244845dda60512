// One webhook or system hook as one event: tables say what, the payload who, when and on what.
import {
  at,
  entryOf,
  firstText,
  list,
  longText,
  object,
  present,
  text,
  type Json,
  type JsonObject,
} from '../../reader.ts';
import { whyOf } from '../../reasons.ts';
import type { RecordEvent } from '../../records.ts';
import { timeOf } from '../../time-text.ts';
import { NotNormalizable, type EventBody } from '../../types.ts';
import { change, changesOrNone, type Change } from '../../values.ts';
import { doneOf, kindOf, webhookAction, webhookCategory } from './actions.ts';
import { webhookActor } from './actor.ts';
import { webhookPipeline } from './pipeline.ts';
import { webhookTarget, webhookTargets } from './targets.ts';

/** The event of a payload. Throws `NotNormalizable` where nothing says what it is. */
export function webhookEvent(
  payload: JsonObject,
  kept: Record<string, string> | undefined,
  agent: string | undefined,
): RecordEvent {
  const kind = kindOf(payload);
  if (kind === undefined) {
    throw new NotNormalizable(
      'event_missing',
      'The body has neither object_kind nor event_name, nor the fields of an audit event.',
    );
  }
  const action = webhookAction(kind, payload);
  const done = doneOf(kind, payload);
  const event = present({
    time: whenOf(kind, payload),
    action: action ?? `${webhookCategory(kind)}.other`,
    native: text(done === undefined ? kind : `${kind}.${done}`),
    outcome: outcomeOf(kind, done),
    actor: webhookActor(kind, payload),
    target: webhookTarget(kind, payload),
    targets: webhookTargets(kind, payload),
    context: present({
      user_agent: longText(agent),
      request: present({ headers: kept }),
    }),
    pipeline: webhookPipeline(kind, payload),
    changes: changesOf(kind, payload),
    why: whyIn(payload),
    labels: labelsOf(kind, payload),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

/** Places of the time, best first; those of a state come before those of the whole. */
const times: Readonly<Record<string, readonly string[]>> = {
  pipeline: [
    'object_attributes.finished_at',
    'object_attributes.updated_at',
    'object_attributes.created_at',
  ],
  build: ['build_finished_at', 'build_started_at', 'build_created_at', 'commit.started_at'],
  deployment: ['status_changed_at'],
  release: ['updated_at', 'released_at', 'created_at'],
  emoji: ['object_attributes.awarded_on_at', 'object_attributes.updated_at'],
};
const usual = [
  'object_attributes.updated_at',
  'object_attributes.created_at',
  'object_attributes.last_edited_at',
  'updated_at',
  'created_at',
  'event_created_at',
];

function whenOf(kind: string, payload: JsonObject): string | undefined {
  if (kind === 'release' && payload['action'] === 'create') return timeOf(payload['created_at']);
  for (const path of entryOf(times, kind) ?? usual) {
    const found = timeOf(at(payload, path));
    if (found !== undefined) return found;
  }
  return kind === 'push' || kind === 'tag_push' ? lastCommit(payload) : undefined;
}

/** Pushes have no time of their own: that of the newest commit pushed is the nearest. */
function lastCommit(payload: JsonObject): string | undefined {
  const commits = list(payload['commits']);
  const known = commits.find((commit) => at(commit, 'id') === payload['checkout_sha']);
  return timeOf(at(known ?? commits.at(-1), 'timestamp'));
}

function outcomeOf(kind: string, done: string | undefined): EventBody['outcome'] {
  if (kind === 'user_failed_login' || done === 'failed') return 'failure';
  if (kind === 'deployment' && done === 'rejected') return 'denied';
  return done === 'canceled' || done === 'canceling' ? 'unknown' : 'success';
}

const moves: readonly (readonly [string, string, string])[] = [
  ['path', 'old_path_with_namespace', 'path_with_namespace'],
  ['path', 'old_full_path', 'full_path'],
  ['username', 'old_username', 'username'],
];

function changesOf(kind: string, payload: JsonObject): EventBody['changes'] {
  const changes: Change[] = [];
  for (const [field, old, now] of moves) {
    if (payload[old] !== undefined) changes.push(change(field, payload[old], payload[now]));
  }
  const level = payload['access_level'] ?? payload['group_access'];
  if (level !== undefined && kind.startsWith('user_')) changes.push(levelChange(kind, level));
  if (kind === 'feature_flag') {
    changes.push(change('active', undefined, at(payload, 'object_attributes.active')));
  }
  if (kind === 'push' || kind === 'tag_push') {
    changes.push(change('ref', payload['before'], payload['after']));
  }
  for (const [field, both] of Object.entries(object(payload['changes']) ?? {})) {
    if (field === 'updated_at' || field === 'last_edited_at') continue;
    const previous = at(both, 'previous');
    const current = at(both, 'current');
    if (previous !== undefined || current !== undefined) {
      changes.push(change(field, previous, current));
    }
  }
  return changesOrNone(changes);
}

function levelChange(kind: string, level: Json): Change {
  return kind.includes('remove')
    ? change('access_level', level, undefined)
    : change('access_level', undefined, level);
}

function whyIn(payload: JsonObject): EventBody['why'] {
  const commits = list(payload['commits']);
  const head = commits.find((commit) => at(commit, 'id') === payload['checkout_sha']);
  const title = firstText(payload, 'object_attributes.title', 'merge_request.title', 'issue.title');
  const reason =
    firstText(payload, 'object_attributes.note', 'message') ??
    firstText(head ?? commits.at(-1), 'message') ??
    title ??
    firstText(payload, 'commit.message', 'commit_title', 'description');
  const link = firstText(payload, 'object_attributes.url', 'deployable_url', 'url', 'commit.url');
  const branch = firstText(payload, 'object_attributes.source_branch', 'object_attributes.ref');
  return whyOf(reason, link, title, branch, firstText(payload, 'object_attributes.description'));
}

function labelsOf(kind: string, payload: JsonObject): Record<string, string> | undefined {
  return present({
    source: kind === 'pipeline' ? firstText(payload, 'object_attributes.source') : undefined,
    runner: firstText(payload, 'runner.description'),
    failure_reason:
      payload['build_status'] === 'failed' ? firstText(payload, 'build_failure_reason') : undefined,
    system_action: firstText(payload, 'object_attributes.system_action'),
    environment_tier: firstText(payload, 'environment_tier', 'environment.deployment_tier'),
    visibility: firstText(payload, 'project_visibility'),
    confidential: at(payload, 'object_attributes.confidential') === true ? 'true' : undefined,
  });
}
