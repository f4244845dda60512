// How the folders of a corpus are read: which adapter takes them, how a file is cut into
// deliveries, and which headers these must have had.
import { basename, dirname } from 'node:path';
import { bitbucketHeaders } from '../../test/conformance/samples/bitbucket.ts';
import { giteaEvent } from '../../test/conformance/samples/gitea.ts';
import { githubEvent } from '../../test/conformance/samples/github.ts';

export interface Reader {
  /** The type of the adapter. */
  type: string;
  /** The bodies in a file; absent: the file is one. */
  cut?: (text: string) => string[];
  /** The headers that a body at a path must have had. */
  headers?: (body: string, path: string) => Record<string, string>;
  /** The door, where it is not `webhook`. */
  via?: string;
}

type Headers = Record<string, string>;

/** Folders below `corpora/`; the longest that fits counts. */
const READERS: Readonly<Record<string, Reader>> = {
  argocd: { type: 'argocd' },
  artifactory: { type: 'artifactory' },
  auth0: { type: 'auth0' },
  'aws-cloudtrail': { type: 'aws-cloudtrail' },
  'aws-codesuite-events': { type: 'aws-cloudtrail' },
  'azure-activity': { type: 'azure-activity' },
  'azure-devops': { type: 'azure-devops' },
  'azure-devops/audit-rest-examples': { type: 'azure-devops', cut: apiAnswer },
  bitbucket: { type: 'bitbucket', headers: bitbucketKey },
  'bitbucket/webhooks-jenkins-bitbucket-plugin/impl/webhook/server': {
    type: 'bitbucket-dc',
    headers: dataCenterPing,
  },
  'bitbucket-server': { type: 'bitbucket-dc', headers: dataCenterPing },
  buildkite: { type: 'buildkite' },
  circleci: { type: 'circleci' },
  'docker-distribution': { type: 'docker-registry' },
  'docker-hub': { type: 'docker-hub' },
  flux: { type: 'flux' },
  forgejo: { type: 'gitea', headers: giteaHeaders },
  'gcp-audit': { type: 'gcp-audit' },
  gitea: { type: 'gitea', headers: giteaHeaders },
  github: { type: 'github', headers: githubHeaders },
  'github/panther-audit': { type: 'github', via: 'stream' },
  'github/webhooks-octokit': { type: 'github', headers: folderHeaders },
  'github/webhooks-octokit-ghes-35': { type: 'github', headers: folderHeaders },
  gitlab: { type: 'gitlab', headers: () => ({ 'content-type': 'application/json' }) },
  'gitlab/panther-audit': { type: 'gitlab', via: 'stream' },
  gogs: { type: 'gitea', headers: giteaHeaders },
  'google-workspace': { type: 'google-workspace' },
  harbor: { type: 'harbor' },
  'hashicorp-vault': { type: 'vault' },
  jenkins: { type: 'jenkins' },
  jira: { type: 'jira' },
  'kubernetes-audit': { type: 'kubernetes' },
  okta: { type: 'okta' },
  pagerduty: { type: 'pagerduty' },
  quay: { type: 'quay' },
  snyk: { type: 'snyk' },
  sonarqube: { type: 'sonarqube' },
  spinnaker: { type: 'spinnaker', cut: arrayMembers },
  tailscale: { type: 'tailscale' },
  'tailscale/datadog-tests': { type: 'tailscale', cut: yamlSamples },
  teamcity: { type: 'teamcity' },
  tekton: { type: 'tekton' },
  // The page writes the headers of its example beside it.
  'tekton/docs': {
    type: 'tekton',
    headers: () => ({ 'ce-id': '1', 'ce-type': 'dev.tekton.event.taskrun.unknown.v1' }),
  },
  teleport: { type: 'teleport' },
  'terraform-cloud': { type: 'terraform-cloud' },
};

/** The reader of a path below `corpora/`, or undefined. */
export function readerOf(path: string): Reader | undefined {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const reader = READERS[folder];
    if (reader !== undefined) return reader;
  }
  return undefined;
}

/** Test cases in lines with the record under `event`, as bodies. */
export function ruleTests(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.stringify((JSON.parse(line) as { event: unknown }).event));
}

/** The records in a recorded answer of the audit API. */
function apiAnswer(text: string): string[] {
  const example = JSON.parse(text) as { responses?: { '200'?: { body?: { value?: unknown } } } };
  const records = example.responses?.['200']?.body?.value;
  return [records === undefined ? text : JSON.stringify(records)];
}

function arrayMembers(text: string): string[] {
  const given = parsed(text);
  return Array.isArray(given) ? given.map((member) => JSON.stringify(member)) : [text];
}

/** The blocks under `sample: |-`, taken out of their indentation. */
function yamlSamples(text: string): string[] {
  const blocks = [...text.matchAll(/^( *)sample: \|-?\n((?:\1 +.*\n|\n)+)/gm)];
  return blocks.map((block) => block[2]?.trim() ?? '');
}

function bitbucketKey(body: string, path: string): Headers {
  return bitbucketHeaders(path, Buffer.from(body));
}

function dataCenterPing(_body: string, path: string): Headers {
  return path.endsWith('ping.json') ? { 'x-event-key': 'diagnostics:ping' } : {};
}

function giteaHeaders(body: string, path: string): Headers {
  const event = giteaEvent(membersOf(body), path);
  return event === undefined ? {} : { 'x-gitea-event': event };
}

function githubHeaders(body: string): Headers {
  return { 'x-github-event': githubEvent(membersOf(body)) };
}

/** One folder for each event. */
function folderHeaders(_body: string, path: string): Headers {
  return { 'x-github-event': basename(dirname(path)) };
}

function membersOf(body: string): Record<string, unknown> {
  const given = parsed(body);
  return typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
