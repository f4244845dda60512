// CDEvents 0.5.1: subject and predicate in the catalogue's words. Older names of the same things
// stand beside them.

const actions: Readonly<Record<string, string>> = {
  'repository.created': 'repository.created',
  'repository.modified': 'repository.settings_changed',
  'repository.deleted': 'repository.deleted',
  'branch.created': 'branch.created',
  'branch.deleted': 'branch.deleted',
  'change.created': 'pull_request.opened',
  'change.updated': 'pull_request.updated',
  'change.reviewed': 'pull_request.reviewed',
  'change.merged': 'pull_request.merged',
  'change.abandoned': 'pull_request.closed',
  'build.queued': 'build.queued',
  'build.started': 'build.started',
  'build.finished': 'build.completed',
  'pipelinerun.queued': 'workflow_run.requested',
  'pipelinerun.started': 'workflow_run.started',
  'pipelinerun.finished': 'workflow_run.completed',
  'taskrun.started': 'job.started',
  'taskrun.finished': 'job.completed',
  'testcaserun.queued': 'test.queued',
  'testcaserun.started': 'test.started',
  'testcaserun.finished': 'test.completed',
  'testcaserun.skipped': 'test.completed',
  'testsuiterun.queued': 'test.queued',
  'testsuiterun.started': 'test.started',
  'testsuiterun.finished': 'test.completed',
  'testcase.queued': 'test.queued',
  'testcase.started': 'test.started',
  'testcase.finished': 'test.completed',
  'testsuite.queued': 'test.queued',
  'testsuite.started': 'test.started',
  'testsuite.finished': 'test.completed',
  'testoutput.published': 'artifact.published',
  'artifact.packaged': 'artifact.created',
  'artifact.published': 'artifact.published',
  'artifact.signed': 'artifact.signed',
  'artifact.downloaded': 'artifact.downloaded',
  'artifact.deleted': 'artifact.deleted',
  'environment.created': 'environment.created',
  'environment.modified': 'environment.changed',
  'environment.deleted': 'environment.deleted',
  'service.deployed': 'deployment.succeeded',
  'service.upgraded': 'deployment.upgraded',
  'service.rolledback': 'deployment.rolled_back',
  'service.removed': 'deployment.removed',
  'service.published': 'service.published',
  'incident.detected': 'incident.detected',
  'incident.reported': 'incident.reported',
  'incident.resolved': 'incident.resolved',
  'ticket.created': 'ticket.created',
  'ticket.updated': 'ticket.updated',
  'ticket.closed': 'ticket.closed',
};

/** All catalogue actions that CDEvents map to. */
export const cdeventsActions: readonly string[] = [...new Set(Object.values(actions))];

/** Custom ones (`dev.cdeventsx.mytool-resource.created.0.1.0`) have no action of ours. */
const shape = /^dev\.cdevents\.([a-z]+)\.([a-z]+)\.\d+\.\d+\.\d+/i;
const customShape = /^dev\.cdeventsx\.([a-z0-9]+)-([a-z0-9]+)\.([a-z]+)\.\d+\.\d+\.\d+/i;

/**
 * Subject and predicate of a CDEvents type (`dev.cdevents.service.deployed.0.3.0`), and our action
 * where there is one.
 */
export function cdeventsType(
  type: string,
): { subject: string; predicate: string; action: string | undefined } | undefined {
  const custom = customShape.exec(type);
  if (custom !== null) {
    return { subject: custom[2] as string, predicate: custom[3] as string, action: undefined };
  }
  const part = shape.exec(type.toLowerCase());
  if (part === null) return undefined;
  const [, subject, predicate] = part as unknown as [string, string, string];
  const name = `${subject}.${predicate}`;
  return { subject, predicate, action: Object.hasOwn(actions, name) ? actions[name] : undefined };
}
