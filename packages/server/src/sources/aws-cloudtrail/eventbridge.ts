// What AWS services tell EventBridge by themselves: pipelines, builds, deployments, images,
// repositories. CloudTrail's records in such envelopes are read as records.
import { digestOf, labelsOf, thing, type Pipeline } from '../event-parts.ts';
import { commitId, unknownActor, type Actor, type Target } from '../names.ts';
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
import type { EventBody } from '../types.ts';
import { serviceActor } from './actor.ts';
import { accountTarget } from './target.ts';

type Outcome = EventBody['outcome'];
type States = Readonly<Record<string, readonly [action: string, outcome: Outcome]>>;

const pipelineStates: States = {
  STARTED: ['pipeline_run.started', 'success'],
  RESUMED: ['pipeline_run.started', 'success'],
  SUCCEEDED: ['pipeline_run.completed', 'success'],
  FAILED: ['pipeline_run.completed', 'failure'],
  STOPPED: ['pipeline_run.cancelled', 'success'],
  STOPPING: ['pipeline_run.cancelled', 'unknown'],
  CANCELED: ['pipeline_run.cancelled', 'success'],
  SUPERSEDED: ['pipeline_run.cancelled', 'success'],
};
const jobStates: States = {
  STARTED: ['job.started', 'success'],
  RESUMED: ['job.started', 'success'],
  SUCCEEDED: ['job.completed', 'success'],
  FAILED: ['job.completed', 'failure'],
  ABANDONED: ['job.cancelled', 'success'],
  STOPPED: ['job.cancelled', 'success'],
  STOPPING: ['job.cancelled', 'unknown'],
  CANCELED: ['job.cancelled', 'success'],
};
const approvalStates: States = {
  STARTED: ['deployment.approval_requested', 'success'],
  SUCCEEDED: ['deployment.approved', 'success'],
  FAILED: ['deployment.rejected', 'success'],
  ABANDONED: ['deployment.cancelled', 'success'],
};
const deployStates: States = {
  STARTED: ['deployment.started', 'success'],
  START: ['deployment.started', 'success'],
  READY: ['deployment.started', 'success'],
  SUCCEEDED: ['deployment.succeeded', 'success'],
  SUCCESS: ['deployment.succeeded', 'success'],
  FAILED: ['deployment.failed', 'failure'],
  FAILURE: ['deployment.failed', 'failure'],
  STOP: ['deployment.cancelled', 'success'],
  ABANDONED: ['deployment.cancelled', 'success'],
  SERVICE_DEPLOYMENT_IN_PROGRESS: ['deployment.started', 'success'],
  SERVICE_DEPLOYMENT_COMPLETED: ['deployment.succeeded', 'success'],
  SERVICE_DEPLOYMENT_FAILED: ['deployment.failed', 'failure'],
};
const buildStates: States = {
  IN_PROGRESS: ['build.started', 'success'],
  SUCCEEDED: ['build.completed', 'success'],
  FAILED: ['build.completed', 'failure'],
  FAULT: ['build.completed', 'failure'],
  TIMED_OUT: ['build.completed', 'failure'],
  STOPPED: ['build.cancelled', 'success'],
};
const stepStates: States = {
  SUCCEEDED: ['step.completed', 'success'],
  SUCCESS: ['step.completed', 'success'],
  FAILED: ['step.completed', 'failure'],
  FAILURE: ['step.completed', 'failure'],
  TIMED_OUT: ['step.completed', 'failure'],
  FAULT: ['step.completed', 'failure'],
  STOPPED: ['step.completed', 'unknown'],
  START: ['step.completed', 'unknown'],
  READY: ['step.completed', 'unknown'],
};
const imageActions: States = {
  PUSH: ['image.pushed', 'success'],
  DELETE: ['image.deleted', 'success'],
};
const references: States = {
  referenceCreated: ['branch.created', 'success'],
  referenceUpdated: ['commits.pushed', 'success'],
  referenceDeleted: ['branch.deleted', 'success'],
};
const pullRequests: States = {
  pullRequestCreated: ['pull_request.opened', 'success'],
  pullRequestSourceBranchUpdated: ['pull_request.updated', 'success'],
  pullRequestStatusChanged: ['pull_request.closed', 'success'],
  pullRequestMergeStatusUpdated: ['pull_request.merged', 'success'],
  pullRequestApprovalStateChanged: ['pull_request.approved', 'success'],
  pullRequestApprovalRuleCreated: ['approval_rule.created', 'success'],
  pullRequestApprovalRuleUpdated: ['approval_rule.changed', 'success'],
  pullRequestApprovalRuleDeleted: ['approval_rule.removed', 'success'],
  pullRequestApprovalRuleOverridden: ['branch_protection.bypassed', 'success'],
};

interface Kind {
  /** Where the state stands in `detail`. */
  state: string;
  states: States;
}

