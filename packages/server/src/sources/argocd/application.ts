// An Application as the notification template sends it: what happened is told by the trigger, or
// else by the state of the last operation.
import { digestOf, labelsOf, tagOf, type Pipeline } from '../event-parts.ts';
import { commitId, unknownActor, type Actor, type Target } from '../names.ts';
import {
  at,
  firstText,
  list,
  longText,
  object,
  present,
  text,
  type JsonObject,
} from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';

type Outcome = EventBody['outcome'];
type Meaning = readonly [action: string, outcome: Outcome];

const byPhase: Readonly<Record<string, Meaning>> = {
  Running: ['application.sync_started', 'success'],
  Terminating: ['application.sync_started', 'success'],
  Succeeded: ['application.synced', 'success'],
  Failed: ['application.sync_failed', 'failure'],
  Error: ['application.sync_failed', 'failure'],
};

/** Argo CD itself, where it acts on its own. */
export const controller: Actor = {
  type: 'service',
  id: 'argocd:application-controller',
  name: 'Argo CD',
};

/** The event of a notification. Throws `NotNormalizable` where it holds no Application. */
export function applicationEvent(record: JsonObject, environment: string | undefined): ListedEvent {
  const app = object(record['app']) ?? (record['kind'] === 'Application' ? record : undefined);
  if (app === undefined || firstText(app, 'metadata.name') === undefined) {
    throw new NotNormalizable(
      'no_application',
      'The body has no `app`: take the notification template of docs/sources/argocd.md.',
    );
  }
  const trigger = text(record['trigger']);
  const [action, outcome] = meaningOf(app, trigger);
  const where = environment ?? environmentOf(app);
  const event = present({
    time: timeFor(action, app, record),
    action,
    native: trigger ?? stateOf(app),
    outcome,
    actor: actorFor(action, app),
    target: applicationTarget(app, where),
    pipeline: pipelineOf(app, where),
    changes: changesOf(action, app),
    why: present({
      reason: reasonFor(action, app),
      link: linkOf(record, app),
    }),
    labels: labelsOf({
      sync: firstText(app, 'status.sync.status'),
      health: firstText(app, 'status.health.status'),
      destination: firstText(app, 'spec.destination.name', 'spec.destination.server'),
      namespace: firstText(app, 'spec.destination.namespace'),
      automated: at(app, 'status.operationState.operation.initiatedBy.automated'),
    }),
  }) as EventBody;
  return { event, unmapped: false };
}

function meaningOf(app: JsonObject, trigger: string | undefined): Meaning {
  const health = firstText(app, 'status.health.status');
  const changed: Meaning = [
    'application.health_changed',
    health === 'Degraded' ? 'failure' : 'success',
  ];
  if (trigger === 'on-created') return ['application.created', 'success'];
  const removed = firstText(app, 'metadata.deletionTimestamp') !== undefined;
  if (trigger === 'on-deleted' || removed) return ['application.deleted', 'success'];
  if (trigger === 'on-health-degraded' || trigger === 'on-sync-status-unknown') return changed;
  const phase = firstText(app, 'status.operationState.phase') ?? '';
  return Object.hasOwn(byPhase, phase) ? (byPhase[phase] as Meaning) : changed;
}

function stateOf(app: JsonObject): string {
  const phase = firstText(app, 'status.operationState.phase');
  return phase === undefined
    ? `health ${firstText(app, 'status.health.status') ?? 'unknown'}`
    : `operation ${phase}`;
}

function timeFor(action: string, app: JsonObject, record: JsonObject): string | undefined {
  const of = (path: string) => timeOf(firstText(app, path));
  const own: Record<string, string | undefined> = {
    'application.created': of('metadata.creationTimestamp'),
    'application.deleted': of('metadata.deletionTimestamp'),
    'application.sync_started': of('status.operationState.startedAt'),
    'application.synced': of('status.operationState.finishedAt'),
    'application.sync_failed': of('status.operationState.finishedAt'),
    'application.health_changed': of('status.health.lastTransitionTime'),
  };
  const sent = timeOf(record['time']) ?? timeOf(record['timestamp']);
  return own[action] ?? sent ?? of('status.reconciledAt');
}

