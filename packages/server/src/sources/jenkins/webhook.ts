// JSON that Jenkins' plugins send: Generic Event, Notification, CDEvents.
import { commitId, fullRef, unknownActor, type Actor } from '../names.ts';
import {
  at,
  entryOf,
  firstText,
  list,
  longText,
  object,
  present,
  text,
  type JsonObject,
} from '../reader.ts';
import type { RecordEvent } from '../records.ts';
import { whyOf } from '../reasons.ts';
import { timeOf } from '../time-text.ts';
import type { EventBody } from '../types.ts';
import { resultOutcome } from './audit-trail.ts';
import { actorOfCauses, deliveryOf } from './causes.ts';
import { buildName, buildTarget, jobIn, jobTarget, userActor } from './names.ts';

const generic: Readonly<Record<string, string>> = {
  'item.created': 'job.created',
  'item.copied': 'job.created',
  'item.updated': 'job.changed',
  'item.renamed': 'job.changed',
  'item.locationChanged': 'job.changed',
  'item.deleted': 'job.deleted',
  'run.initialize': 'build.queued',
  'run.started': 'build.started',
  'run.completed': 'build.completed',
  'run.finalized': 'build.completed',
  'run.deleted': 'build.deleted',
};

/** The Generic Event plugin: `{type, dataType, id, source, time, data}`. */
export function genericEvent(record: JsonObject, controller: string): RecordEvent {
  const type = firstText(record, 'type') ?? '';
  const action = Object.hasOwn(generic, type) ? generic[type] : undefined;
  const run = type.startsWith('run.');
  const data = object(record['data']) ?? {};
  const job = run ? projectOf(record, data) : firstText(data, 'fullName', 'name');
  const number = run ? text(data['number']) : undefined;
  const ended = type === 'run.completed' || type === 'run.finalized';
  const event = present({
    time: timeOf(record['time']),
    action: action ?? 'pipeline.other',
    native: type,
    outcome: ended ? resultOutcome(firstText(data, 'result')) : 'success',
    actor: run ? causeActor(data) : unknownActor,
    target: run ? buildTarget(job, number, controller) : jobTarget(job, controller),
    pipeline: run ? runPipeline(data, buildName(job, number)) : undefined,
    why: whyOf(run ? causeWords(data) : undefined),
    labels: present({
      result: firstText(data, 'result'),
      class: firstText(record, 'dataType'),
      phase: type === 'run.finalized' ? 'finalized' : undefined,
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, delivery: text(record['id']) };
}

function projectOf(record: JsonObject, data: JsonObject): string | undefined {
  const own = firstText(data, '_projectName');
  const parent = firstText(data, '_parentFullName');
  if (own === undefined) return jobIn(firstText(record, 'source') ?? '').job;
  return parent === undefined ? own : `${parent}/${own}`;
}

function causesIn(data: JsonObject) {
  return list(data['actions']).flatMap((action) => list(at(action, 'causes')));
}

function causeActor(data: JsonObject): Actor {
  for (const cause of causesIn(data)) {
    const user = firstText(cause, 'userId', 'userName');
    if (user !== undefined) return userActor(user);
  }
  return actorOfCauses(causeWords(data) ?? '');
}

function causeWords(data: JsonObject): string | undefined {
  const words = causesIn(data).flatMap((cause) => firstText(cause, 'shortDescription') ?? []);
  return words.length === 0 ? undefined : words.join(', ');
}

function runPipeline(data: JsonObject, run: string | undefined): EventBody['pipeline'] {
  const actions = list(data['actions']);
  const built = actions.map((action) => object(at(action, 'lastBuiltRevision'))).find(Boolean);
  const given: Record<string, string> = {};
  for (const parameter of actions.flatMap((action) => list(at(action, 'parameters')))) {
    const name = firstText(parameter, 'name');
    const value = firstText(parameter, 'value');
    if (name !== undefined && value !== undefined) given[name] = value;
  }
  const branch = firstText(list(built?.['branch'])[0], 'name');
  return present({
    stage: 'build',
    run,
    commit: commitId(built?.['SHA1']),
    ref: fullRef(branch?.replace(/^(?:refs\/remotes\/)?origin\//, '')),
    ...deliveryOf(given),
  });
}

const phases: Readonly<Record<string, string>> = {
  QUEUED: 'build.queued',
  STARTED: 'build.started',
  COMPLETED: 'build.completed',
  FINALIZED: 'build.completed',
};

/** The Notification plugin: `{name, url, build: {number, phase, status, scm, parameters}}`. */
export function notificationEvent(record: JsonObject, controller: string): RecordEvent {
  const build = object(record['build']) ?? {};
  const phase = firstText(build, 'phase') ?? '';
  const action = Object.hasOwn(phases, phase) ? phases[phase] : undefined;
  const path = firstText(build, 'url') ?? firstText(record, 'url') ?? '';
  const job = jobIn(path).job ?? firstText(record, 'name');
  const number = text(build['number']);
  const parameters = stringsOf(build['parameters']);
  const user = firstText(build, 'user_id', 'userId') ?? parameters['BUILD_USER_ID'];
  const ended = phase === 'COMPLETED' || phase === 'FINALIZED';
  const at_ = timeOf(build['timestamp']);
  const event = present({
    time: at_,
    action: action ?? 'pipeline.other',
    native: `build.${phase.toLowerCase()}`,
    outcome: ended ? resultOutcome(firstText(build, 'status')) : 'success',
    actor: user === undefined ? actorOfCauses(firstText(build, 'notes') ?? '') : userActor(user),
    target: buildTarget(job, number, controller),
    pipeline: present({
      stage: 'build',
      run: buildName(job, number),
      commit: commitId(at(build, 'scm.commit')),
      ref: fullRef(firstText(build, 'scm.branch')?.replace(/^origin\//, '')),
      ...deliveryOf(parameters),
    }),
    why: whyOf(firstText(build, 'notes'), build['full_url']),
    labels: present({ result: firstText(build, 'status'), phase }),
  }) as EventBody;
  const id = `${buildName(job, number) ?? path}:${text(build['queue_id']) ?? ''}:${phase}:${at_ ?? ''}`;
  return { event, unmapped: action === undefined, delivery: text(id) };
}

function stringsOf(value: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, member] of Object.entries(object(value) ?? {})) {
    const known = text(member);
    if (known !== undefined) found[name] = known;
  }
  return found;
}

const cdevents: Readonly<Record<string, string>> = {
  'pipelinerun.queued': 'pipeline_run.queued',
  'pipelinerun.started': 'pipeline_run.started',
  'pipelinerun.finished': 'pipeline_run.completed',
  'taskrun.started': 'task_run.started',
  'taskrun.finished': 'task_run.completed',
};
const outcomes: Readonly<Record<string, EventBody['outcome']>> = {
  success: 'success',
  failure: 'failure',
  error: 'failure',
};

/** The CDEvents plugin: attributes of CloudEvents beside `pipelinename`, `taskname`, `outcome`. */
export function cdeventsEvent(record: JsonObject, controller: string): RecordEvent {
  const type = firstText(record, 'type') ?? '';
  const subject = /^dev\.cdevents\.(\w+\.\w+)\./.exec(type)?.[1] ?? type;
  const action = Object.hasOwn(cdevents, subject) ? cdevents[subject] : undefined;
  const path = firstText(record, 'url', 'data.url') ?? '';
  const known = jobIn(path);
  const job =
    known.job ?? firstText(record, 'pipelinename', 'taskname', 'data.name') ?? pathJob(path);
  const number = text(at(record, 'data.build.number')) ?? known.build ?? tail(path);
  const causes = list(at(record, 'data.causes'))
    .map((cause) => text(cause) ?? '')
    .join(', ');
  const user = firstText(record, 'data.userId', 'data.userName');
  const outcome = firstText(record, 'outcome');
  const time = timeOf(record['time']);
  const event = present({
    time,
    action: action ?? 'pipeline.other',
    native: text(type),
    outcome:
      outcome === undefined ? 'success' : (entryOf(outcomes, outcome.toLowerCase()) ?? 'unknown'),
    actor: user === undefined ? actorOfCauses(causes) : userActor(user),
    target: buildTarget(job, number, controller),
    pipeline: present({
      stage: 'build',
      run: buildName(job, number),
      job: firstText(record, 'data.stageNodeUrl'),
      commit: commitId(at(record, 'data.build.scmState.commit')),
      ref: fullRef(firstText(record, 'data.build.scmState.branch')?.replace(/^origin\//, '')),
    }),
    why: whyOf(longText(record['errors']) ?? (causes === '' ? undefined : causes)),
    labels: present({ stage: firstText(record, 'data.stageName') }),
  }) as EventBody;
  const id = text(record['id']);
  const place = firstText(record, 'data.stageNodeUrl') ?? '';
  const delivery = id === undefined ? undefined : text(`${id}:${subject}:${place}:${time ?? ''}`);
  return { event, unmapped: action === undefined, delivery };
}

function pathJob(path: string): string | undefined {
  return /^job\/([^/]+)/.exec(path)?.[1];
}

function tail(path: string): string | undefined {
  return /\/(\d{1,9})\/?$/.exec(path)?.[1];
}

/** All actions that plugins' JSON can give. */
export const webhookActions: readonly string[] = [
  ...new Set([...Object.values(generic), ...Object.values(phases), ...Object.values(cdevents)]),
];
