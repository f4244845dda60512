// Lines of Argo CD's API server and controller: calls of the API, refused ones too, and the events
// that Argo CD writes about applications.
import { emailOf, ipOf, labelsOf } from '../event-parts.ts';
import { unknownActor, type Actor, type Target } from '../names.ts';
import { longText, object, present, text, type JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import type { EventBody } from '../types.ts';
import { methodAction, reasonAction } from './actions.ts';
import { controller, targetNamed } from './application.ts';

/** Whether an object is a line of the log and no notification. */
export function isLogLine(record: JsonObject): boolean {
  return typeof record['msg'] === 'string' && record['level'] !== undefined;
}

/**
 * The event of a line, as the pairs or the JSON of it. Lines that tell nothing of note are kept.
 */
export function logLineEvent(line: JsonObject, environment: string | undefined): ListedEvent {
  const service = text(line['grpc.service']);
  const method = text(line['grpc.method']);
  if (service !== undefined && method !== undefined)
    return callEvent(line, service, method, environment);
  const reason = text(line['reason']);
  if (reason !== undefined) return reasonEvent(line, reason, environment);
  return plainEvent(line, environment);
}

const denied = /^(?:PermissionDenied|Unauthenticated)$/;

function callEvent(
  line: JsonObject,
  service: string,
  method: string,
  environment: string | undefined,
): ListedEvent {
  const code = text(line['grpc.code']);
  const outcome =
    code === undefined
      ? 'unknown'
      : code === 'OK'
        ? 'success'
        : denied.test(code)
          ? 'denied'
          : 'failure';
  const found = methodAction(service, method);
  const failedSignIn =
    found === 'user.signed_in' && (outcome === 'denied' || outcome === 'failure');
  const started = text(line['grpc.start_time']);
  const event = present({
    time: timeOf(line['time']) ?? timeOf(started),
    action: failedSignIn ? 'user.sign_in_failed' : (found ?? 'deploy.other'),
    native: text(`${service}/${method}`),
    outcome,
    actor: callerOf(line),
    target: calledTarget(line, service, environment),
    context: present({
      ip: ipOf(line['grpc.peer.address'] ?? line['peer.address']),
      request: present({
        method,
        path: longText(`/${service}/${method}`),
        id: started === undefined ? undefined : text(`${started} ${service}/${method}`),
      }),
    }),
    pipeline: service.startsWith('application.')
      ? present({ stage: 'deploy', service: appOf(line), environment })
      : undefined,
    why: present({ reason: longText(line['error']) }),
    labels: labelsOf({ phase: text(line['msg'])?.split(' ')[0], code }),
  }) as EventBody;
  return { event, unmapped: found === undefined };
}

/** Claims of the caller's token, or the subject that a refusal names. */
function callerOf(line: JsonObject): Actor {
  const claims = claimsOf(line['grpc.request.claims']);
  const subject = text(claims?.['sub']) ?? text(line['user']);
  if (subject !== undefined) {
    const person =
      text(claims?.['email']) ?? text(claims?.['preferred_username']) ?? text(claims?.['name']);
    const robot = subject.startsWith('proj:');
    return present({
      type: robot ? 'service_account' : 'user',
      id: text(`argocd:${subject}`) as string,
      name: person ?? subject,
      email: emailOf(text(claims?.['email'])) ?? emailOf(subject),
      roles: groupsOf(claims),
      credential:
        text(claims?.['jti']) === undefined
          ? undefined
          : { type: 'token', id: text(claims?.['jti']) },
    }) as Actor;
  }
  const refused = /\bsub: ([^,]+)(?:,|$)/.exec(text(line['error']) ?? '')?.[1]?.trim();
  return refused === undefined || refused === ''
    ? unknownActor
    : { type: 'user', id: `argocd:${refused}`, name: refused };
}

function claimsOf(value: unknown): JsonObject | undefined {
  if (typeof value !== 'string') return object(value);
  if (!value.startsWith('{') || value.length > 65_536) return undefined;
  try {
    return object(JSON.parse(value));
  } catch {
    return undefined;
  }
}

function groupsOf(claims: JsonObject | undefined): string[] | undefined {
  const groups = claims?.['groups'];
  if (!Array.isArray(groups)) return undefined;
  const names = groups.flatMap((group) => text(group) ?? []);
  return names.length === 0 ? undefined : names.slice(0, 64);
}

/** `name:"pay" revision:"HEAD"`, as protobuf writes requests; newer servers write JSON. */
function asked(line: JsonObject, field: string): string | undefined {
  const content = line['grpc.request.content'];
  if (typeof content !== 'string') return text(object(content)?.[field]);
  const short = content.slice(0, 16_384);
  const pattern = new RegExp(`(?:^|[\\s<{,])"?${field}"?:\\s*"((?:[^"\\\\]|\\\\.)*)"`);
  return text(pattern.exec(short)?.[1]);
}

function appOf(line: JsonObject): string | undefined {
  const named = /permission denied: applications, \w+, [^,/]+\/([^,]+),/.exec(
    text(line['error']) ?? '',
  )?.[1];
  return (
    text(line['application']) ??
    asked(line, 'name') ??
    asked(line, 'applicationName') ??
    text(named?.split('/').at(-1))
  );
}

const kinds: Readonly<Record<string, string>> = {
  'applicationset.ApplicationSetService': 'application_set',
  'project.ProjectService': 'project',
  'cluster.ClusterService': 'cluster',
  'repository.RepositoryService': 'repository',
  'repocreds.RepoCredsService': 'credential',
  'account.AccountService': 'account',
  'certificate.CertificateService': 'certificate',
  'gpgkey.GPGKeyService': 'signing_key',
};

function calledTarget(line: JsonObject, service: string, environment: string | undefined): Target {
  if (service === 'application.ApplicationService') {
    const app = appOf(line);
    if (app !== undefined) {
      return targetNamed(
        app,
        asked(line, 'appNamespace'),
        asked(line, 'project') ?? text(line['project']),
        environment,
      );
    }
  }
  const kind = Object.hasOwn(kinds, service) ? (kinds[service] as string) : undefined;
  const name =
    kind === undefined
      ? undefined
      : (asked(line, 'name') ??
        asked(line, 'project') ??
        asked(line, 'repo') ??
        asked(line, 'server'));
  return kind === undefined || name === undefined
    ? { type: 'service', id: 'argocd:api', name: 'Argo CD API' }
    : { type: kind, id: text(`argocd:${kind}:${name}`) as string, name };
}

const healthOrSync = /^Updated (health|sync) status: (\w*) -> (\w*)/;

function reasonEvent(
  line: JsonObject,
  reason: string,
  environment: string | undefined,
): ListedEvent {
  const message = text(line['msg']) ?? '';
  const project = text(line['project']);
  const application = text(line['application']);
  const found = reasonAction(reason, message, application === undefined && project !== undefined);
  const moved = healthOrSync.exec(message);
  const failed = found === 'application.sync_failed' || moved?.[3] === 'Degraded';
  const event = present({
    time: timeOf(line['time']),
    action: found ?? 'deploy.other',
    native: reason,
    outcome: failed ? 'failure' : 'success',
    actor: personOf(line, message),
    target: aboutTarget(line, application, project, environment),
    pipeline:
      application === undefined
        ? undefined
        : present({
            stage: 'deploy',
            service: application,
            commit: /\b[0-9a-f]{40}\b/.exec(message)?.[0],
            environment,
          }),
    changes:
      moved === null ? undefined : [{ field: `${moved[1]}.status`, from: moved[2], to: moved[3] }],
    why: present({ reason: longText(message) }),
    labels: labelsOf({
      destination: text(line['dest-server']),
      namespace: text(line['dest-namespace']),
    }),
  }) as EventBody;
  return { event, unmapped: found === undefined };
}

/** `user` where a person acted; what has none is the controller's own doing where it says so. */
function personOf(line: JsonObject, message: string): Actor {
  const user =
    text(line['user']) ?? /^(\S+) initiated (?:sync|rollback|partial)/.exec(message)?.[1];
  if (user === undefined || user === 'Unknown') {
    return /^(?:Initiated automated|initiated automated|Updated |Sync operation|Partial sync)/.test(
      message,
    )
      ? controller
      : unknownActor;
  }
  return present({
    type: 'user',
    id: text(`argocd:${user}`) as string,
    name: user,
    email: emailOf(user),
  }) as Actor;
}

function aboutTarget(
  line: JsonObject,
  application: string | undefined,
  project: string | undefined,
  environment: string | undefined,
): Target {
  if (application !== undefined)
    return targetNamed(application, text(line['app-namespace']), project, environment);
  const name = project ?? text(line['name']) ?? 'unknown';
  const type = project === undefined ? 'resource' : 'project';
  return { type, id: text(`argocd:${type}:${name}`) as string, name };
}

function plainEvent(line: JsonObject, environment: string | undefined): ListedEvent {
  const message = text(line['msg']) ?? '';
  const user = text(line['userName']);
  const entered = message.startsWith('terminal session starting');
  const application = text(line['application']);
  const event = present({
    time: timeOf(line['time']),
    action: entered ? 'container.entered' : 'system.other',
    native: entered ? 'terminal session' : 'log',
    outcome: entered ? 'success' : 'unknown',
    actor: user === undefined ? unknownActor : { type: 'user', id: `argocd:${user}`, name: user },
    target: entered
      ? {
          type: 'pod',
          id: text(
            `argocd:pod:${text(line['namespace']) ?? ''}/${text(line['podName']) ?? ''}`,
          ) as string,
          name: text(line['podName']) ?? 'pod',
        }
      : application === undefined
        ? { type: 'service', id: 'argocd:server', name: 'Argo CD' }
        : targetNamed(application, undefined, text(line['project']), environment),
    why: present({ reason: longText(message) }),
    labels: labelsOf({ level: text(line['level']), container: text(line['container']) }),
  }) as EventBody;
  return { event, unmapped: !entered };
}
