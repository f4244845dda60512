import { argocd } from './argocd/index.ts';
import { artifactory } from './artifactory/index.ts';
import { auth0 } from './auth0/index.ts';
import { awsCloudtrail } from './aws-cloudtrail/index.ts';
import { azureActivity } from './azure-activity/index.ts';
import { azureDevops } from './azure-devops/index.ts';
import { azureKeyVault } from './azure-key-vault/index.ts';
import { bitbucket } from './bitbucket/index.ts';
import { bitbucketDc } from './bitbucket-dc/index.ts';
import { buildkite } from './buildkite/index.ts';
import { cdevents } from './cdevents/index.ts';
import { circleci } from './circleci/index.ts';
import { cloudevents } from './cloudevents/index.ts';
import { dockerHub } from './docker-hub/index.ts';
import { dockerRegistry } from './docker-registry/index.ts';
import { ecs } from './ecs/index.ts';
import { entraId } from './entra-id/index.ts';
import { flux } from './flux/index.ts';
import { gcpAudit } from './gcp-audit/index.ts';
import { generic } from './generic/index.ts';
import { gitea } from './gitea/index.ts';
import { github } from './github/index.ts';
import { gitlab } from './gitlab/index.ts';
import { googleWorkspace } from './google-workspace/index.ts';
import { harbor } from './harbor/index.ts';
import { jenkins } from './jenkins/index.ts';
import { jira } from './jira/index.ts';
import { keycloak } from './keycloak/index.ts';
import { kubernetes } from './kubernetes/index.ts';
import { linux } from './linux/index.ts';
import { ocsf } from './ocsf/index.ts';
import { okta } from './okta/index.ts';
import { otlp } from './otlp/index.ts';
import { pagerduty } from './pagerduty/index.ts';
import { postgresql } from './postgresql/index.ts';
import { quay } from './quay/index.ts';
import { snyk } from './snyk/index.ts';
import { sonarqube } from './sonarqube/index.ts';
import { spinnaker } from './spinnaker/index.ts';
import { syslog } from './syslog/index.ts';
import { tailscale } from './tailscale/index.ts';
import { teamcity } from './teamcity/index.ts';
import { tekton } from './tekton/index.ts';
import { teleport } from './teleport/index.ts';
import { terraformCloud } from './terraform-cloud/index.ts';
import { vault } from './vault/index.ts';
import { overridable } from './overrides.ts';
import type { Adapter } from './types.ts';

const inOrder: readonly Adapter[] = [
  argocd,
  artifactory,
  auth0,
  awsCloudtrail,
  azureActivity,
  azureDevops,
  azureKeyVault,
  bitbucket,
  bitbucketDc,
  buildkite,
  cdevents,
  circleci,
  cloudevents,
  dockerHub,
  dockerRegistry,
  ecs,
  entraId,
  flux,
  gcpAudit,
  generic,
  gitea,
  github,
  gitlab,
  googleWorkspace,
  harbor,
  jenkins,
  jira,
  keycloak,
  kubernetes,
  linux,
  ocsf,
  okta,
  otlp,
  pagerduty,
  postgresql,
  quay,
  snyk,
  sonarqube,
  spinnaker,
  syslog,
  tailscale,
  teamcity,
  tekton,
  teleport,
  terraformCloud,
  vault,
];

/** Every source type, in the order in which they are offered. */
export const adapters: readonly Adapter[] = inOrder.map(overridable);

/** The adapter of a type, or undefined. */
export function adapterOf(type: string): Adapter | undefined {
  return adapters.find((adapter) => adapter.type === type);
}
