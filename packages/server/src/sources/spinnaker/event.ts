// Events of Spinnaker's echo, as its REST sink sends them: `details` says of what type, `content`
// holds the execution, the stage or the build.
import { digestOf, emailOf, labelsOf, thing, type Pipeline, type Target } from '../event-parts.ts';
import { commitId, fullRef, unknownActor, type Actor } from '../names.ts';
import { word } from '../naming.ts';
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
import { ticketIn } from '../reasons.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { spinnakerAction } from './actions.ts';

/** The event. Throws `NotNormalizable` where the record has no `details.type`. */
export function spinnakerEvents(record: JsonObject): ListedEvent[] {
  const details = object(record['details']);
  const type = text(details?.['type']);
  if (details === undefined || type === undefined) {
    throw new NotNormalizable('no_spinnaker_event', 'The record has no `details.type`.');
  }
  const content = object(record['content']) ?? {};
  const build = type === 'build' ? object(at(content, 'project.lastBuild')) : undefined;
  const execution = object(content['execution']);
  const stage = stageOf(content, execution);
  const status = statusOf(type, content, execution, stage);
  const stageType = text(stage?.['type']) ?? firstText(content, 'context.type');
  const action =
    build === undefined ? spinnakerAction(type, stageType, status) : buildAction(build);
  const event = present({
    time: timeOf(details['created']) ?? timeOf(record['insertedTime']),
    action: action ?? 'pipeline.other',
    native: text(stageType === undefined ? type : `${type} ${stageType}`),
    outcome: outcomeOf(type, action, status),
    actor: actorOf(details, content, execution, build),
    target: targetOf(type, details, content, execution, stage),
    pipeline: pipelineOf(type, details, content, execution, stage),
    why: present({
      reason: longText(firstText(execution, 'trigger.reason', 'cancellationReason', 'name')),
      ticket: ticketIn(firstText(execution, 'trigger.reason', 'trigger.message')),
      link: longText(build?.['url']),
    }),
    labels: labelsOf({
      source: text(details['source']),
      status,
      master: text(content['master']),
      trigger: firstText(execution, 'trigger.type'),
    }),
  }) as EventBody;
  return [{ event, unmapped: action === undefined, id: text(record['eventId']) }];
}

/** The stage of a stage's or task's event: named by `stageDetails` or found in the execution. */
function stageOf(content: JsonObject, execution: JsonObject | undefined): JsonObject | undefined {
  const details = object(at(content, 'context.stageDetails')) ?? object(content['stageDetails']);
  const id = text(content['stageId']) ?? firstText(details, 'stageId');
  const found = list(execution?.['stages'])
    .slice(0, 2_000)
    .find((stage) => id !== undefined && firstText(stage, 'id') === id);
  return object(found) ?? details;
}

function statusOf(
  type: string,
  content: JsonObject,
  execution: JsonObject | undefined,
  stage: JsonObject | undefined,
): string | undefined {
  if (type === 'build') return firstText(content, 'project.lastBuild.result');
  if (type.startsWith('orca:stage:') || type.startsWith('orca:task:')) {
    return firstText(content, 'status', 'taskStatus') ?? text(stage?.['status']);
  }
  return text(execution?.['status']);
}

function buildAction(build: JsonObject): string {
  if (build['building'] === true) return 'build.started';
  return build['result'] === 'ABORTED' ? 'build.cancelled' : 'build.completed';
}

const good = new Set(['SUCCESS', 'SUCCEEDED', 'RUNNING', 'SKIPPED', 'NOT_STARTED', 'BUILDING']);
const bad = new Set(['FAILURE', 'FAILED', 'TERMINAL', 'UNSTABLE', 'FAILED_CONTINUE', 'STOPPED']);

function outcomeOf(
  type: string,
  action: string | undefined,
  status: string | undefined,
): EventBody['outcome'] {
  if (action === undefined) return 'unknown';
  if (/\.(?:cancelled|rejected|started)$/.test(action)) return 'success';
  if (action === 'deployment.failed' || type.endsWith(':failed')) return 'failure';
  if (status !== undefined && bad.has(status)) return 'failure';
  if (type === 'build') return status !== undefined && good.has(status) ? 'success' : 'unknown';
  return 'success';
}

