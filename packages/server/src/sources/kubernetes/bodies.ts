// What request bodies say beyond verb and resource: images, replicas, rules, subjects, and what
// makes a pod dangerous.
import { digestOf, labelsOf, tagOf, type Pipeline } from '../event-parts.ts';
import {
  at,
  firstText,
  list,
  object,
  present,
  text,
  type Json,
  type JsonObject,
} from '../reader.ts';
import { change, changesOrNone, type Change } from '../values.ts';
import type { ResourceRef } from './object.ts';

const workloads = new Set([
  'deployments',
  'statefulsets',
  'daemonsets',
  'replicasets',
  'pods',
  'jobs',
  'cronjobs',
  'rollouts',
]);

/** Fields whose new value is told; the record has no old one. Secrets' data is never among them. */
const told: Readonly<Record<string, readonly string[]>> = {
  roles: ['rules'],
  clusterroles: ['rules', 'aggregationRule'],
  rolebindings: ['roleRef', 'subjects'],
  clusterrolebindings: ['roleRef', 'subjects'],
  nodes: ['spec.unschedulable', 'spec.taints'],
  services: ['spec.type', 'spec.ports', 'spec.externalIPs'],
  networkpolicies: ['spec'],
  mutatingwebhookconfigurations: ['webhooks'],
  validatingwebhookconfigurations: ['webhooks'],
  deployments: ['spec.replicas', 'spec.paused'],
  statefulsets: ['spec.replicas'],
  applications: [
    'spec.source.targetRevision',
    'spec.source.path',
    'spec.project',
    'operation.sync',
  ],
};

/** The pod template inside a workload's body, or the pod's own specification. */
function podSpec(body: JsonObject | undefined): JsonObject | undefined {
  return (
    object(at(body, 'spec.template.spec')) ??
    object(at(body, 'spec.jobTemplate.spec.template.spec')) ??
    object(body?.['spec'])
  );
}

function containersOf(body: JsonObject | undefined): JsonObject[] {
  const spec = podSpec(body);
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((kind) =>
    list(spec?.[kind]).flatMap((item): JsonObject[] => {
      const found = object(item);
      return found === undefined ? [] : [found];
    }),
  );
}

/** The pipeline of a workload: service, version, artifact, as labels and images say it. */
export function pipelineOfBody(
  record: JsonObject,
  ref: ResourceRef | undefined,
  environment: string | undefined,
): Pipeline | undefined {
  if (ref === undefined || !workloads.has(ref.resource)) return undefined;
  const body = object(record['requestObject']) ?? object(record['responseObject']);
  const labels = object(at(body, 'metadata.labels')) ?? {};
  const images = containersOf(body).flatMap((item) => text(item['image']) ?? []);
  const image = images.at(-1);
  const service = text(labels['app.kubernetes.io/name']) ?? text(labels['app']);
  return present({
    stage: 'deploy',
    service: service ?? (ref.resource === 'pods' ? undefined : ref.name),
    version: text(labels['app.kubernetes.io/version']) ?? tagOf(image),
    artifact: digestOf(image),
    environment,
  }) as Pipeline | undefined;
}

/** What the request set: told fields, images, and the operations of a JSON patch. */
export function changesOfBody(
  record: JsonObject,
  ref: ResourceRef | undefined,
): Change[] | undefined {
  if (ref === undefined || ref.resource === 'secrets') return undefined;
  const request = record['requestObject'];
  if (Array.isArray(request)) return jsonPatch(request);
  const body = object(request);
  if (body === undefined || text(body['kind']) === 'DeleteOptions') return undefined;
  const key = ref.subresource === 'scale' ? 'deployments' : ref.resource;
  const fields = Object.hasOwn(told, key) ? (told[key] as readonly string[]) : [];
  const changes = fields.flatMap((field) => {
    const value = at(body, field);
    return value === undefined ? [] : [change(field, undefined, value)];
  });
  if (workloads.has(ref.resource)) changes.push(...imageChanges(body));
  return changesOrNone(changes);
}

function imageChanges(body: JsonObject): Change[] {
  return containersOf(body).flatMap((item) => {
    const image = text(item['image']);
    return image === undefined
      ? []
      : [change(`containers.${text(item['name']) ?? '?'}.image`, undefined, image)];
  });
}

function jsonPatch(operations: Json[]): Change[] | undefined {
  return changesOrNone(
    operations.slice(0, 256).flatMap((operation) => {
      const path = text(at(operation, 'path'));
      const value = at(operation, 'value');
      return path === undefined ? [] : [change(path, undefined, value)];
    }),
  );
}

/** What makes a pod or workload dangerous, as labels that rules can ask for. */
export function dangerLabels(record: JsonObject): Record<string, string> | undefined {
  const body = object(record['requestObject']);
  const spec = podSpec(body);
  if (spec === undefined) return undefined;
  const containers = containersOf(body);
  const capabilities = containers.flatMap((item) =>
    list(at(item, 'securityContext.capabilities.add')).flatMap((name) => text(name) ?? []),
  );
  const paths = list(spec['volumes']).flatMap((item) => firstText(item, 'hostPath.path') ?? []);
  const privileged = containers.some((item) => at(item, 'securityContext.privileged') === true);
  return labelsOf({
    privileged: privileged || undefined,
    host_network: spec['hostNetwork'] === true || undefined,
    host_pid: spec['hostPID'] === true || undefined,
    host_ipc: spec['hostIPC'] === true || undefined,
    host_paths: paths.length === 0 ? undefined : paths.join(' '),
    capabilities: capabilities.length === 0 ? undefined : capabilities.join(' '),
  });
}
