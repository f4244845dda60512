// Webhooks of JFrog Artifactory and its neighbours: a domain, an event type, data.
import type { Outcome } from '@acta/event';
import { labelsOf, thing, type Target } from '../event-parts.ts';
import { imageTarget } from '../image-target.ts';
import { actorNamed } from '../naming.ts';
import { at, firstText, longText, object, present, text, type JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { change } from '../values.ts';

/** `domain.event_type`. */
const actions: Readonly<Record<string, string>> = {
  'artifact.deployed': 'artifact.published',
  'artifact.deleted': 'artifact.deleted',
  'artifact.moved': 'artifact.moved',
  'artifact.copied': 'artifact.copied',
  'artifact.cached': 'artifact.created',
  'artifact_property.added': 'artifact.changed',
  'artifact_property.deleted': 'artifact.changed',
  'docker.pushed': 'image.pushed',
  'docker.deleted': 'image.deleted',
  'docker.promoted': 'artifact.promoted',
  'build.uploaded': 'build.completed',
  'build.deleted': 'build.deleted',
  'build.promoted': 'artifact.promoted',
  'release_bundle.created': 'release.created',
  'release_bundle.signed': 'artifact.signed',
  'release_bundle.deleted': 'release.deleted',
  'release_bundle_v2.release_bundle_v2_started': 'release.created',
  'release_bundle_v2.release_bundle_v2_completed': 'release.created',
  'release_bundle_v2.release_bundle_v2_failed': 'release.created',
  'release_bundle_v2_promotion.release_bundle_v2_promotion_completed': 'artifact.promoted',
  'release_bundle_v2_promotion.release_bundle_v2_promotion_failed': 'artifact.promoted',
  'release_bundle_v2_promotion.release_bundle_v2_promotion_started': 'artifact.promoted',
  'distribution.distribute_started': 'release.distributed',
  'distribution.distribute_completed': 'release.distributed',
  'distribution.distribute_aborted': 'release.distributed',
  'distribution.distribute_failed': 'release.distributed',
  'distribution.delete_started': 'release.deleted',
  'distribution.delete_completed': 'release.deleted',
  'distribution.delete_failed': 'release.deleted',
  'destination.received': 'release.distributed',
  'destination.delete_started': 'release.deleted',
  'destination.delete_completed': 'release.deleted',
  'destination.delete_failed': 'release.deleted',
  'user.locked': 'user.locked_out',
};

export const artifactoryActions: readonly string[] = [...new Set(Object.values(actions))];

/** The event of a webhook. Throws `NotNormalizable` where it has no domain and type. */
export function artifactoryEvent(record: JsonObject): ListedEvent {
  const domain = text(record['domain']);
  const type = text(record['event_type']);
  if (domain === undefined || type === undefined) {
    throw new NotNormalizable(
      'event_type_missing',
      'The webhook has no `domain` and `event_type`.',
    );
  }
  const native = `${domain}.${type}`;
  const action = Object.hasOwn(actions, native) ? actions[native] : undefined;
  const data = object(record['data']) ?? {};
  const user = firstText(record, 'user_email', 'user_name', 'data.user') ?? sourceUser(record);
  const key = text(data['property_key']);
  const values = data['property_values'];
  const sha256 = text(data['sha256']);
  const event = present({
    time: timeOf(data['timestamp'] ?? record['timestamp'] ?? record['event_time']),
    action: action ?? 'artifact.other',
    native,
    outcome: outcomeOf(type),
    actor: actorNamed('user', user === undefined ? undefined : `jfrog:${user}`, { name: user }),
    target: targetOf(record, data, domain),
    pipeline: pipelineOf(data, domain, sha256),
    changes:
      key === undefined
        ? undefined
        : [type === 'deleted' ? change(key, values, undefined) : change(key, undefined, values)],
    why: present({ reason: longText(data['status_message']) }),
    labels: labelsOf({
      origin: record['jpd_origin'],
      subscription: record['subscription_key'],
      from: at(data, 'source_repo_path'),
      to: at(data, 'target_repo_path'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

/** `jfrog/user@example.com`, in newer versions. */
function sourceUser(record: JsonObject): string | undefined {
  const source = text(record['source']);
  const slash = source?.indexOf('/') ?? -1;
  return slash < 0 ? undefined : source?.slice(slash + 1);
}

function outcomeOf(type: string): Outcome {
  if (/failed|aborted/.test(type)) return 'failure';
  return type.endsWith('started') ? 'unknown' : 'success';
}

function targetOf(record: JsonObject, data: JsonObject, domain: string): Target {
  const repository = text(data['repo_key']);
  const within =
    repository === undefined
      ? undefined
      : thing('artifact_repository', `jfrog:${repository}`, repository);
  const image = firstText(data, 'image_name');
  if (domain === 'docker' && image !== undefined) {
    const whole = repository === undefined ? image : `${repository}/${image}`;
    const target = imageTarget(hostOf(record), whole, text(data['tag']));
    if (target !== undefined) return target;
  }
  const path = firstText(data, 'path', 'name');
  if (path !== undefined) {
    const name = repository === undefined ? path : `${repository}/${path}`;
    return thing('artifact', `jfrog:${name}`, name, within) as Target;
  }
  const build = text(data['build_name']);
  if (build !== undefined) return thing('build', `jfrog:build:${build}`, build) as Target;
  const bundle = text(data['release_bundle_name']);
  if (bundle !== undefined) {
    return thing('release', `jfrog:release_bundle:${bundle}`, bundle) as Target;
  }
  return (
    within ?? (thing('artifactory', 'jfrog:artifactory', hostOf(record) ?? 'artifactory') as Target)
  );
}

function hostOf(record: JsonObject): string | undefined {
  return /^https?:\/\/([^/]{1,255})/.exec(text(record['jpd_origin']) ?? '')?.[1];
}

function pipelineOf(data: JsonObject, domain: string, sha256: string | undefined) {
  const build = text(data['build_name']);
  const number = text(data['build_number']);
  return present({
    stage: domain === 'distribution' || domain === 'destination' ? 'deploy' : 'package',
    run: build === undefined || number === undefined ? undefined : `${build}#${number}`,
    artifact:
      sha256 !== undefined && /^[0-9a-f]{64}$/.test(sha256) ? `sha256:${sha256}` : undefined,
    version: text(data['release_bundle_version']) ?? text(data['tag']),
    environment: text(data['environment']),
  });
}
