// Buildkite's webhooks, EventBridge events and audit events as events.
import {
  actorOf,
  changeName,
  commitId,
  fullRef,
  idOf,
  targetOf,
  unknownActor,
  type Actor,
  type Target,
} from '../names.ts';
import {
  at,
  firstText,
  longText,
  object,
  present,
  text,
  type Json,
  type JsonObject,
} from '../reader.ts';
import { whyOf } from '../reasons.ts';
import type { RecordEvent } from '../records.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { auditAction } from './audit-actions.ts';

const hooks: Readonly<Record<string, string>> = {
  ping: 'webhook.pinged',
  'build.scheduled': 'build.queued',
  'build.created': 'build.queued',
  'build.running': 'build.started',
  'build.started': 'build.started',
  'build.failing': 'build.started',
  'build.finished': 'build.completed',
  'build.blocked': 'deployment.approval_requested',
  'build.skipped': 'build.cancelled',
  'job.scheduled': 'job.queued',
  'job.started': 'job.started',
  'job.finished': 'job.completed',
  'job.activated': 'job.queued',
  'job.canceled': 'job.cancelled',
  'agent.connected': 'runner.online',
  'agent.lost': 'runner.offline',
  'agent.disconnected': 'runner.offline',
  'agent.stopping': 'runner.changed',
  'agent.stopped': 'runner.offline',
  'agent.blocked': 'permission.denied',
  'cluster_token.registration_blocked': 'permission.denied',
  'agent_token.registration_blocked': 'permission.denied',
  'package.created': 'package.published',
};

/** All actions that webhooks can give. */
export const hookActions: readonly string[] = [...new Set(Object.values(hooks))];

/** The event of a webhook or of EventBridge's `detail`; throws `NotNormalizable` without a type. */
export function hookEvent(record: JsonObject, header: string | undefined): RecordEvent {
  const detail = object(record['detail']);
  const body = detail ?? record;
  const name =
    firstText(record, 'event') ??
    header ??
    firstText(record, 'detail-type')?.toLowerCase().replaceAll(' ', '.');
  if (name === undefined) {
    throw new NotNormalizable(
      'event_missing',
      'The record has neither an event nor an audit type.',
    );
  }
  const action = Object.hasOwn(hooks, name) ? hooks[name] : undefined;
  const event = present({
    time: whenOf(name, body) ?? timeOf(record['time']),
    action: action ?? 'pipeline.other',
    native: text(name),
    outcome: outcomeOf(name, body),
    actor: actorIn(name, body),
    target: targetIn(name, body),
    context: present({ ip: firstText(body, 'blocked_ip', 'agent.ip_address') }),
    pipeline: pipelineOf(name, body),
    why: whyOf(
      longText(at(body, 'build.message')),
      firstText(body, 'job.web_url', 'build.web_url', 'agent.web_url'),
    ),
    labels: present({
      state: firstText(body, 'job.state', 'build.state', 'agent.connection_state'),
      source: firstText(body, 'build.source'),
      exit_status: text(at(body, 'job.exit_status')),
      retry_source: firstText(body, 'job.retry_source.retry_type'),
    }),
  }) as EventBody;
  const id = detail === undefined ? undefined : text(record['id']);
  return { event, unmapped: action === undefined, delivery: id };
}

function whenOf(name: string, body: JsonObject): string | undefined {
  const job = name.startsWith('job.');
  const of = job ? 'job' : 'build';
  const paths = name.endsWith('finished')
    ? [`${of}.finished_at`]
    : name.endsWith('scheduled') || name.endsWith('created')
      ? [`${of}.scheduled_at`, `${of}.created_at`]
      : [
          `${of}.started_at`,
          `${of}.created_at`,
          'agent.lost_at',
          'agent.disconnected_at',
          'agent.created_at',
        ];
  for (const path of [...paths, 'package.created_at', 'service.created_at']) {
    const found = timeOf(at(body, path));
    if (found !== undefined) return found;
  }
  return undefined;
}

function outcomeOf(name: string, body: JsonObject): EventBody['outcome'] {
  if (name.endsWith('blocked') && !name.startsWith('build')) return 'denied';
  const state = firstText(body, name.startsWith('job.') ? 'job.state' : 'build.state');
  if (name.startsWith('job.') && at(body, 'job.soft_failed') === true) return 'failure';
  if (state === 'failed' || state === 'failing' || state === 'broken' || state === 'timed_out')
    return 'failure';
  const exit = at(body, 'job.exit_status');
  if (name === 'job.finished' && typeof exit === 'number' && exit !== 0) return 'failure';
  return state === 'canceled' || state === 'not_run' ? 'unknown' : 'success';
}

