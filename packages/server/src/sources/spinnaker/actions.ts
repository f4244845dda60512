// Types of Spinnaker's echo events in the catalogue's words.

const ended: Readonly<Record<string, string>> = {
  starting: 'started',
  complete: 'completed',
  failed: 'completed',
};
const exact: Readonly<Record<string, string>> = {
  'orca:pipeline:starting': 'pipeline_run.started',
  'orca:pipeline:complete': 'pipeline_run.completed',
  'orca:pipeline:failed': 'pipeline_run.completed',
  'orca:orchestration:starting': 'task_run.started',
  'orca:orchestration:complete': 'task_run.completed',
  'orca:orchestration:failed': 'task_run.completed',
  'orca:task:starting': 'task_run.started',
  'orca:task:complete': 'task_run.completed',
  'orca:task:failed': 'task_run.completed',
  'orca:stage:starting': 'job.started',
  'orca:stage:complete': 'job.completed',
  'orca:stage:failed': 'job.completed',
  build: 'build.completed',
  docker: 'image.pushed',
  artifactory: 'artifact.published',
  nexus: 'artifact.published',
  helm: 'chart.pushed',
  plugin: 'plugin.changed',
  pubsub: 'webhook.called',
  webhook: 'webhook.called',
  webhooks: 'webhook.called',
  git: 'commits.pushed',
  manual: 'workflow_run.dispatched',
  pipeline: 'workflow_run.dispatched',
  cron: 'workflow_run.dispatched',
  notification: 'notification.sent',
  entityTags: 'resource.changed',
};

/** Stages that deploy or take back say so themselves. */
const stages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  deploy: deployed('deployment.succeeded'),
  deployManifest: deployed('deployment.succeeded'),
  createServerGroup: deployed('deployment.succeeded'),
  cloneServerGroup: deployed('deployment.succeeded'),
  rollbackServerGroup: same('deployment.rolled_back'),
  rollbackCluster: same('deployment.rolled_back'),
  undoRolloutManifest: same('deployment.rolled_back'),
  destroyServerGroup: same('deployment.removed'),
  deleteManifest: same('deployment.removed'),
  disableServerGroup: same('deployment.deactivated'),
  resizeServerGroup: same('deployment.scaled'),
  scaleManifest: same('deployment.scaled'),
  rollingRestartManifest: same('deployment.restarted'),
};

function deployed(done: string): Readonly<Record<string, string>> {
  return { starting: 'deployment.started', complete: done, failed: 'deployment.failed' };
}

/** Only the end tells that it was done; its outcome whether it went well. */
function same(action: string): Readonly<Record<string, string>> {
  return { starting: 'job.started', complete: action, failed: action };
}

/** The action of a type; of stages that deploy, by the stage's own type. Undefined for others. */
export function spinnakerAction(
  type: string,
  stage: string | undefined,
  status: string | undefined,
): string | undefined {
  const state = /^orca:[a-z]+:([a-z]+)$/.exec(type)?.[1] ?? '';
  if (status === 'CANCELED' && /^orca:(?:pipeline|orchestration|task):/.test(type)) {
    return type.startsWith('orca:pipeline:') ? 'pipeline_run.cancelled' : 'task_run.cancelled';
  }
  if (type.startsWith('orca:stage:') && stage === 'manualJudgment' && Object.hasOwn(ended, state)) {
    return judgment(state, status);
  }
  if (type.startsWith('orca:stage:') && stage !== undefined && Object.hasOwn(stages, stage)) {
    const states = stages[stage] ?? {};
    if (Object.hasOwn(states, state)) return states[state];
  }
  return Object.hasOwn(exact, type) ? exact[type] : undefined;
}

function judgment(state: string, status: string | undefined): string {
  if (state === 'starting') return 'deployment.approval_requested';
  return state === 'complete' && status !== 'TERMINAL'
    ? 'deployment.approved'
    : 'deployment.rejected';
}

/** Everything that this adapter can say. */
export const spinnakerActions: readonly string[] = [
  ...new Set([
    ...Object.values(exact),
    ...Object.values(stages).flatMap((states) => Object.values(states)),
    'build.cancelled',
    'build.started',
    'deployment.approval_requested',
    'deployment.approved',
    'deployment.rejected',
    'pipeline_run.cancelled',
    'task_run.cancelled',
    'pipeline.other',
  ]),
];
