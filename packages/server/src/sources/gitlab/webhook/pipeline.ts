import { changeName, commitId, fullRef } from '../../names.ts';
import { at, firstText, list, present, text, type JsonObject } from '../../reader.ts';
import type { EventBody } from '../../types.ts';
import { jobName, mergeRequestName, pipelineName } from '../names.ts';
import { projectPath } from './targets.ts';

const stages: Readonly<Record<string, string>> = {
  push: 'source',
  tag_push: 'source',
  repository_update: 'source',
  merge_request: 'review',
  pipeline: 'build',
  build: 'build',
  deployment: 'deploy',
  release: 'release',
};

/** What joins this event to the story of its change. */
export function webhookPipeline(kind: string, payload: JsonObject): EventBody['pipeline'] {
  const path = projectPath(payload);
  const found = present({
    stage: Object.hasOwn(stages, kind) ? stages[kind] : undefined,
    run: runOf(kind, payload, path),
    job: jobOf(kind, payload, path),
    commit: commitOf(kind, payload),
    ref: refOf(kind, payload),
    change: changeOf(kind, payload, path),
    environment: environmentOf(kind, payload),
    service: kind === 'deployment' || kind === 'release' ? serviceOf(path) : undefined,
    version: kind === 'release' ? firstText(payload, 'tag') : undefined,
  });
  return found;
}

/** The project's own name, as the name of what is deployed from it. */
function serviceOf(path: string | undefined): string | undefined {
  return path?.split('/').at(-1);
}

function runOf(kind: string, payload: JsonObject, path: string | undefined) {
  if (kind === 'pipeline') return pipelineName(path, text(at(payload, 'object_attributes.id')));
  return kind === 'build' ? pipelineName(path, text(payload['pipeline_id'])) : undefined;
}

function jobOf(kind: string, payload: JsonObject, path: string | undefined) {
  if (kind === 'build') return jobName(path, text(payload['build_id']));
  return kind === 'deployment' ? jobName(path, text(payload['deployable_id'])) : undefined;
}

function commitOf(kind: string, payload: JsonObject): string | undefined {
  if (kind === 'push' || kind === 'tag_push') {
    return (
      commitId(payload['checkout_sha']) ?? commitId(payload['after']) ?? commitId(payload['before'])
    );
  }
  for (const path of [
    'sha',
    'object_attributes.sha',
    'object_attributes.merge_commit_sha',
    'object_attributes.last_commit.id',
    'merge_request.last_commit.id',
    'object_attributes.commit_id',
    'commit.sha',
    'commit.id',
  ]) {
    const found = commitId(at(payload, path));
    if (found !== undefined) return found;
  }
  if (kind === 'repository_update') return commitId(at(list(payload['changes'])[0], 'after'));
  return kind === 'deployment' ? commitIn(firstText(payload, 'commit_url')) : undefined;
}

function commitIn(address: string | undefined): string | undefined {
  return commitId(/\/commit\/([0-9a-f]{40,64})$/.exec(address ?? '')?.[1]);
}

function refOf(kind: string, payload: JsonObject): string | undefined {
  const tag =
    kind === 'tag_push' || payload['tag'] === true || at(payload, 'object_attributes.tag') === true;
  if (kind === 'release') return fullRef(firstText(payload, 'tag'), 'tags');
  const name = firstText(
    payload,
    'ref',
    'object_attributes.ref',
    'object_attributes.source_branch',
    'merge_request.source_branch',
  );
  if (name === undefined && kind === 'repository_update') return text(list(payload['refs'])[0]);
  return fullRef(name, tag ? 'tags' : 'heads');
}

function changeOf(kind: string, payload: JsonObject, path: string | undefined) {
  if (kind === 'merge_request') {
    return mergeRequestName(path, text(at(payload, 'object_attributes.iid')));
  }
  if (kind === 'issue' || kind === 'work_item') {
    return changeName(path, text(at(payload, 'object_attributes.iid')));
  }
  return mergeRequestName(path, text(at(payload, 'merge_request.iid')));
}

function environmentOf(kind: string, payload: JsonObject): string | undefined {
  if (kind === 'deployment') return firstText(payload, 'environment');
  return kind === 'build' ? firstText(payload, 'environment.name') : undefined;
}
