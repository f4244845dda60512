// One record of the audit log (audit.k8s.io) as an event: who, what, on what, when, how it ended.
import { ipOf, type Context } from '../event-parts.ts';
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
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { deedOf, resourceAction, type Deed } from './actions.ts';
import { kubernetesActor } from './actor.ts';
import { changesOfBody, dangerLabels, pipelineOfBody } from './bodies.ts';
import { addressTarget, resourceRef, targetOfRef, type ResourceRef } from './object.ts';

/** What the source or the envelope says about every record in it. */
export interface Surroundings {
  cluster?: string | undefined;
  environment?: string | undefined;
}

/** The event of an audit record. Throws `NotNormalizable` for what is none. */
export function kubernetesEvent(
  record: JsonObject,
  { cluster, environment }: Surroundings,
): { event: EventBody; unmapped: boolean; id?: string | undefined } {
  if (!isAuditRecord(record)) {
    throw new NotNormalizable('no_audit_event', 'The record is no audit.k8s.io Event.');
  }
  const verb = text(record['verb']) ?? 'request'; // records cut down to less have none
  const ref = resourceRef(record);
  const deed = deedOf(verb);
  const found = deed === undefined ? undefined : actionOf(record, deed, ref);
  const auditId = text(record['auditID']);
  const stage = text(record['stage']);
  const event = present({
    time:
      timeOf(record['requestReceivedTimestamp']) ??
      timeOf(record['stageTimestamp']) ??
      timeOf(record['timestamp']),
    action: found ?? 'system.other',
    native: nativeOf(verb, ref),
    outcome: outcomeOf(record, stage),
    actor: kubernetesActor(record),
    target: ref === undefined ? addressTarget(record, cluster) : targetOfRef(ref, cluster),
    context: contextOf(record, verb, auditId),
    pipeline: pipelineOfBody(record, ref, environment),
    changes: changesOfBody(record, ref),
    why: whyOf(record),
    labels: present({
      stage,
      level: text(record['level']),
      decision: firstAnnotation(record, 'authorization.k8s.io/decision'),
      dry_run: /[?&]dryRun=All\b/.test(text(record['requestURI']) ?? '') ? 'true' : undefined,
      command: ref?.resource === 'pods' ? commandOf(record) : undefined,
      ...dangerLabels(record),
    }),
  }) as EventBody;
  return {
    event,
    unmapped: found === undefined,
    id: auditId === undefined ? undefined : `${auditId}/${stage ?? 'ResponseComplete'}`,
  };
}

/**
 * Whether a value is a record of the audit log. The cluster's own `Event` objects have the same
 * kind in another API group.
 */
export function isAuditRecord(record: JsonObject): boolean {
  const group = text(record['apiVersion']);
  if (group !== undefined) return group.startsWith('audit.k8s.io/');
  return ['verb', 'objectRef', 'auditID'].some((name) => (record[name] ?? null) !== null);
}

function nativeOf(verb: string, ref: ResourceRef | undefined): string {
  if (ref === undefined) return verb;
  const resource =
    ref.subresource === undefined ? ref.resource : `${ref.resource}/${ref.subresource}`;
  return text(`${verb} ${ref.group === '' ? '' : `${ref.group}/`}${resource}`) as string;
}

/** The table's action, or a closer one where the body says more than the verb. */
function actionOf(record: JsonObject, deed: Deed, ref: ResourceRef | undefined): string {
  if (ref === undefined) return 'api.requested';
  const { group, resource, subresource } = ref;
  const full = subresource === undefined ? resource : `${resource}/${subresource}`;
  const closer =
    deed === 'change' ? closerChange(object(record['requestObject']), full) : undefined;
  return closer ?? resourceAction(deed, group, full);
}

const restart = 'kubectl.kubernetes.io/restartedAt';
const workloads = new Set(['deployments', 'statefulsets', 'daemonsets', 'rollouts']);

