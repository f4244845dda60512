// Canonical forms of Jenkins' things: jobs by their full name, builds as `team/pay#12`.
import { targetOf, unknownActor, type Actor, type Target } from '../names.ts';
import { present, text } from '../reader.ts';

/** An account; `NA` is what Jenkins writes where it knows none. */
export function userActor(name: string | undefined, address?: string): Actor {
  const known = text(name?.trim());
  if (known === undefined || known === 'NA' || known === 'null') return unknownActor;
  if (known === 'SYSTEM' || known.startsWith('SYSTEM ')) {
    return { type: 'service', id: 'jenkins:SYSTEM', name: 'SYSTEM' };
  }
  const anonymous = known === 'anonymous';
  const email = known.includes('@') ? known : address;
  return present({
    type: anonymous ? 'anonymous' : 'user',
    id: `jenkins:${known}`.slice(0, 1_024),
    name: known,
    email,
  }) as Actor;
}

/** `job/team/job/pay/` or `/job/team/job/pay/12/` as `team/pay`, with the number of the build. */
export function jobIn(path: string): { job: string | undefined; build: string | undefined } {
  const names: string[] = [];
  let rest = path.replace(/^(?:https?:\/\/[^/]{1,300})?\/?/, '');
  rest = rest.slice(0, 2_000);
  for (;;) {
    const part = /^(?:(?:view|jenkins)\/[^/]+\/)*?job\/([^/?#]+)\/?/.exec(rest);
    if (part === null) break;
    names.push(decoded(part[1] as string));
    rest = rest.slice(part[0].length);
  }
  const build = /^(\d{1,9}|last[A-Za-z]*Build)(?=\/|$)/.exec(rest)?.[1];
  return { job: names.length === 0 ? undefined : names.join('/'), build };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** `team » pay` of the display as `team/pay`. */
export function jobNamed(display: string): string {
  return display.split(' » ').join('/');
}

/** `team/pay#12`. */
export function buildName(job: string | undefined, number: string | undefined) {
  return job === undefined || number === undefined ? undefined : `${job}#${number}`;
}

/** A job, or the controller itself. */
export function jobTarget(job: string | undefined, controller: string): Target {
  return targetOf('jenkins', 'job', undefined, job) ?? controllerTarget(controller);
}

/** A build within its job. */
export function buildTarget(
  job: string | undefined,
  number: string | undefined,
  controller: string,
): Target {
  const name = buildName(job, number);
  if (name === undefined) return jobTarget(job, controller);
  const parent = targetOf('jenkins', 'job', undefined, job);
  return targetOf('jenkins', 'build', undefined, name, { parent }) ?? controllerTarget(controller);
}

/** The Jenkins controller. */
export function controllerTarget(controller: string): Target {
  return { type: 'controller', id: `jenkins:controller:${controller}`, name: controller };
}
