// What a request was about: the object of the record, or what its address says where the record has
// no object.
import type { Target } from '../names.ts';
import { object, present, text, type JsonObject } from '../reader.ts';

/** The resource of a request, as Kubernetes names it. */
export interface ResourceRef {
  group: string;
  resource: string;
  subresource?: string | undefined;
  namespace?: string | undefined;
  name?: string | undefined;
  uid?: string | undefined;
}

/** The reference of a record; undefined for addresses that are no resources. */
export function resourceRef(record: JsonObject): ResourceRef | undefined {
  const given = object(record['objectRef']);
  const resource = text(given?.['resource']);
  const fromAddress = refOfAddress(text(record['requestURI']));
  if (given === undefined || resource === undefined) return fromAddress;
  return {
    group: text(given['apiGroup']) ?? '',
    resource,
    subresource: text(given['subresource']),
    namespace: text(given['namespace']) ?? fromAddress?.namespace,
    // What is made gets its name in the body or by the server.
    name: text(given['name']) ?? fromAddress?.name ?? nameInBodies(record),
    uid: text(given['uid']),
  };
}

function nameInBodies(record: JsonObject): string | undefined {
  for (const body of [record['responseObject'], record['requestObject']]) {
    const metadata = object(object(body)?.['metadata']);
    const name = text(metadata?.['name']);
    if (name !== undefined) return name;
  }
  const metadata = object(object(record['requestObject'])?.['metadata']);
  const generated = text(metadata?.['generateName']);
  return generated === undefined ? undefined : `${generated}*`;
}

const core = /^\/api\/v[^/]+\/(.+)$/;
const grouped = /^\/apis\/([^/]+)\/v[^/]+\/(.+)$/;

function refOfAddress(address: string | undefined): ResourceRef | undefined {
  const path = address?.split('?', 1)[0] ?? '';
  const named = grouped.exec(path);
  const rest = named?.[2] ?? core.exec(path)?.[1];
  if (rest === undefined) return undefined;
  const parts = rest.split('/').map(decoded);
  const group = named?.[1] ?? '';
  // A namespace is a place where something follows it that isn't one of its own subresources.
  const inside =
    parts[0] === 'namespaces' &&
    parts.length > 2 &&
    !['status', 'finalize'].includes(parts[2] as string);
  const namespace = inside ? text(parts[1]) : undefined;
  const [resource, name, subresource] = inside ? parts.slice(2) : parts;
  if (resource === undefined || resource === '') return undefined;
  return { group, resource, namespace, name: text(name), subresource: text(subresource) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const irregular: Readonly<Record<string, string>> = {
  networkpolicies: 'network_policy',
  clusterpolicies: 'cluster_policy',
  policies: 'policy',
  ingresses: 'ingress',
  storageclasses: 'storage_class',
  priorityclasses: 'priority_class',
  ingressclasses: 'ingress_class',
  runtimeclasses: 'runtime_class',
  endpoints: 'endpoints',
  serviceaccounts: 'service_account',
  configmaps: 'config_map',
  clusterroles: 'role',
  clusterrolebindings: 'role_binding',
  rolebindings: 'role_binding',
  statefulsets: 'stateful_set',
  daemonsets: 'daemon_set',
  replicasets: 'replica_set',
  cronjobs: 'cron_job',
  mutatingwebhookconfigurations: 'admission_webhook',
  validatingwebhookconfigurations: 'admission_webhook',
  validatingadmissionpolicies: 'policy',
  mutatingadmissionpolicies: 'policy',
  podsecuritypolicies: 'policy',
  certificatesigningrequests: 'certificate_request',
  persistentvolumes: 'volume',
  persistentvolumeclaims: 'volume_claim',
  customresourcedefinitions: 'custom_resource_definition',
};

function typeOf(resource: string): string {
  const known = Object.hasOwn(irregular, resource) ? irregular[resource] : undefined;
  const word = known ?? resource.replace(/ies$/, 'y').replace(/s$/, '');
  return (
    word
      .toLowerCase()
      .replace(/[^a-z0-9_]+/g, '_')
      .slice(0, 128) || 'resource'
  );
}

/**
 * `kubernetes:CLUSTER/apps/deployments/NAMESPACE/NAME`, without the parts that there are not; the
 * same from every record about the object.
 */
export function targetOfRef(ref: ResourceRef, cluster: string | undefined): Target {
  const { group, resource, namespace, name } = ref;
  const place = [cluster, group === '' ? undefined : group, resource, namespace, name];
  const id = `kubernetes:${place.filter((part) => part !== undefined).join('/')}`;
  const short = [namespace, name].filter((part) => part !== undefined).join('/');
  return present({
    type:
      name === undefined && resource !== 'namespaces'
        ? `${typeOf(resource)}_list`
        : typeOf(resource),
    id: text(id) ?? 'unknown',
    name: text(short === '' ? resource : name === undefined ? `${short}/${resource}` : short),
    parent: parentOf(ref, cluster),
  }) as Target;
}

function parentOf(ref: ResourceRef, cluster: string | undefined): Target | undefined {
  const outer = clusterTarget(cluster);
  if (ref.namespace === undefined || ref.resource === 'namespaces') return outer;
  const id = [
    'kubernetes:',
    cluster === undefined ? '' : `${cluster}/`,
    'namespaces/',
    ref.namespace,
  ];
  return present({
    type: 'namespace',
    id: text(id.join('')) ?? 'unknown',
    name: ref.namespace,
    parent: outer,
  }) as Target;
}

/** The cluster, where the source or the envelope names it. */
export function clusterTarget(cluster: string | undefined): Target | undefined {
  return cluster === undefined
    ? undefined
    : { type: 'cluster', id: text(`kubernetes:${cluster}`) ?? 'unknown', name: cluster };
}

/** The API itself: what an address that is no resource is about. */
export function addressTarget(record: JsonObject, cluster: string | undefined): Target {
  const path = text(text(record['requestURI'])?.split('?', 1)[0]);
  return present({
    type: 'api',
    id:
      text(`kubernetes:${cluster === undefined ? '' : `${cluster}/`}api${path ?? ''}`) ?? 'unknown',
    name: path ?? 'Kubernetes API',
    parent: clusterTarget(cluster),
  }) as Target;
}