const kinds: Readonly<Record<string, Kind>> = {
  'CodePipeline Pipeline Execution State Change': { state: 'state', states: pipelineStates },
  'CodePipeline Stage Execution State Change': { state: 'state', states: jobStates },
  'CodePipeline Action Execution State Change': { state: 'state', states: jobStates },
  'CodeBuild Build State Change': { state: 'build-status', states: buildStates },
  'CodeBuild Build Phase Change': { state: 'completed-phase-status', states: stepStates },
  'CodeDeploy Deployment State-change Notification': { state: 'state', states: deployStates },
  'CodeDeploy Instance State-change Notification': { state: 'state', states: stepStates },
  'ECR Image Action': { state: 'action-type', states: imageActions },
  'ECS Deployment State Change': { state: 'eventName', states: deployStates },
  'CodeCommit Repository State Change': { state: 'event', states: references },
  'CodeCommit Pull Request State Change': { state: 'event', states: pullRequests },
};

/** Detail types with one meaning whatever their state. */
const single: Readonly<Record<string, string>> = {
  'CodeCommit Comment on Commit': 'commit.commented',
  'CodeCommit Comment on Pull Request': 'comment.created',
  'CodeCommit Approval Rule Template Change': 'approval_rule.changed',
  'GuardDuty Finding': 'incident.detected',
  'Config Rules Compliance Change': 'policy_check.completed',
  'Config Configuration Item Change': 'resource.changed',
  'EC2 Instance State-change Notification': 'instance.changed',
  'ECS Container Instance State Change': 'node.changed',
  'ECS Task State Change': 'pod.changed',
  'ECS Service Action': 'service.changed',
  'AWS Health Event': 'incident.updated',
  'CloudFormation Stack Status Change': 'deployment.status_changed',
  'CloudFormation Drift Detection Status Change': 'infrastructure_drift.detected',
  'Object Created': 'object.written',
  'Object Deleted': 'object.deleted',
};

/** Actions that envelopes can give. */
export const envelopeActions: readonly string[] = [
  ...new Set([
    ...[approvalStates, ...Object.values(kinds).map(({ states }) => states)].flatMap((states) =>
      Object.values(states).map(([action]) => action),
    ),
    ...Object.values(single),
    'image.scanned',
    'image.scan_failed',
    'tag.created',
    'tag.deleted',
    'pull_request.approval_withdrawn',
  ]),
];

/** The event of an EventBridge envelope that holds no CloudTrail record. */
export function envelopeEvent(envelope: JsonObject): ListedEvent {
  const type = text(envelope['detail-type']) ?? 'unknown';
  const detail = object(envelope['detail']) ?? {};
  const found = meaningOf(type, detail);
  const state = stateOf(type, detail);
  const event = present({
    time: timeOf(envelope['time']),
    action: found?.[0] ?? 'system.other',
    native: text(state === undefined ? type : `${type}: ${state}`),
    outcome: found?.[1] ?? 'unknown',
    actor: actorOf(type, envelope, detail),
    target: targetOf(envelope, detail),
    pipeline: pipelineOf(type, detail),
    why: whyOf(detail),
    labels: labelsOf({
      account: text(envelope['account']),
      region: text(envelope['region']),
      stage: text(detail['stage']),
      action: text(detail['action']),
      phase: text(detail['completed-phase']) ?? text(detail['current-phase']),
    }),
  }) as EventBody;
  return { event, unmapped: found === undefined, id: text(envelope['id']) };
}

function stateOf(type: string, detail: JsonObject): string | undefined {
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  return text(detail[kind?.state ?? 'state']) ?? text(detail['scan-status']);
}

function meaningOf(type: string, detail: JsonObject): readonly [string, Outcome] | undefined {
  const state = stateOf(type, detail) ?? '';
  if (type === 'ECR Image Scan') {
    return state === 'COMPLETE' ? ['image.scanned', 'success'] : ['image.scan_failed', 'failure'];
  }
  if (type === 'CodeCommit Repository State Change' && detail['referenceType'] === 'tag') {
    return [state === 'referenceDeleted' ? 'tag.deleted' : 'tag.created', 'success'];
  }
  if (state === 'pullRequestApprovalStateChanged' && detail['approvalStatus'] === 'REVOKE') {
    return ['pull_request.approval_withdrawn', 'success'];
  }
  const states = statesOf(type, detail);
  if (states !== undefined && Object.hasOwn(states, state)) {
    const [action, outcome] = states[state] as readonly [string, Outcome];
    return detail['result'] === 'FAILURE' ? [action, 'failure'] : [action, outcome];
  }
  return Object.hasOwn(single, type) ? [single[type] as string, 'success'] : undefined;
}

/** An action of a pipeline is an approval, a deployment or a plain job. */
function statesOf(type: string, detail: JsonObject): States | undefined {
  if (type === 'CodePipeline Action Execution State Change') {
    const category = text(at(detail, 'type.category'));
    if (category === 'Approval') return approvalStates;
    if (category === 'Deploy') return deployStates;
  }
  return Object.hasOwn(kinds, type) ? kinds[type]?.states : undefined;
}

/** Services that do by themselves what they tell of; who pushed an image they don't say. */
const workers =
  /^aws\.(?:codepipeline|codebuild|codedeploy|ecs|guardduty|config|health|cloudformation)$/;

