// Tekton's event types (`dev.tekton.event.<kind>.<state>.v1`) in the catalogue's words.

type States = Readonly<Record<string, string>>;

const runs: States = {
  queued: 'pipeline_run.queued',
  started: 'pipeline_run.started',
  running: 'status.reported',
  unknown: 'status.reported',
  successful: 'pipeline_run.completed',
  failed: 'pipeline_run.completed',
};
const tasks: States = {
  queued: 'task_run.queued',
  started: 'task_run.started',
  running: 'status.reported',
  unknown: 'status.reported',
  successful: 'task_run.completed',
  failed: 'task_run.completed',
};
const listeners: States = {
  started: 'webhook.called',
  done: 'webhook.called',
  successful: 'webhook.called',
  failed: 'webhook.called',
};
const kinds: Readonly<Record<string, States>> = {
  pipelinerun: runs,
  taskrun: tasks,
  customrun: tasks,
  run: tasks,
  triggers: listeners,
};
const shape = /^(?:dev|cd)\.tekton\.event\.([a-z]+)\.([a-z]+)(?:\.v\d+)?$/;
const cancelled = /Cancell?ed/;

/** What a type says: its kind and state; undefined where it is no type of Tekton's. */
export function typeParts(type: string): { kind: string; state: string } | undefined {
  const found = shape.exec(type);
  return found === null ? undefined : { kind: found[1] as string, state: found[2] as string };
}

/** The action; runs that someone cancelled end as `failed` and say so in their reason. */
export function tektonAction(
  kind: string,
  state: string,
  reason: string | undefined,
): string | undefined {
  const states = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (states === undefined || !Object.hasOwn(states, state)) return undefined;
  if (state === 'failed' && cancelled.test(reason ?? '')) {
    if (states === runs) return 'pipeline_run.cancelled';
    if (states === tasks) return 'task_run.cancelled';
  }
  return states[state];
}

/** Everything that this adapter can say. */
export const tektonActions: readonly string[] = [
  ...new Set([
    ...Object.values(kinds).flatMap((states) => Object.values(states)),
    'pipeline_run.cancelled',
    'task_run.cancelled',
    'pipeline.other',
  ]),
];