/** Who sent it, else who made the build; agents speak for themselves. */
function actorIn(name: string, body: JsonObject): Actor {
  for (const path of ['sender', 'job.unblocked_by', 'build.creator', 'build.author']) {
    const found = userOf(at(body, path));
    if (found !== undefined) return found;
  }
  const agent = object(body['agent']);
  if (!name.startsWith('agent') || agent === undefined) return unknownActor;
  return (
    actorOf('buildkite', 'agent', {
      id: idOf('buildkite', firstText(agent, 'id', 'uuid'), 'agent'),
      name: firstText(agent, 'name'),
    }) ?? unknownActor
  );
}

function userOf(value: Json | undefined): Actor | undefined {
  const mail = firstText(value, 'email');
  return actorOf('buildkite', 'user', {
    id: idOf('buildkite', firstText(value, 'id', 'uuid')),
    name: firstText(value, 'name', 'username'),
    email: mail?.includes('@') === true ? mail : undefined,
  });
}

function make(kind: string, value: Json | undefined, name: string | undefined, parent?: Target) {
  const id = idOf('buildkite', firstText(value, 'id', 'uuid'), kind);
  return targetOf('buildkite', kind, id, name, { parent });
}

function buildName(body: JsonObject): string | undefined {
  return changeName(firstText(body, 'pipeline.slug'), text(at(body, 'build.number')));
}

function targetIn(name: string, body: JsonObject): Target {
  const pipeline = make(
    'pipeline',
    body['pipeline'],
    firstText(body, 'pipeline.slug', 'pipeline.name'),
  );
  const found = name.startsWith('job.')
    ? make('job', body['job'], firstText(body, 'job.name', 'job.label', 'job.step_key'), pipeline)
    : name.startsWith('build.')
      ? make('build', body['build'], buildName(body), pipeline)
      : name.startsWith('agent.')
        ? make('agent', body['agent'], firstText(body, 'agent.name'))
        : name.includes('token')
          ? make(
              'token',
              body['cluster_token'] ?? body['token'],
              firstText(body, 'cluster_token.description', 'token.description'),
            )
          : name.startsWith('package')
            ? make('package', body['package'], firstText(body, 'package.name'))
            : undefined;
  return (
    found ??
    pipeline ??
    make(
      'organization',
      body['organization'],
      firstText(body, 'organization.slug', 'organization.name'),
    ) ??
    make('webhook', body['service'], firstText(body, 'service.provider')) ?? {
      type: 'organization',
      id: 'buildkite',
    }
  );
}

function pipelineOf(name: string, body: JsonObject): EventBody['pipeline'] {
  const branch = firstText(body, 'build.branch');
  const tag = firstText(body, 'build.tag');
  return present({
    stage: /^(?:build|job)\./.test(name) ? 'build' : undefined,
    run: buildName(body),
    job: name.startsWith('job.') ? firstText(body, 'job.id', 'job.uuid') : undefined,
    commit: commitId(at(body, 'build.commit')),
    ref: tag === undefined ? fullRef(branch) : fullRef(tag, 'tags'),
  });
}

/** The event of an audit event of REST, GraphQL or EventBridge. */
export function auditEvent(raw: JsonObject): RecordEvent {
  const detail = object(raw['detail']);
  const record = object(at(detail, 'audit_event')) ?? detail ?? raw;
  const native = firstText(record, 'type');
  if (native === undefined)
    throw new NotNormalizable('audit_type_missing', 'The audit event has no type.');
  const action = auditAction(native);
  const actor = object(record['actor']);
  const kind = (firstText(actor, 'type') ?? 'user').toLowerCase();
  const subject = object(record['subject']) ?? {};
  const type = (firstText(subject, 'type') ?? 'object')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .slice(0, 100);
  const event = present({
    time: timeOf(record['occurred_at']) ?? timeOf(record['occurredAt']),
    action: action ?? 'identity.other',
    native,
    outcome: 'success',
    actor:
      actorOf('buildkite', kind, {
        id: idOf('buildkite', firstText(actor, 'uuid', 'id'), kind === 'user' ? undefined : kind),
        name: firstText(actor, 'name', 'node.name'),
      }) ?? unknownActor,
    target: make(type, subject, firstText(subject, 'name')) ?? {
      type: 'organization',
      id: 'buildkite',
    },
    context: present({
      ip: firstText(
        record,
        'context.request_ip',
        'context.requestIpAddress',
        'context.request_ip_address',
      ),
      user_agent: longText(
        at(record, 'context.request_user_agent') ?? at(record, 'context.requestUserAgent'),
      ),
    }),
    labels: present({ context: firstText(record, 'context.type') }),
  }) as EventBody;
  return { event, unmapped: action === undefined, delivery: firstText(record, 'uuid') };
}
