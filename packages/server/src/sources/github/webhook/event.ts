// One webhook delivery as one event: tables say what and when, the payload who and on what.
import { at, firstText, present, text, type JsonObject } from '../../reader.ts';
import { NotNormalizable, type EventBody } from '../../types.ts';
import { conclusionOutcome } from '../conclusions.ts';
import { speaksOfRollback, whyOf } from '../../reasons.ts';
import { isRollback, webhookAction, webhookCategory } from './actions.ts';
import { webhookActor } from './actor.ts';
import { webhookChanges } from './changes.ts';
import { webhookPipeline } from './pipeline.ts';
import { webhookTarget, webhookTargets } from './targets.ts';
import { webhookTime } from './times.ts';

/** Headers that say what the body is; they belong to the record. */
const meaningful = [
  'x-github-event',
  'x-github-delivery',
  'x-github-hook-id',
  'x-github-hook-installation-target-id',
  'x-github-hook-installation-target-type',
  'x-github-enterprise-host',
  'x-github-enterprise-version',
];

/** The event of a payload, and whether no table names its action. */
export function webhookEvent(
  headers: Readonly<Record<string, string>>,
  payload: JsonObject,
): { event: EventBody; unmapped: boolean } {
  const name = headers['x-github-event'] ?? '';
  if (!/^[a-z0-9_-]{1,100}$/i.test(name)) {
    throw new NotNormalizable(
      'event_header_missing',
      'The X-GitHub-Event header is missing or unreadable, so that the type of the delivery is unknown.',
    );
  }
  const kind = kindOf(name);
  const done = text(payload['action']);
  const action = webhookAction(kind, done, payload);
  const event = present({
    time: webhookTime(kind, done, payload),
    action: action ?? `${webhookCategory(kind)}.other`,
    native: text(done === undefined ? kind : `${kind}.${done}`),
    outcome: outcomeOf(kind, payload),
    actor: webhookActor(kind, payload),
    target: webhookTarget(kind, payload),
    targets: webhookTargets(kind, payload),
    context: present({
      user_agent: text(headers['user-agent']),
      request: present({ headers: kept(headers) }),
    }),
    pipeline: webhookPipeline(kind, payload),
    changes: webhookChanges(kind, payload),
    why: whyIn(payload),
    labels: labelsOf(kind, payload),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

/** Names of old: Apps were called integrations. */
const renamed: Readonly<Record<string, string>> = {
  integration_installation: 'installation',
  integration_installation_repositories: 'installation_repositories',
};

function kindOf(name: string): string {
  const kind = name.toLowerCase().replaceAll('-', '_');
  return Object.hasOwn(renamed, kind) ? (renamed[kind] as string) : kind;
}

function kept(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    meaningful.flatMap((name) => {
      const value = text(headers[name]);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function outcomeOf(kind: string, payload: JsonObject): EventBody['outcome'] {
  const state =
    kind === 'deployment_status'
      ? firstText(payload, 'deployment_status.state')
      : kind === 'status'
        ? firstText(payload, 'state')
        : kind === 'repository_import'
          ? firstText(payload, 'status')
          : undefined;
  if (state !== undefined) return ending.has(state) ? conclusionOutcome(state) : 'success';
  const built = kind === 'page_build' ? firstText(payload, 'build.status') : undefined;
  if (built !== undefined) return built === 'errored' ? 'failure' : 'success';
  const conclusion =
    payload['action'] === 'completed' ? at(payload, `${kind}.conclusion`) : undefined;
  return typeof conclusion === 'string' ? conclusionOutcome(conclusion) : 'success';
}

/** States in which something has ended; the others only report that it goes on. */
const ending = new Set(['success', 'failure', 'error', 'cancelled']);

/**
 * The words nearest to a reason: a comment on the decision, the commit's message, the title of the
 * change.
 */
function whyIn(payload: JsonObject): EventBody['why'] {
  const title = firstText(payload, 'pull_request.title', 'issue.title', 'discussion.title');
  const reason =
    firstText(
      payload,
      'alert.dismissed_comment',
      'alert.resolution_comment',
      'alert.dismissed_reason',
      'alert.dismiss_reason',
      'alert.resolution',
      'review.body',
      'head_commit.message',
      'comment.body',
    ) ??
    title ??
    firstText(
      payload,
      'workflow_run.display_title',
      'workflow_run.head_commit.message',
      'check_suite.head_commit.message',
      'merge_group.head_commit.message',
      'deployment_status.description',
      'deployment.description',
      'commit.commit.message',
      'release.name',
      'personal_access_token_request.reason',
      'reason',
    );
  const link = firstText(
    payload,
    'comment.html_url',
    'review.html_url',
    'pull_request.html_url',
    'workflow_run.html_url',
    'workflow_job.html_url',
    'check_run.html_url',
    'alert.html_url',
    'release.html_url',
    'issue.html_url',
    'discussion.html_url',
    'compare',
    'deployment_status.log_url',
    'target_url',
  );
  return whyOf(
    reason,
    link,
    title,
    firstText(payload, 'pull_request.head.ref', 'workflow_run.head_branch'),
    firstText(payload, 'pull_request.body'),
  );
}

function labelsOf(kind: string, payload: JsonObject): Record<string, string> | undefined {
  const message = firstText(payload, 'head_commit.message', 'pull_request.title');
  const reverts =
    (kind === 'push' || kind === 'pull_request') && message?.startsWith('Revert ') === true;
  const rollback = kind.startsWith('deployment') && isRollback(payload);
  const installation = kind.startsWith('installation')
    ? undefined
    : text(at(payload, 'installation.id'));
  return present({
    installation,
    conclusion: text(at(payload, `${kind}.conclusion`)),
    state:
      text(at(payload, 'deployment_status.state')) ??
      (kind === 'status' ? text(payload['state']) : undefined),
    rollback: rollback ? 'true' : undefined,
    revert: reverts && speaksOfRollback(message) ? 'true' : undefined,
    workflow: firstText(
      payload,
      'workflow_run.name',
      'workflow_job.workflow_name',
      'workflow.name',
    ),
    package_type: firstText(payload, 'package.package_type', 'registry_package.package_type'),
  });
}
