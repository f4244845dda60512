// An event of Flux's notification controller, as its generic providers send it.
import { digestOf, labelsOf, thing, type Pipeline, type Target } from '../event-parts.ts';
import { commitId, fullRef, unknownActor } from '../names.ts';
import { word } from '../naming.ts';
import { firstText, longText, object, present, text, type JsonObject } from '../reader.ts';
import { ticketIn } from '../reasons.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { fluxAction } from './actions.ts';

/** The event. Throws `NotNormalizable` where the record names no object or no reason. */
export function fluxEvents(record: JsonObject, environment: string | undefined): ListedEvent[] {
  const involved = object(record['involvedObject']);
  const kind = text(involved?.['kind']);
  const reason = text(record['reason']);
  if (kind === undefined || reason === undefined) {
    throw new NotNormalizable(
      'no_flux_event',
      'The record has no `involvedObject.kind` or no `reason`: it is no event of Flux.',
    );
  }
  const metadata = ownMetadata(record);
  const where = environment ?? firstText(metadata, 'environment', 'env', 'cluster_environment');
  const failed = record['severity'] === 'error' || reason.endsWith('Failed');
  const action = fluxAction(kind, reason, failed);
  const controller = text(record['reportingController']) ?? text(record['reportingComponent']);
  const words = longText(record['message']);
  const event = present({
    time: timeOf(record['timestamp']),
    action: action ?? 'deploy.other',
    native: text(`${kind} ${reason}`),
    outcome: failed ? 'failure' : 'success',
    actor:
      controller === undefined
        ? unknownActor
        : { type: 'service', id: text(`flux:${controller}`) as string, name: controller },
    target: targetOf(involved ?? {}, kind, where, metadata),
    pipeline: pipelineOf(kind, text(involved?.['name']), metadata, where),
    why: present({
      reason: words,
      ticket: ticketIn(firstText(metadata, 'summary'), words),
    }),
    labels: labelsOf({
      severity: text(record['severity']),
      summary: metadata['summary'],
      cluster: metadata['cluster'],
      instance: text(record['reportingInstance']),
    }),
  }) as EventBody;
  return [{ event, unmapped: action === undefined }];
}

/** Metadata without the API groups before its names: `kustomize.toolkit.fluxcd.io/revision`. */
function ownMetadata(record: JsonObject): JsonObject {
  const plain: JsonObject = {};
  for (const [name, value] of Object.entries(object(record['metadata']) ?? {})) {
    const own = name.slice(name.lastIndexOf('/') + 1);
    if (own !== '__proto__' && (own === name || !Object.hasOwn(plain, own))) plain[own] = value;
  }
  return plain;
}

function targetOf(
  involved: JsonObject,
  kind: string,
  environment: string | undefined,
  metadata: JsonObject,
): Target {
  const name = text(involved['name']) ?? 'unknown';
  const namespace = text(involved['namespace']);
  const path = [namespace, name].filter(Boolean).join('/');
  const cluster = text(metadata['cluster']);
  const within =
    namespace === undefined
      ? undefined
      : thing(
          'namespace',
          `kubernetes:namespace:${namespace}`,
          namespace,
          thing('cluster', cluster === undefined ? undefined : `kubernetes:${cluster}`, cluster),
        );
  const type = kind === 'Kustomization' || kind === 'HelmRelease' ? 'application' : word(kind);
  const target = thing(type, `flux:${kind}/${path}`, name, within) as Target;
  return environment === undefined ? target : { ...target, environment };
}

/** Revisions: `main@sha1:<commit>`, `main/<commit>`, `v1.2@sha256:<digest>`, a chart's version. */
function pipelineOf(
  kind: string,
  name: string | undefined,
  metadata: JsonObject,
  environment: string | undefined,
): Pipeline | undefined {
  const revision = text(metadata['revision']);
  const origin = text(metadata['originRevision']);
  const commit = commitIn(origin) ?? commitIn(revision);
  const digest = digestOf(metadata['oci-digest']) ?? digestOf(revision);
  const named = /^(.+?)(?:@sha1:|\/)[0-9a-f]{40}$/.exec(
    (commitIn(origin) ? origin : revision) ?? '',
  )?.[1];
  const version =
    commitIn(revision) === undefined ? revision?.replace(/@?sha256:[0-9a-f]{64}$/, '') : undefined;
  const deploys = kind === 'Kustomization' || kind === 'HelmRelease';
  return present({
    stage: 'deploy',
    commit,
    ref:
      named === undefined ? undefined : fullRef(named, /^v?\d+\.\d/.test(named) ? 'tags' : 'heads'),
    artifact: digest,
    environment,
    service: deploys ? name : undefined,
    version: text(metadata['app-version']) ?? (version === '' ? undefined : version),
  });
}

function commitIn(revision: string | undefined): string | undefined {
  return commitId(/(?:^|[:/@])([0-9a-f]{40})$/.exec(revision ?? '')?.[1]);
}
