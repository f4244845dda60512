// What a run's object says: who started it, which commit and change it is of, what it made.
import { digestOf, thing, type Actor, type Pipeline, type Target } from '../event-parts.ts';
import { changeName, commitId, fullRef, unknownActor } from '../names.ts';
import { at, firstText, list, object, present, text, type JsonObject } from '../reader.ts';

/** Labels and annotations together; annotations win, as labels are cut to 63 characters. */
export function marksOf(run: JsonObject): JsonObject {
  return {
    ...object(at(run, 'metadata.labels')),
    ...object(at(run, 'metadata.annotations')),
  };
}

/** `namespace/name` of a run. */
export function runPath(run: JsonObject): string {
  const name = firstText(run, 'metadata.name') ?? 'unknown';
  const namespace = firstText(run, 'metadata.namespace');
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The run with the pipeline run around it, or its namespace. */
export function runTarget(kind: string, type: string, run: JsonObject): Target {
  const namespace = firstText(run, 'metadata.namespace');
  const around = text(marksOf(run)['tekton.dev/pipelineRun']);
  const place = thing(
    'namespace',
    namespace === undefined ? undefined : `kubernetes:namespace:${namespace}`,
    namespace,
  );
  const parent =
    around === undefined || kind === 'pipelinerun'
      ? place
      : thing('pipeline_run', `tekton:pipelinerun/${pathIn(namespace, around)}`, around, place);
  const name = firstText(run, 'metadata.name');
  return thing(type, `tekton:${kind}/${runPath(run)}`, name, parent) as Target;
}

/** Who started it, where a mark says so; else the event listener, else its service account. */
export function runActor(run: JsonObject): Actor {
  const marks = marksOf(run);
  const namespace = firstText(run, 'metadata.namespace');
  const person =
    text(marks['pipeline.openshift.io/started-by']) ??
    text(marks['pipelinesascode.tekton.dev/sender']);
  if (person !== undefined) {
    return { type: 'user', id: text(`tekton:${person}`) as string, name: person };
  }
  const listener = text(marks['triggers.tekton.dev/eventlistener']);
  if (listener !== undefined) {
    const id = text(`tekton:eventlistener/${pathIn(namespace, listener)}`) as string;
    return { type: 'service', id, name: listener };
  }
  const account = firstText(
    run,
    'spec.serviceAccountName',
    'spec.taskRunTemplate.serviceAccountName',
  );
  if (account === undefined || namespace === undefined) return unknownActor;
  const id = text(`kubernetes:system:serviceaccount:${namespace}:${account}`) as string;
  return { type: 'service_account', id, name: account };
}

function pathIn(namespace: string | undefined, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Commit, ref and change by Pipelines as Code, by parameters and by results. */
export function runPipeline(kind: string, run: JsonObject): Pipeline | undefined {
  const marks = marksOf(run);
  const values = valuesByName(run);
  const commit =
    commitId(marks['pipelinesascode.tekton.dev/sha']) ??
    firstOf(
      values,
      commitId,
      'commit',
      'commit-sha',
      'git-commit',
      'revision',
      'git-revision',
      'sha',
    );
  const ref =
    text(marks['pipelinesascode.tekton.dev/branch']) ??
    firstOf(
      values,
      branchName,
      'git-ref',
      'ref',
      'branch',
      'git-branch',
      'revision',
      'git-revision',
    );
  const owner = text(marks['pipelinesascode.tekton.dev/url-org']);
  const repository = text(marks['pipelinesascode.tekton.dev/url-repository']);
  const around = text(marks['tekton.dev/pipelineRun']);
  const isRun = kind === 'pipelinerun';
  const namespace = firstText(run, 'metadata.namespace');
  return present({
    stage: 'build',
    run: isRun ? runPath(run) : around === undefined ? undefined : pathIn(namespace, around),
    job: isRun
      ? undefined
      : (text(marks['tekton.dev/pipelineTask']) ?? firstText(run, 'metadata.name')),
    commit,
    ref: fullRef(ref),
    change: changeName(
      owner === undefined || repository === undefined ? undefined : `${owner}/${repository}`,
      text(marks['pipelinesascode.tekton.dev/pull-request']),
    ),
    artifact: firstOf(values, digestOf, 'IMAGE_DIGEST', 'image-digest', 'IMAGE_REF', 'digest'),
    service: text(marks['app.kubernetes.io/name']),
  });
}

function branchName(value: unknown): string | undefined {
  const name = text(value);
  return name === undefined || name.length > 255 || /\s|^[0-9a-f]{40}$|:\/\//.test(name)
    ? undefined
    : name;
}

/** Results before parameters: what was built counts more than what was asked for. */
function valuesByName(run: JsonObject): Map<string, string> {
  const found = new Map<string, string>();
  const lists = ['spec.params', 'status.taskResults', 'status.pipelineResults', 'status.results'];
  for (const path of lists) {
    for (const entry of list(at(run, path)).slice(0, 500)) {
      const name = firstText(entry, 'name');
      const value = firstText(entry, 'value')?.trim();
      if (name !== undefined && value !== undefined && value !== '') found.set(name, value);
    }
  }
  return found;
}

function firstOf(
  values: ReadonlyMap<string, string>,
  read: (value: string) => string | undefined,
  ...names: string[]
): string | undefined {
  for (const name of names) {
    const value = values.get(name);
    const known = value === undefined ? undefined : read(value);
    if (known !== undefined) return known;
  }
  return undefined;
}
