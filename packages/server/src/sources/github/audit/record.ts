// One record of GitHub's audit log (REST export and streaming share the shape): who, what, when, on
// what.
import { at, firstText, longText, object, present, text, type JsonObject } from '../../reader.ts';
import { timeOf } from '../../time-text.ts';
import { NotNormalizable, type EventBody } from '../../types.ts';
import { conclusionOutcome } from '../conclusions.ts';
import { changeName, commitId, fullRef, runName } from '../names.ts';
import { whyOf } from '../../reasons.ts';
import { auditAction, auditCategory } from './actions.ts';
import { auditActor } from './actor.ts';
import { auditChanges } from './changes.ts';
import { auditTarget, auditTargets } from './target.ts';

const failed = /failed|failure|unsatisfied/;
const denied = new Set([
  'business.proxy_security_header_unsatisfied',
  'protected_branch.rejected_ref_update',
  'workflows.actions_policy_violation',
]);

/**
 * The event of a record, and whether no table names its action. Throws `NotNormalizable` without an
 * `action`.
 */
export function auditEvent(record: JsonObject): { event: EventBody; unmapped: boolean } {
  const native = text(record['action']);
  if (native === undefined || !/^[\w.-]{1,200}$/.test(native)) {
    throw new NotNormalizable(
      'audit_action_missing',
      'The audit log record has no readable `action`.',
    );
  }
  const action = specialAction(record, native) ?? auditAction(native);
  const target = auditTarget(record, native);
  const event = present({
    time: auditTime(record),
    action: action ?? `${auditCategory(native)}.other`,
    native,
    outcome: outcomeOf(record, native),
    actor: auditActor(record),
    target,
    targets: auditTargets(record, target),
    context: contextOf(record),
    pipeline: pipelineOf(record, native),
    changes: auditChanges(record),
    why: whyOf(
      firstText(record, 'reason', 'explanation', 'comment', 'dismiss_reason', 'dismissal_reason'),
      undefined,
      firstText(record, 'pull_request_title'),
    ),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

/** What `specialAction` gives beyond the tables. */
export const specialAuditActions: readonly string[] = [
  'deploy_key.created',
  'deploy_key.deleted',
  'repository.made_public',
  'repository.made_private',
  'pull_request.approved',
  'pull_request.changes_requested',
];

/** Where one native action stands for several of ours. */
function specialAction(record: JsonObject, native: string): string | undefined {
  if (native === 'public_key.create' || native === 'public_key.delete') {
    const ofRepository = firstText(record, 'repo', 'data.repo') !== undefined;
    const done = native.endsWith('create') ? 'created' : 'deleted';
    return ofRepository ? `deploy_key.${done}` : `ssh_key.${done}`;
  }
  if (native === 'repo.access') {
    const visibility = firstText(record, 'visibility', 'data.visibility');
    if (visibility === 'public') return 'repository.made_public';
    if (visibility === 'private') return 'repository.made_private';
  }
  if (native === 'pull_request_review.submit') {
    const state = firstText(record, 'state', 'review_state', 'data.state');
    if (state === 'approved') return 'pull_request.approved';
    if (state === 'changes_requested') return 'pull_request.changes_requested';
  }
  return undefined;
}

/** Both clocks are in epoch milliseconds; git events have no `created_at`. */
function auditTime(record: JsonObject): string | undefined {
  return (
    timeOf(record['@timestamp']) ??
    timeOf(record['created_at']) ??
    timeOf(record['at_sign_timestamp']) ??
    timeOf(record['timestamp'])
  );
}

function outcomeOf(record: JsonObject, native: string): EventBody['outcome'] {
  if (denied.has(native)) return 'denied';
  const status = record['status_code'];
  if (native === 'api.request' && typeof status === 'number' && status >= 400) {
    return status === 401 || status === 403 ? 'denied' : 'failure';
  }
  const conclusion = firstText(record, 'conclusion', 'data.conclusion');
  if (conclusion !== undefined && native.startsWith('workflows.')) {
    return conclusionOutcome(conclusion);
  }
  return failed.test(native.slice(native.indexOf('.'))) ? 'failure' : 'success';
}

function contextOf(record: JsonObject): EventBody['context'] {
  const place = object(record['actor_location']);
  return present({
    ip: firstText(record, 'actor_ip', 'data.actor_ip'),
    geo: present({ country: text(place?.['country_code']) }),
    user_agent: longText(record['user_agent'] ?? at(record, 'data.user_agent')),
    session: text(record['actor_session']),
    request: present({
      method: firstText(record, 'request_method', 'method'),
      path: longText(record['url_path']),
      id: firstText(record, 'request_id'),
    }),
  });
}

const pullAddress = /\/([^/\s]+\/[^/\s]+)\/pull\/(\d+)/;

function pipelineOf(record: JsonObject, native: string): EventBody['pipeline'] {
  const repository = firstText(record, 'repo', 'repository');
  const pull = pullAddress.exec(firstText(record, 'pull_request_url') ?? '');
  const stage = native.startsWith('workflows.')
    ? 'build'
    : native === 'git.push'
      ? 'source'
      : undefined;
  const environment = firstText(record, 'environment_name', 'environment');
  return present({
    stage,
    run: runName(repository, firstText(record, 'workflow_run_id')),
    commit: commitId(record['head_sha']) ?? commitId(record['after']),
    ref: fullRef(firstText(record, 'head_branch', 'ref')),
    change: pull === null ? undefined : changeName(pull[1], pull[2]),
    environment,
  });
}
