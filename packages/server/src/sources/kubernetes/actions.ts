// Verbs and resources in the catalogue's words. Resources that stand in no table have their verb's
// general action: `resource.changed` says all there is to say of them.

/** What is done: create, change, delete, read, list. */
export type Deed = 'create' | 'change' | 'delete' | 'read' | 'list';

const deeds: Readonly<Record<string, Deed>> = {
  create: 'create',
  update: 'change',
  patch: 'change',
  apply: 'change',
  post: 'create',
  put: 'change',
  delete: 'delete',
  deletecollection: 'delete',
  get: 'read',
  head: 'read',
  options: 'read',
  list: 'list',
  watch: 'list',
  watchlist: 'list',
  proxy: 'read',
  connect: 'create',
};

type Row = Partial<Record<Deed, string>>;

const general: Readonly<Record<Deed, string>> = {
  create: 'resource.created',
  change: 'resource.changed',
  delete: 'resource.deleted',
  read: 'resource.read',
  list: 'resource.listed',
};

const deployment: Row = {
  create: 'deployment.created',
  change: 'deployment.changed',
  delete: 'deployment.removed',
};
const secret: Row = {
  create: 'secret.created',
  change: 'secret.changed',
  delete: 'secret.deleted',
  read: 'secret.accessed',
  list: 'secret.listed',
};
const role: Row = { create: 'role.created', change: 'role.changed', delete: 'role.deleted' };
const binding: Row = {
  create: 'role_binding.created',
  change: 'role_binding.changed',
  delete: 'role_binding.deleted',
};
const policy: Row = {
  create: 'policy.created',
  change: 'policy.changed',
  delete: 'policy.deleted',
};
const webhook: Row = {
  create: 'admission_webhook.created',
  change: 'admission_webhook.changed',
  delete: 'admission_webhook.deleted',
};
const firewall: Row = {
  create: 'firewall.changed',
  change: 'firewall.changed',
  delete: 'firewall.changed',
};
const check: Row = { create: 'permission.checked' };
const application: Row = {
  create: 'application.created',
  change: 'application.changed',
  delete: 'application.deleted',
};
const pipeline: Row = {
  create: 'pipeline.created',
  change: 'pipeline.changed',
  delete: 'pipeline.deleted',
};
const proxied: Row = {
  create: 'port.forwarded',
  change: 'port.forwarded',
  delete: 'port.forwarded',
  read: 'port.forwarded',
};

/** Resources of Kubernetes itself. Records of low detail leave out the API group. */
const own: Readonly<Record<string, Row>> = {
  secrets: secret,
  configmaps: {
    create: 'config_map.created',
    change: 'config_map.changed',
    delete: 'config_map.deleted',
  },
  pods: { create: 'pod.created', change: 'pod.changed', delete: 'pod.deleted' },
  'pods/exec': { create: 'container.entered', read: 'container.entered' },
  'pods/attach': { create: 'container.attached', read: 'container.attached' },
  'pods/portforward': { create: 'port.forwarded', read: 'port.forwarded' },
  'pods/proxy': proxied,
  'services/proxy': proxied,
  'pods/ephemeralcontainers': { change: 'container.debugged' },
  'pods/eviction': { create: 'pod.evicted' },
  'pods/log': { read: 'log.read' },
  deployments: deployment,
  statefulsets: deployment,
  daemonsets: deployment,
  'deployments/scale': { change: 'deployment.scaled' },
  'statefulsets/scale': { change: 'deployment.scaled' },
  'replicasets/scale': { change: 'deployment.scaled' },
  'deployments/rollback': { create: 'deployment.rolled_back' },
  namespaces: {
    create: 'namespace.created',
    change: 'namespace.changed',
    delete: 'namespace.deleted',
  },
  'namespaces/finalize': { change: 'namespace.changed' },
  nodes: { create: 'node.joined', change: 'node.changed', delete: 'node.removed' },
  'nodes/proxy': {
    create: 'node.proxied',
    change: 'node.proxied',
    delete: 'node.proxied',
    read: 'node.proxied',
  },
  serviceaccounts: {
    create: 'service_account.created',
    change: 'service_account.changed',
    delete: 'service_account.deleted',
  },
  'serviceaccounts/token': { create: 'token.created' },
  roles: role,
  clusterroles: role,
  rolebindings: binding,
  clusterrolebindings: binding,
  mutatingwebhookconfigurations: webhook,
  validatingwebhookconfigurations: webhook,
  validatingadmissionpolicies: policy,
  validatingadmissionpolicybindings: policy,
  mutatingadmissionpolicies: policy,
  mutatingadmissionpolicybindings: policy,
  podsecuritypolicies: policy,
  resourcequotas: policy,
  limitranges: policy,
  networkpolicies: firewall,
  adminnetworkpolicies: firewall,
  baselineadminnetworkpolicies: firewall,
  certificatesigningrequests: {
    create: 'certificate.requested',
    delete: 'certificate.deleted',
  },
  tokenreviews: check,
  subjectaccessreviews: check,
  localsubjectaccessreviews: check,
  selfsubjectaccessreviews: check,
  selfsubjectrulesreviews: check,
  selfsubjectreviews: check,
};