function closerChange(body: JsonObject | undefined, resource: string): string | undefined {
  if (resource === 'certificatesigningrequests/approval') return decisionOn(body);
  if (body === undefined) return undefined;
  if (resource === 'nodes') {
    return at(body, 'spec.unschedulable') === true ? 'node.cordoned' : undefined;
  }
  if (resource === 'applications') return applicationChange(body);
  if (resource === 'pipelineruns') {
    return at(body, 'spec.status') === undefined ? undefined : 'pipeline_run.cancelled';
  }
  return workloads.has(resource) ? workloadChange(body) : undefined;
}

/** Patches say only what changes; whole bodies would say the same each time. */
function workloadChange(body: JsonObject): string | undefined {
  if (text(body['kind']) !== undefined) return undefined;
  const annotations = object(at(body, 'spec.template.metadata.annotations'));
  if (annotations !== undefined && Object.hasOwn(annotations, restart))
    return 'deployment.restarted';
  const spec = object(body['spec']) ?? {};
  if (spec['paused'] === true) return 'deployment.paused';
  if (spec['paused'] === false || spec['paused'] === null) return 'deployment.resumed';
  const fields = Object.keys(spec);
  return fields.length === 1 && fields[0] === 'replicas' ? 'deployment.scaled' : undefined;
}

function applicationChange(body: JsonObject): string | undefined {
  const sync = object(at(body, 'operation.sync'));
  if (sync !== undefined) return 'application.sync_started';
  if (object(at(body, 'operation.rollback')) !== undefined) return 'application.rolled_back';
  const annotations = object(at(body, 'metadata.annotations'));
  const only = body['spec'] === undefined && body['kind'] === undefined;
  return only &&
    annotations !== undefined &&
    Object.hasOwn(annotations, 'argocd.argoproj.io/refresh')
    ? 'application.refreshed'
    : undefined;
}

function decisionOn(body: JsonObject | undefined): string | undefined {
  const types = list(at(body, 'status.conditions')).map((item) => text(at(item, 'type')));
  if (types.includes('Denied')) return 'certificate_request.denied';
  return types.includes('Approved') ? 'certificate_request.approved' : undefined;
}

/** The first stage has no outcome; a decision against the request is a denial at every stage. */
function outcomeOf(record: JsonObject, stage: string | undefined): EventBody['outcome'] {
  if (firstAnnotation(record, 'authorization.k8s.io/decision') === 'forbid') return 'denied';
  const code = Number(at(record, 'responseStatus.code'));
  if (stage === 'Panic') return 'failure';
  if (stage === 'RequestReceived' || !Number.isInteger(code) || code === 0) return 'unknown';
  if (code === 401 || code === 403) return 'denied';
  return code < 400 ? 'success' : 'failure';
}

function contextOf(
  record: JsonObject,
  verb: string,
  auditId: string | undefined,
): Context | undefined {
  const [address] = list(record['sourceIPs']);
  return present({
    ip: ipOf(address),
    user_agent: longText(record['userAgent']),
    request: present({ method: verb, path: longText(record['requestURI']), id: auditId }),
  }) as Context | undefined;
}

/** What a person typed: `exec`'s command line, as its address has it. */
function commandOf(record: JsonObject): string | undefined {
  const query = text(record['requestURI'])?.split('?')[1];
  if (query === undefined || !query.includes('command=')) return undefined;
  return text(new URLSearchParams(query).getAll('command').join(' '));
}

function whyOf(record: JsonObject): EventBody['why'] {
  const cause = firstAnnotationOfBody(record, 'kubernetes.io/change-cause');
  const refusal = firstText(record, 'responseStatus.message');
  const code = Number(at(record, 'responseStatus.code'));
  return present({ reason: cause ?? (code >= 400 ? longText(refusal) : undefined) });
}

function firstAnnotation(record: JsonObject, name: string): string | undefined {
  return text(object(record['annotations'])?.[name]);
}

function firstAnnotationOfBody(record: JsonObject, name: string): string | undefined {
  return longText(object(at(record, 'requestObject.metadata.annotations'))?.[name]);
}
