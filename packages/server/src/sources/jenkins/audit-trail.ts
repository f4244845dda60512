// Messages of the Audit Trail plugin as events. What a request asked for was logged before it was
// allowed or refused, so that its outcome is unknown.
import { isIP } from 'node:net';
import { longText, present, text } from '../reader.ts';
import type { RecordEvent } from '../records.ts';
import { whyOf } from '../reasons.ts';
import type { EventBody } from '../types.ts';
import { targetOf, type Target } from '../names.ts';
import { actorOfCauses, deliveryOf, parametersIn } from './causes.ts';
import type { Line } from './line.ts';
import {
  buildName,
  buildTarget,
  controllerTarget,
  jobIn,
  jobNamed,
  jobTarget,
  userActor,
} from './names.ts';
import { uriAction, type Place } from './uri-actions.ts';

const request = /^(\/\S{0,2000})(?: \((.{0,500}?)\))? by (.{1,400})$/;
const started = /^\/?(job\/\S{1,1000}?)\/? #(\d{1,9})(?: (.*))?$/s;
const ending = / started at (\S{20,30}) completed in (\d{1,12})ms completed: (\w{1,40})\s*$/;
const credential = /^'(.{1,500}?)' \((.{1,200}?)\) used credentials '(.{1,300}?)' \((.{1,200}?)\)/;
const script =
  /^A groovy script was executed by user '(.{0,200}?)'\.\s*(?:Origin: (.{0,300}?)\.?)?\s*(?:\n|$|The executed script)/;

/** Whether the lines after this message may still belong to it. */
export function isScript(message: string): boolean {
  return message.startsWith('A groovy script was executed');
}

/** The event of one message; `controller` names this Jenkins. */
export function auditTrailEvent(line: Line, controller: string): RecordEvent {
  const message = line.message.trimEnd();
  const read =
    scriptEvent(message, controller) ??
    finishedEvent(message, controller) ??
    startedEvent(message, controller) ??
    credentialEvent(message) ??
    requestEvent(message, controller);
  if (read !== undefined) {
    const event = present({ ...read.event, time: read.event.time ?? line.time }) as EventBody;
    return { event, unmapped: read.unmapped };
  }
  const event = present({
    time: line.time,
    action: 'pipeline.other',
    native: 'log line',
    outcome: 'unknown',
    actor: { type: 'unknown', id: 'unknown' },
    target: controllerTarget(controller),
    why: present({ reason: longText(message) }),
  }) as EventBody;
  return { event, unmapped: true };
}

