// What a product is for, so that it is found in the gallery, and the letters that stand for it.

export const KINDS = {
  code: 'Code',
  pipeline: 'Pipelines',
  deploy: 'Deployment',
  cluster: 'Clusters and hosts',
  cloud: 'Cloud',
  identity: 'Identity and access',
  secret: 'Secrets',
  artifact: 'Artifacts',
  quality: 'Quality',
  work: 'Work and incidents',
  data: 'Databases',
  general: 'General',
} as const;

export type ProductKind = keyof typeof KINDS;

const OF_TYPE: Record<string, ProductKind> = {
  github: 'code',
  gitlab: 'code',
  bitbucket: 'code',
  'bitbucket-dc': 'code',
  gitea: 'code',
  'azure-devops': 'code',
  jenkins: 'pipeline',
  circleci: 'pipeline',
  buildkite: 'pipeline',
  tekton: 'pipeline',
  teamcity: 'pipeline',
  argocd: 'deploy',
  flux: 'deploy',
  spinnaker: 'deploy',
  'terraform-cloud': 'deploy',
  kubernetes: 'cluster',
  linux: 'cluster',
  'aws-cloudtrail': 'cloud',
  'azure-activity': 'cloud',
  'gcp-audit': 'cloud',
  'entra-id': 'identity',
  'google-workspace': 'identity',
  okta: 'identity',
  auth0: 'identity',
  keycloak: 'identity',
  teleport: 'identity',
  tailscale: 'identity',
  vault: 'secret',
  'azure-key-vault': 'secret',
  'docker-registry': 'artifact',
  'docker-hub': 'artifact',
  harbor: 'artifact',
  quay: 'artifact',
  artifactory: 'artifact',
  sonarqube: 'quality',
  snyk: 'quality',
  jira: 'work',
  pagerduty: 'work',
  postgresql: 'data',
};

/** Types that are not named here take any product. */
export function kindOf(type: string): ProductKind {
  return OF_TYPE[type] ?? 'general';
}

/** `GitHub` → `Gh`, `Argo CD` → `AC`: two letters, as on a periodic table. */
export function initialsOf(title: string): string {
  const words = title.split(/[\s()/-]+/).filter((word) => /^[A-Za-z0-9]/.test(word));
  const first = words[0] ?? '?';
  const second = words.find((word, at) => at > 0 && /^[A-Z0-9]/.test(word));
  if (second !== undefined) return `${first[0]}${second[0]}`;
  const inner = /^.[a-z]*([A-Z])/.exec(first)?.[1] ?? first[1] ?? '';
  return `${first[0]?.toUpperCase()}${inner.toLowerCase()}`;
}

/** Whether the words that were typed all stand in the product's texts. */
export function isFound(
  product: { type: string; title: string; summary: string },
  typed: string,
): boolean {
  const text =
    `${product.type} ${product.title} ${product.summary} ${KINDS[kindOf(product.type)]}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