function actorOf(type: string, envelope: JsonObject, detail: JsonObject): Actor {
  const arn = firstText(
    detail,
    'callerUserArn',
    'author',
    'execution-trigger.trigger-detail',
    'additional-information.initiator',
  );
  if (arn !== undefined && type !== 'CodePipeline Action Execution State Change') {
    const named = callerOf(arn);
    if (named !== undefined) return named;
  }
  const source = text(envelope['source']);
  if (source === undefined || !workers.test(source)) {
    return type === 'ECR Image Scan' ? (serviceActor('ecr.amazonaws.com') as Actor) : unknownActor;
  }
  return serviceActor(`${source.slice(4)}.amazonaws.com`) as Actor;
}

function callerOf(arn: string): Actor | undefined {
  if (/:(?:assumed-role|user|federated-user)\/|:root$/.test(arn)) {
    const type = arn.includes(':assumed-role/') ? 'role' : arn.endsWith(':root') ? 'root' : 'user';
    return { type, id: arn, name: arn.split(/[/]/).slice(1).join('/') || arn };
  }
  if (arn.startsWith('codepipeline/'))
    return { type: 'pipeline', id: `aws:${arn}`, name: arn.slice(13) };
  return /^[\w.@-]{1,128}$/.test(arn) && !arn.startsWith('arn:')
    ? { type: 'user', id: `aws:${arn}`, name: arn }
    : undefined;
}

const named: readonly (readonly [string, string])[] = [
  ['pipeline', 'pipeline'],
  ['project-name', 'pipeline'],
  ['repository-name', 'registry'],
  ['repositoryName', 'repository'],
  ['application', 'application'],
  ['serviceName', 'service'],
  ['containerInstanceArn', 'node'],
  ['clusterArn', 'cluster'],
  ['instance-id', 'instance'],
  ['bucket.name', 'bucket'],
];

function targetOf(envelope: JsonObject, detail: JsonObject): Target {
  const account = text(envelope['account']);
  const parent = account === undefined ? undefined : accountTarget(account);
  const arn = list(envelope['resources'])
    .map((item) => text(item))
    .find((item) => item !== undefined);
  for (const [path, type] of named) {
    const name = firstText(detail, path);
    if (name === undefined) continue;
    const source = text(envelope['source'])?.slice(4) ?? 'aws';
    const own = ['aws', source, account, text(envelope['region']), name];
    const id = name.startsWith('arn:')
      ? name
      : (arn ?? own.filter((part) => part !== undefined).join(':'));
    return thing(type, id, name, parent) as Target;
  }
  if (arn !== undefined) return thing('resource', arn, arn, parent) as Target;
  const source = text(envelope['source']) ?? 'aws';
  return thing('service', `aws:${source}:${account ?? ''}`, source, parent) as Target;
}

function pipelineOf(type: string, detail: JsonObject): Pipeline | undefined {
  const found = (...paths: string[]) => firstText(detail, ...paths);
  if (type.startsWith('CodePipeline')) {
    return present({
      stage: 'deploy',
      run: found('execution-id'),
      job:
        [found('stage'), found('action')].filter((part) => part !== undefined).join('/') ||
        undefined,
    });
  }
  if (type.startsWith('CodeBuild')) {
    return present({
      stage: 'build',
      run: found('build-id'),
      commit: commitId(at(detail, 'additional-information.source-version')),
      artifact: undefined,
    });
  }
  if (type.startsWith('CodeDeploy')) {
    return present({
      stage: 'deploy',
      run: found('deploymentId'),
      service: found('application'),
      environment: found('deploymentGroup'),
    });
  }
  if (type.startsWith('ECR')) {
    const tags = list(detail['image-tags']);
    return present({
      stage: 'artifact',
      artifact: digestOf(detail['image-digest']),
      service: found('repository-name'),
      version: found('image-tag') ?? text(tags[0]),
    });
  }
  if (type.startsWith('CodeCommit')) return commitPipeline(detail);
  return type.startsWith('ECS')
    ? present({ stage: 'deploy', run: found('deploymentId') })
    : undefined;
}

function commitPipeline(detail: JsonObject): Pipeline | undefined {
  const repository =
    firstText(detail, 'repositoryName') ?? text(list(detail['repositoryNames'])[0]);
  const number = firstText(detail, 'pullRequestId');
  return present({
    stage: 'source',
    commit: commitId(detail['commitId'] ?? detail['sourceCommit']),
    ref: firstText(detail, 'referenceFullName', 'sourceReference'),
    change:
      repository === undefined || number === undefined ? undefined : `${repository}#${number}`,
  }) as Pipeline | undefined;
}

function whyOf(detail: JsonObject): EventBody['why'] {
  const reason =
    longText(at(detail, 'execution-result.external-execution-summary')) ??
    longText(detail['title']);
  const more = longText(detail['description']) ?? longText(detail['reason']);
  return present({
    reason: reason ?? more,
    link: longText(at(detail, 'additional-information.logs.deep-link')),
  });
}
