// A log record of OpenTelemetry as an event, by the names of its semantic conventions: an event's
// name is its type, the rest stands in attributes of the record and of its resource.
import { actionOrOther, catalogue } from '@acta/event';
import { ipOf, labelsOf, unknownTarget, type Pipeline, type Target } from '../event-parts.ts';
import { actorNamed } from '../naming.ts';
import { entryOf, longText, object, present, text, type JsonObject } from '../reader.ts';
import { timeOf } from '../time-text.ts';
import type { EventBody } from '../types.ts';
import type { LogRecord } from './cut.ts';
import { scalars } from './values.ts';

type Attributes = Readonly<Record<string, string>>;

export interface OtlpEvent {
  event: EventBody;
  unmapped: boolean;
  /** `log.record.uid`. */
  id: string | undefined;
}

const outcomes: Readonly<Record<string, EventBody['outcome']>> = {
  success: 'success',
  failure: 'failure',
  denied: 'denied',
  error: 'failure',
};

export function otlpEvent({ resource, scope, record }: Omit<LogRecord, 'envelope'>): OtlpEvent {
  const own = scalars(record['attributes']);
  const all: Attributes = { ...scalars(resource['attributes']), ...own };
  const native = text(record['eventName']) ?? all['event.name'] ?? text(scope['name']);
  const word = all['acta.action'] ?? native;
  const known = word !== undefined && catalogue.has(word);
  const event = present({
    time: timeOf(
      nanoseconds(record['timeUnixNano']) ?? nanoseconds(record['observedTimeUnixNano']),
    ),
    action: known ? word : actionOrOther('system.other').action,
    native,
    outcome: entryOf(outcomes, all['event.outcome'] ?? all['acta.outcome'] ?? '') ?? 'unknown',
    actor: actorOf(all),
    target: targetOf(all),
    context: contextOf(all),
    pipeline: pipelineOf(all),
    why: present({ reason: longText(object(record['body'])?.['stringValue']) }),
    labels: labelsOf({
      severity: text(record['severityText']),
      trace: text(record['traceId']),
      scope: text(scope['name']),
    }),
  }) as EventBody;
  return { event, unmapped: !known, id: own['log.record.uid'] };
}

function nanoseconds(value: unknown): string | undefined {
  const digits = text(value);
  return digits === undefined || /^0*$/.test(digits) ? undefined : digits;
}

/** The user that the record names; else nobody: a service that writes a log is not who acted. */
function actorOf(all: Attributes): EventBody['actor'] {
  const id = all['enduser.id'] ?? all['user.id'] ?? all['user.name'];
  const name = all['user.full_name'] ?? all['user.name'];
  return actorNamed('user', id, { name, email: all['user.email'] });
}

function targetOf(all: Attributes): Target {
  const service = all['service.name'];
  const resource = all['acta.target'] ?? all['vcs.repository.name'] ?? all['cicd.pipeline.name'];
  const parent =
    service === undefined ? undefined : ({ type: 'service', id: service, name: service } as Target);
  if (resource === undefined) return parent ?? unknownTarget;
  const type = all['acta.target'] !== undefined ? 'resource' : typeOf(all);
  return present({ type, id: resource, name: resource, parent }) as Target;
}

const typeOf = (all: Attributes): string =>
  all['vcs.repository.name'] === undefined ? 'pipeline' : 'repository';

function contextOf(all: Attributes): EventBody['context'] {
  return present({
    ip: ipOf(all['client.address'] ?? all['source.address']),
    user_agent: longText(all['user_agent.original']),
    session: all['session.id'],
    request: present({
      method: all['http.request.method'],
      path: longText(all['url.path']),
    }),
  });
}

function pipelineOf(all: Attributes): Pipeline | undefined {
  return present({
    run: all['cicd.pipeline.run.id'],
    job: all['cicd.pipeline.task.run.id'] ?? all['cicd.pipeline.task.name'],
    commit: all['vcs.ref.head.revision'],
    ref: all['vcs.ref.head.name'],
    change: all['vcs.change.id'],
    artifact: all['artifact.hash'],
    environment: all['deployment.environment.name'] ?? all['deployment.environment'],
    service: all['service.name'],
    version: all['service.version'],
  }) as Pipeline | undefined;
}

/** A record in its envelope, as doors give it. */
export function inEnvelope(envelope: JsonObject): Omit<LogRecord, 'envelope'> | undefined {
  const record = object(envelope['logRecord']);
  if (record === undefined) return undefined;
  return {
    record,
    resource: object(envelope['resource']) ?? {},
    scope: object(envelope['scope']) ?? {},
  };
}