const ownGroups = new Set(['', 'apps', 'extensions', 'batch', 'autoscaling', 'policy']);

/** Resources of what runs in clusters, by API group. */
const foreign: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  'argoproj.io': {
    applications: application,
    applicationsets: application,
    appprojects: {
      create: 'project.created',
      change: 'project.changed',
      delete: 'project.deleted',
    },
    rollouts: deployment,
    'rollouts/scale': { change: 'deployment.scaled' },
    workflows: { create: 'pipeline_run.started', delete: 'pipeline_run.cancelled' },
    workflowtemplates: pipeline,
    cronworkflows: pipeline,
  },
  'tekton.dev': {
    pipelines: pipeline,
    tasks: pipeline,
    clustertasks: pipeline,
    pipelineruns: { create: 'pipeline_run.started' },
    taskruns: { create: 'task_run.started' },
  },
  'serving.knative.dev': { services: deployment, configurations: deployment },
  'helm.toolkit.fluxcd.io': { helmreleases: deployment },
  'kustomize.toolkit.fluxcd.io': { kustomizations: deployment },
  'external-secrets.io': {
    externalsecrets: secret,
    secretstores: secret,
    clustersecretstores: secret,
    clusterexternalsecrets: secret,
  },
  'bitnami.com': { sealedsecrets: secret },
  'kyverno.io': { policies: policy, clusterpolicies: policy, policyexceptions: policy },
  'cilium.io': { ciliumnetworkpolicies: firewall, ciliumclusterwidenetworkpolicies: firewall },
  'projectcalico.org': { networkpolicies: firewall, globalnetworkpolicies: firewall },
  'crd.projectcalico.org': { networkpolicies: firewall, globalnetworkpolicies: firewall },
  'security.istio.io': { authorizationpolicies: policy, peerauthentications: policy },
  'cert-manager.io': { certificates: { create: 'certificate.requested' } },
};

/** Gatekeeper's constraints have a kind of their own for each rule. */
const policyGroups = new Set(['constraints.gatekeeper.sh', 'templates.gatekeeper.sh']);

/** The deed behind a verb; undefined for verbs that Kubernetes does not have. */
export function deedOf(verb: string): Deed | undefined {
  const name = verb.toLowerCase();
  return Object.hasOwn(deeds, name) ? deeds[name] : undefined;
}

/** The action for a deed on a resource (`pods`, `pods/exec`) of an API group. */
export function resourceAction(deed: Deed, group: string, resource: string): string {
  const tables = policyGroups.has(group) ? undefined : tableOf(group);
  if (policyGroups.has(group)) return policy[deed] ?? general[deed];
  const row =
    tables !== undefined && Object.hasOwn(tables, resource) ? tables[resource] : undefined;
  return row?.[deed] ?? general[deed];
}

function tableOf(group: string): Readonly<Record<string, Row>> | undefined {
  if (Object.hasOwn(foreign, group)) return foreign[group];
  // A name without a dot or under k8s.io belongs to Kubernetes.
  return ownGroups.has(group) || group.endsWith('.k8s.io') ? own : undefined;
}

/** Every action that the tables and the refinements of an event can give. */
export const kubernetesActions: readonly string[] = [
  ...new Set([
    ...Object.values(general),
    ...[own, ...Object.values(foreign)].flatMap((table) =>
      Object.values(table).flatMap((row) => Object.values(row)),
    ),
    'api.requested',
    'application.sync_started',
    'application.rolled_back',
    'application.refreshed',
    'certificate_request.approved',
    'certificate_request.denied',
    'deployment.paused',
    'deployment.restarted',
    'deployment.resumed',
    'deployment.scaled',
    'node.cordoned',
    'pipeline_run.cancelled',
    'system.other',
  ]),
];
