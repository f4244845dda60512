// CircleCI's outbound webhooks: a workflow or a job that ended. They tell the commit and, where
// the trigger says it, the user that the pipeline was attributed to; a commit's author is no actor.
import type { Outcome } from '@acta/event';
import { emailOf, labelsOf, thing, type Actor, type Target } from '../event-parts.ts';
import { changeName, commitId, fullRef } from '../names.ts';
import { actorNamed } from '../naming.ts';
import { at, firstText, object, present, text, type JsonObject } from '../reader.ts';
import { whyOf } from '../reasons.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';

const outcomes: Readonly<Record<string, Outcome>> = {
  success: 'success',
  failed: 'failure',
  error: 'failure',
  failing: 'failure',
  timedout: 'failure',
  infrastructure_fail: 'failure',
  unauthorized: 'denied',
};

/** The event of a webhook. Throws `NotNormalizable` where it has no type. */
export function webhookEvent(record: JsonObject): ListedEvent {
  const type = firstText(record, 'type');
  if (type === undefined) {
    throw new NotNormalizable('type_missing', 'The webhook has no type.');
  }
  const ofJob = object(record['job']) !== undefined;
  const status = firstText(record, ofJob ? 'job.status' : 'workflow.status');
  const action = actionOf(type, ofJob, status);
  const event = present({
    time: timeOf(record['happened_at']),
    action: action ?? 'pipeline.other',
    native: type,
    outcome: type === 'ping' ? 'success' : outcomeOf(status),
    actor: actorOf(record),
    target: targetOf(record, ofJob),
    pipeline: pipelineOf(record, ofJob),
    why: whyOf(
      at(record, 'pipeline.vcs.commit.subject') ?? at(record, `${provider}.commit_title`),
      at(record, 'workflow.url'),
      firstText(record, 'pipeline.vcs.branch', `${provider}.branch`),
    ),
    labels: labelsOf({
      status,
      workflow: at(record, 'workflow.name'),
      trigger: at(record, 'pipeline.trigger.type'),
      pipeline_number: at(record, 'pipeline.number'),
      commit_author: firstText(
        record,
        'pipeline.vcs.commit.author.name',
        `${provider}.commit_author_name`,
      ),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, id: text(record['id']) };
}

const provider = 'pipeline.trigger_parameters.gitlab';
const git = 'pipeline.trigger_parameters.git';

function actionOf(type: string, ofJob: boolean, status: string | undefined): string | undefined {
  if (type === 'ping') return 'webhook.pinged';
  if (type !== 'workflow-completed' && type !== 'job-completed') return undefined;
  const ended = status === 'canceled' || status === 'cancelled' ? 'cancelled' : 'completed';
  return `${ofJob ? 'job' : 'workflow_run'}.${ended}`;
}

function outcomeOf(status: string | undefined): Outcome {
  return status !== undefined && Object.hasOwn(outcomes, status)
    ? (outcomes[status] as Outcome)
    : 'unknown';
}

/** The user that the pipeline is attributed to; GitHub OAuth and Bitbucket pipelines name none. */
function actorOf(record: JsonObject): Actor {
  const id = firstText(record, 'pipeline.trigger_parameters.circleci.actor_id');
  const name = firstText(record, `${provider}.user_username`, `${provider}.user_name`);
  return actorNamed('user', id === undefined ? undefined : `circleci:${id}`, {
    name,
    email: emailOf(firstText(record, `${provider}.user_email`)),
  });
}

function targetOf(record: JsonObject, ofJob: boolean): Target {
  const part = (type: string, name: string | undefined, parent?: Target) => {
    const id = firstText(record, `${type}.id`);
    return thing(type, id === undefined ? undefined : `circleci:${id}`, name, parent);
  };
  const organization = part('organization', firstText(record, 'organization.name'));
  const slug = firstText(record, 'project.name', 'project.slug');
  const project = part('project', slug, organization) ?? organization;
  const workflow = part('workflow', firstText(record, 'workflow.name'), project);
  const job = ofJob ? part('job', firstText(record, 'job.name'), workflow) : undefined;
  return (
    job ??
    workflow ??
    project ??
    part('webhook', firstText(record, 'webhook.name')) ?? { type: 'webhook', id: 'circleci' }
  );
}

function pipelineOf(record: JsonObject, ofJob: boolean): EventBody['pipeline'] {
  const branch = firstText(record, 'pipeline.vcs.branch', `${git}.branch`, `${provider}.branch`);
  const tag = firstText(record, 'pipeline.vcs.tag', `${git}.tag`);
  const ref = tag === undefined ? fullRef(branch) : fullRef(tag, 'tags');
  const pull = /^(?:refs\/)?pull\/(\d{1,9})(?:\/|$)/.exec(
    branch ?? firstText(record, `${git}.ref`) ?? '',
  )?.[1];
  return present({
    stage: 'build',
    run: firstText(record, 'workflow.id'),
    job: ofJob ? firstText(record, 'job.id') : undefined,
    commit:
      commitId(at(record, 'pipeline.vcs.revision')) ??
      commitId(at(record, `${git}.checkout_sha`)) ??
      commitId(at(record, `${provider}.commit_sha`)),
    ref: pull === undefined ? ref : undefined,
    change: changeName(repositoryOf(record), pull),
  });
}

/** `acme/pay` of the repository's address. */
function repositoryOf(record: JsonObject): string | undefined {
  const address = firstText(
    record,
    'pipeline.vcs.target_repository_url',
    `${git}.checkout_url`,
    `${provider}.repo_url`,
  );
  return /[/:]([^/:]+\/[^/:]+?)(?:\.git)?$/.exec(address?.slice(-300) ?? '')?.[1];
}