function requestEvent(message: string, controller: string): RecordEvent | undefined {
  const part = request.exec(message);
  if (part === null) return undefined;
  const [, path = '', extra, rest = ''] = part;
  const [user, from] = split(rest, ' from ');
  const { place, verb, action } = uriAction(path);
  const ip = from !== undefined && isIP(from) !== 0 ? from : undefined;
  const { job, build } = jobIn(path);
  const name = verb === 'createItem' && extra !== undefined ? nested(job, extra) : job;
  const event = present({
    action: action ?? 'pipeline.other',
    native: text(verb === '' ? path : verb),
    outcome: 'unknown',
    actor: userActor(user),
    target: placeTarget(place, path, extra, name, build, controller),
    context: present({ ip, request: { path: longText(path) } }),
    pipeline: present({ run: buildName(job, build) }),
    labels: present({ attempt: 'true', task: text(extra) }),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

/** Both sides of the last `mark`; the second is undefined where there is none. */
function split(words: string, mark: string): [string, string | undefined] {
  const at = words.lastIndexOf(mark);
  return at < 0 ? [words, undefined] : [words.slice(0, at), words.slice(at + mark.length)];
}

function nested(folder: string | undefined, name: string): string {
  return folder === undefined ? name : `${folder}/${name}`;
}

function placeTarget(
  place: Place,
  path: string,
  extra: string | undefined,
  job: string | undefined,
  build: string | undefined,
  controller: string,
): Target {
  const parent = controllerTarget(controller);
  const named = (type: string, shape: RegExp) =>
    targetOf('jenkins', type, undefined, shape.exec(path)?.[1], { parent }) ?? parent;
  switch (place) {
    case 'build':
      return buildTarget(job, build, controller);
    case 'queue':
      return extra === undefined ? parent : jobTarget(jobIn(extra).job ?? extra, controller);
    case 'node':
      return named('node', /computer\/([^/]+)/);
    case 'cloud':
      return named('cloud', /cloud\/([^/]+)/);
    case 'user':
      return named('user', /(?:user|securityRealm\/user)\/([^/]+)/);
    case 'view':
      return named('view', /\/view\/([^/]+)\/[^/]*$/);
    case 'credential':
      return named('credential', /\/credential\/([^/]+)/);
    case 'plugin':
      return named('plugin', /plugin\/([^/]+)/);
    default:
      return jobTarget(job, controller);
  }
}

function startedEvent(message: string, controller: string): RecordEvent | undefined {
  const part = started.exec(message);
  if (part === null) return undefined;
  const [, path = '', number, words = ''] = part;
  const { job } = jobIn(`${path}/`);
  return built('build.started', 'started', 'success', job, number, words, controller);
}

function finishedEvent(message: string, controller: string): RecordEvent | undefined {
  const place = message.lastIndexOf(' started at ');
  const end = place < 0 ? null : ending.exec(message.slice(place));
  if (end === null) return undefined;
  const [head, node] = split(message.slice(0, place), ' on ');
  const build = / #(\d{1,9})(?= |$)/.exec(head);
  if (build === null) return undefined;
  const [, begun = '', took, result = ''] = end;
  const [found, number] = build;
  const job = jobNamed(head.slice(0, build.index));
  const words = head.slice(build.index + found.length).trimStart();
  const outcome = resultOutcome(result);
  const read = built(
    'build.completed',
    `completed:${result}`,
    outcome,
    job,
    number,
    words,
    controller,
  );
  const start = Date.parse(begun);
  const time = Number.isNaN(start) ? undefined : new Date(start + Number(took)).toISOString();
  const labels = present({ result, node: text(node?.replace(/^node /, '')), duration_ms: took });
  return {
    ...read,
    event: present({ ...read.event, time, labels }) as EventBody,
  };
}

/** How Jenkins' results read; aborted is neither. */
export function resultOutcome(result: string | undefined): EventBody['outcome'] {
  if (result === 'SUCCESS') return 'success';
  return result === 'FAILURE' || result === 'UNSTABLE' ? 'failure' : 'unknown';
}

function built(
  action: string,
  native: string,
  outcome: EventBody['outcome'],
  job: string | undefined,
  number: string | undefined,
  words: string,
  controller: string,
): RecordEvent {
  const causes = words.replace(/,? ?Parameters:\[.*$/s, '').replace(/,\s*$/, '');
  const given = deliveryOf(parametersIn(/Parameters:\[(.*)$/s.exec(words)?.[1] ?? ''));
  const ip = /Started by remote host (\S+)/.exec(causes)?.[1];
  const event = present({
    action,
    native,
    outcome,
    actor: actorOfCauses(causes),
    target: buildTarget(job, number, controller),
    context: present({ ip: ip !== undefined && isIP(ip) !== 0 ? ip : undefined }),
    pipeline: present({ stage: 'build', run: buildName(job, number), ...given }),
    why: whyOf(causes === '' ? undefined : causes),
  }) as EventBody;
  return { event, unmapped: false };
}

function credentialEvent(message: string): RecordEvent | undefined {
  const part = credential.exec(message);
  if (part === null) return undefined;
  const [, user = '', kind, id = '', type] = part;
  const number = /#(\d{1,9})$/.exec(user)?.[1];
  const job = jobIn(user).job ?? jobNamed(user.replace(/ ?#\d+$/, ''));
  const name = buildName(job, number) ?? user;
  const event = present({
    action: 'secret.accessed',
    native: 'used credentials',
    outcome: 'success',
    actor: {
      type: number === undefined ? 'job' : 'build',
      id: `jenkins:${name}`.slice(0, 1_024),
      name,
    },
    target: targetOf('jenkins', 'credential', undefined, id),
    pipeline: present({ run: buildName(job, number) }),
    labels: present({ credential_type: text(type), used_by: text(kind) }),
  }) as EventBody;
  return { event, unmapped: false };
}

function scriptEvent(message: string, controller: string): RecordEvent | undefined {
  if (!isScript(message)) return undefined;
  const part = script.exec(message);
  const event = present({
    action: 'script.executed',
    native: 'groovy script',
    outcome: 'unknown',
    actor: userActor(part?.[1]),
    target: controllerTarget(controller),
    why: present({ reason: longText(/The executed script:\s*(.*)$/s.exec(message)?.[1]) }),
    labels: present({ origin: text(part?.[2]) }),
  }) as EventBody;
  return { event, unmapped: false };
}