/** Who started the operation. Who made or removed an application is not in the object. */
function actorFor(action: string, app: JsonObject): Actor {
  if (action === 'application.health_changed') return controller;
  if (action === 'application.created' || action === 'application.deleted') return unknownActor;
  const by =
    object(at(app, 'status.operationState.operation.initiatedBy')) ??
    object(at(app, 'operation.initiatedBy'));
  const name = text(by?.['username']);
  if (name !== undefined) return { type: 'user', id: `argocd:${name}`, name };
  return by?.['automated'] === true ? controller : unknownActor;
}

export function applicationTarget(app: JsonObject, environment: string | undefined): Target {
  const name = firstText(app, 'metadata.name') ?? 'unknown';
  const namespace = firstText(app, 'metadata.namespace');
  return targetNamed(name, namespace, firstText(app, 'spec.project'), environment);
}

/** An application by its name; the same from objects and log lines. */
export function targetNamed(
  name: string,
  namespace: string | undefined,
  project: string | undefined,
  environment: string | undefined,
): Target {
  const id = text(`argocd:${namespace === undefined ? '' : `${namespace}/`}${name}`) as string;
  const parent =
    project === undefined
      ? undefined
      : { type: 'project', id: text(`argocd:project:${project}`) as string, name: project };
  return present({ type: 'application', id, name, environment, parent }) as Target;
}

function environmentOf(app: JsonObject): string | undefined {
  const labels = object(at(app, 'metadata.labels'));
  return firstText(labels, 'environment', 'env') ?? text(labels?.['app.kubernetes.io/environment']);
}

/** Revisions: commits where the source is Git, versions where it is a chart. */
function revisionsOf(app: JsonObject): string[] {
  const places = [
    'status.operationState.syncResult',
    'status.operationState.operation.sync',
    'operation.sync',
    'status.sync',
  ];
  for (const place of places) {
    const one = firstText(app, `${place}.revision`);
    const many = list(at(app, `${place}.revisions`)).flatMap((item) => text(item) ?? []);
    const found = one === undefined ? many : [one, ...many];
    if (found.length > 0) return found;
  }
  return [];
}

function pipelineOf(app: JsonObject, environment: string | undefined): Pipeline {
  const revisions = revisionsOf(app);
  const images = list(at(app, 'status.summary.images')).flatMap((item) => text(item) ?? []);
  const name = firstText(app, 'metadata.name');
  const started = firstText(app, 'status.operationState.startedAt');
  const commit = revisions.find((revision) => commitId(revision) !== undefined);
  const version = revisions.find((revision) => commitId(revision) === undefined);
  return present({
    stage: 'deploy',
    run:
      started === undefined
        ? undefined
        : text(`${firstText(app, 'metadata.namespace') ?? 'argocd'}/${name ?? ''}/${started}`),
    commit,
    ref: firstText(app, 'spec.source.targetRevision'),
    artifact: images.map((image) => digestOf(image)).find((digest) => digest !== undefined),
    environment,
    service: name,
    version: version ?? (images.length === 1 ? tagOf(images[0]) : undefined),
  }) as Pipeline;
}

/** From the revision before to the one now, as far as the history has both. */
function changesOf(action: string, app: JsonObject): EventBody['changes'] {
  if (action !== 'application.synced') return undefined;
  const now = revisionsOf(app)[0];
  const history = list(at(app, 'status.history')).map(
    (item) => firstText(item, 'revision') ?? text(list(at(item, 'revisions'))[0]),
  );
  const before = history.findLast((revision) => revision !== undefined && revision !== now);
  if (now === undefined) return undefined;
  return [
    before === undefined
      ? { field: 'revision', to: now }
      : { field: 'revision', from: before, to: now },
  ];
}

function linkOf(record: JsonObject, app: JsonObject): string | undefined {
  const base = firstText(record, 'context.argocdUrl')?.replace(/\/$/, '');
  const name = firstText(app, 'metadata.name');
  const namespace = firstText(app, 'metadata.namespace') ?? 'argocd';
  return base === undefined || name === undefined
    ? undefined
    : longText(`${base}/applications/${namespace}/${name}`);
}

/** The operation's message belongs to the operation; health has its own. */
function reasonFor(action: string, app: JsonObject): string | undefined {
  const place = action.startsWith('application.sync') ? 'operationState' : 'health';
  return longText(at(app, `status.${place}.message`));
}