/** Who started the execution; of a judgment who judged; of a build that is polled the CI server. */
function actorOf(
  details: JsonObject,
  content: JsonObject,
  execution: JsonObject | undefined,
  build: JsonObject | undefined,
): Actor {
  const judge = firstText(content, 'context.lastModifiedBy', 'context.judgmentInputBy');
  const name =
    judge ??
    firstText(execution, 'authentication.user', 'trigger.user') ??
    firstText(content, 'user') ??
    firstText(details, 'requestHeaders.x-spinnaker-user');
  if (name === '[anonymous]' || name === 'anonymous') {
    return { type: 'anonymous', id: 'spinnaker:anonymous', name: 'anonymous' };
  }
  if (name !== undefined) {
    const email = emailOf(name);
    return present({ type: 'user', id: text(`spinnaker:${name}`) as string, name, email }) as Actor;
  }
  const master = build === undefined ? undefined : text(content['master']);
  return master === undefined
    ? unknownActor
    : { type: 'service', id: text(`spinnaker:ci:${master}`) as string, name: master };
}

function applicationOf(details: JsonObject, content: JsonObject, execution?: JsonObject) {
  return (
    text(details['application']) ??
    text(execution?.['application']) ??
    firstText(content, 'context.application', 'application')
  );
}

function targetOf(
  type: string,
  details: JsonObject,
  content: JsonObject,
  execution: JsonObject | undefined,
  stage: JsonObject | undefined,
): Target {
  const app = applicationOf(details, content, execution);
  const parent = thing('application', app === undefined ? undefined : `spinnaker:${app}`, app);
  if (type === 'build') {
    const project = firstText(content, 'project.name') ?? 'unknown';
    const number = firstText(content, 'project.lastBuild.number');
    const job = [text(content['master']), project].filter(Boolean).join('/');
    const around = thing('job', `spinnaker:ci:${job}`, project);
    return thing(
      'build',
      `spinnaker:ci:${job}#${number ?? ''}`,
      `${project} #${number ?? '?'}`,
      around,
    ) as Target;
  }
  const run = firstText(content, 'executionId') ?? text(execution?.['id']);
  const name = text(execution?.['name']) ?? text(execution?.['description']);
  const whole = thing(
    'pipeline_run',
    run === undefined ? undefined : `spinnaker:${run}`,
    name,
    parent,
  );
  if (type.startsWith('orca:stage:') || type.startsWith('orca:task:')) {
    const id = text(stage?.['id']) ?? firstText(content, 'stageId', 'context.stageDetails.stageId');
    const own = thing(
      'stage',
      id === undefined ? undefined : `spinnaker:${id}`,
      text(stage?.['name']) ?? firstText(content, 'name', 'taskName'),
      whole ?? parent,
    );
    if (own !== undefined) return own;
  }
  const fallback = app ?? text(details['source']) ?? type;
  return whole ?? parent ?? (thing(word(type), `spinnaker:${fallback}`, fallback) as Target);
}

function pipelineOf(
  type: string,
  details: JsonObject,
  content: JsonObject,
  execution: JsonObject | undefined,
  stage: JsonObject | undefined,
): Pipeline | undefined {
  const build =
    object(at(content, 'project.lastBuild')) ?? object(at(execution, 'trigger.buildInfo'));
  const scm = list(build?.['scm'])[0];
  const branch =
    firstText(scm, 'branch') ??
    firstText(execution, 'trigger.branch') ??
    firstText(content, 'branch');
  const artifacts = list(at(execution, 'trigger.artifacts') ?? content['artifacts']).slice(0, 500);
  const image = artifacts.find((one) => /docker/.test(firstText(one, 'type') ?? ''));
  const isBuild = type === 'build';
  return present({
    stage: isBuild ? 'build' : 'deploy',
    run: isBuild
      ? firstText(build, 'number')
      : (firstText(content, 'executionId') ?? text(execution?.['id'])),
    job: isBuild ? firstText(content, 'project.name') : text(stage?.['name']),
    commit:
      commitId(firstText(scm, 'sha1')) ??
      commitId(firstText(execution, 'trigger.hash')) ??
      commitId(content['hash']),
    ref: fullRef(branch?.replace(/^origin\//, '')),
    artifact:
      digestOf(firstText(image, 'reference')) ?? digestOf(firstText(execution, 'trigger.digest')),
    version: firstText(image, 'version') ?? firstText(execution, 'trigger.tag'),
    service: applicationOf(details, content, execution),
    environment: firstText(stage, 'context.account', 'context.credentials'),
  });
}
