import { at, firstText, list, object, text, type JsonObject } from '../../reader.ts';
import { present } from '../../reader.ts';
import type { EventBody } from '../../types.ts';
import { changeName, commitId, fullRef, runName } from '../names.ts';
import { repositoryName } from './targets.ts';

const stages: Readonly<Record<string, string>> = {
  push: 'source',
  create: 'source',
  delete: 'source',
  pull_request: 'review',
  pull_request_review: 'review',
  pull_request_review_comment: 'review',
  pull_request_review_thread: 'review',
  merge_group: 'review',
  workflow_run: 'build',
  workflow_job: 'build',
  workflow_dispatch: 'build',
  check_run: 'test',
  check_suite: 'test',
  status: 'test',
  code_scanning_alert: 'test',
  package: 'package',
  registry_package: 'package',
  release: 'release',
  deployment: 'deploy',
  deployment_status: 'deploy',
  deployment_review: 'deploy',
  deployment_protection_rule: 'deploy',
  page_build: 'deploy',
};

const commits = [
  'deployment.sha',
  'workflow_run.head_sha',
  'workflow_job.head_sha',
  'check_run.head_sha',
  'check_suite.head_sha',
  'merge_group.head_sha',
  'commit_oid',
  'sha',
  'build.commit',
  'comment.commit_id',
  'review.commit_id',
  'package.package_version.target_oid',
  'registry_package.package_version.target_oid',
];

/**
 * What joins this event to the story of its change: commit, reference, pull request, run, artifact,
 * environment.
 */
export function webhookPipeline(event: string, payload: JsonObject): EventBody['pipeline'] {
  const stage = Object.hasOwn(stages, event) ? stages[event] : undefined;
  const repository = repositoryName(object(payload['repository']));
  const run = runName(repository, runId(payload));
  const job = text(at(payload, 'workflow_job.id')) ?? text(at(payload, 'workflow_job_run.id'));
  const deploys = stage === 'deploy';
  const found = present({
    run,
    job: job === undefined || run === undefined ? undefined : `${run}/job/${job}`,
    commit: commitOf(event, payload),
    ref: refOf(event, payload),
    change: changeOf(event, payload, repository),
    artifact: artifactOf(payload),
    environment: firstText(
      payload,
      'deployment_status.environment',
      'deployment.environment',
      ...(deploys ? ['environment'] : []),
    ),
    service: deploys || stage === 'release' ? firstText(payload, 'repository.name') : undefined,
    version: versionOf(payload),
  });
  return stage === undefined ? found : { stage, ...found };
}

function runId(payload: JsonObject): string | undefined {
  const direct = firstText(payload, 'workflow_run.id', 'workflow_job.run_id');
  if (direct !== undefined) return direct;
  const address = firstText(
    payload,
    'check_run.details_url',
    'deployment_status.log_url',
    'deployment_status.target_url',
    'deployment_callback_url',
    'target_url',
  );
  return /\/actions\/runs\/(\d+)/.exec(address ?? '')?.[1];
}

function commitOf(event: string, payload: JsonObject): string | undefined {
  if (event === 'push') return commitId(payload['after']) ?? commitId(payload['before']);
  if (event === 'pull_request' && at(payload, 'pull_request.merged') === true) {
    const merge = commitId(at(payload, 'pull_request.merge_commit_sha'));
    if (merge !== undefined) return merge;
  }
  for (const path of commits) {
    const found = commitId(at(payload, path));
    if (found !== undefined) return found;
  }
  return commitId(at(payload, 'pull_request.head.sha'));
}

function refOf(event: string, payload: JsonObject): string | undefined {
  const tag = payload['ref_type'] === 'tag' ? 'tags' : 'heads';
  if (event === 'release') return fullRef(firstText(payload, 'release.tag_name'), 'tags');
  const deployed = firstText(payload, 'deployment.ref');
  if (deployed !== undefined)
    return commitId(deployed) === undefined ? fullRef(deployed) : undefined;
  return fullRef(
    firstText(
      payload,
      'ref',
      'workflow_run.head_branch',
      'workflow_job.head_branch',
      'check_run.check_suite.head_branch',
      'check_suite.head_branch',
      'merge_group.base_ref',
      'pull_request.head.ref',
      'alert.most_recent_instance.ref',
    ),
    tag,
  );
}

function changeOf(event: string, payload: JsonObject, repository: string | undefined) {
  const own = firstText(payload, 'pull_request.number');
  if (own !== undefined) return changeName(repository, own);
  if (event === 'issue_comment' && object(at(payload, 'issue.pull_request')) !== undefined) {
    return changeName(repository, firstText(payload, 'issue.number'));
  }
  for (const path of ['workflow_run', 'check_run', 'check_suite']) {
    const first = list(at(payload, `${path}.pull_requests`))[0];
    const number = text(at(first, 'number'));
    if (number !== undefined) return changeName(repository, number);
  }
  return undefined;
}

const digest = /^sha256:[0-9a-f]{64}$/;

/** The digest of a container image: its version's name, or the manifest's digest. */
function artifactOf(payload: JsonObject): string | undefined {
  for (const key of ['package', 'registry_package']) {
    const found = firstText(
      payload,
      `${key}.package_version.container_metadata.tag.digest`,
      `${key}.package_version.container_metadata.manifest.digest`,
      `${key}.package_version.version`,
      `${key}.package_version.name`,
    );
    if (found !== undefined && digest.test(found)) return found;
  }
  return undefined;
}

function versionOf(payload: JsonObject): string | undefined {
  const found = firstText(
    payload,
    'release.tag_name',
    'package.package_version.container_metadata.tag.name',
    'registry_package.package_version.container_metadata.tag.name',
    'package.package_version.version',
    'registry_package.package_version.version',
    'deployment.payload.version',
  );
  return found === undefined || digest.test(found) ? undefined : found;
}
