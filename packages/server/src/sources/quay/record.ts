// Notifications of Quay. The body does not name its type: its members tell it.
import { digestOf, labelsOf, type Target } from '../event-parts.ts';
import { imageTarget } from '../image-target.ts';
import { commitId } from '../names.ts';
import { actorNamed } from '../naming.ts';
import { at, firstText, list, longText, present, text, type JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { NotNormalizable, type EventBody } from '../types.ts';

export const quayActions: readonly string[] = [
  'image.pushed',
  'build.started',
  'build.completed',
  'vulnerability_alert.created',
  'image.replicated',
  'artifact.other',
];

/** Events of a notification: one for each tag that was pushed. */
export function quayEvents(record: JsonObject): ListedEvent[] {
  const url = firstText(record, 'docker_url')?.replace(/^https?:\/\//, '');
  const repository = firstText(record, 'repository', 'name');
  const host = url?.includes('/') === true ? url.slice(0, url.indexOf('/')) : 'quay.io';
  if (repository === undefined) {
    throw new NotNormalizable('repository_missing', 'The notification names no repository.');
  }
  const target = (tag?: string) => imageTarget(host, repository, tag) as Target;
  if (record['updated_tags'] !== undefined || Object.hasOwn(record, 'pruned_image_count')) {
    const tags = list(record['updated_tags']).flatMap((tag) => text(tag) ?? []);
    return (tags.length === 0 ? [undefined] : tags.slice(0, 256)).map((tag) =>
      made(
        'image.pushed',
        'repo_push',
        'success',
        target(tag),
        record,
        present({ stage: 'package', version: tag }),
      ),
    );
  }
  if (record['vulnerability'] !== undefined) {
    return [
      made('vulnerability_alert.created', 'vulnerability_found', 'success', target(), record),
    ];
  }
  if (record['build_id'] !== undefined) return [buildEvent(record, target())];
  if (firstText(record, 'message')?.toLowerCase().includes('mirror') === true) {
    return [made('image.replicated', 'repo_mirror_sync', 'unknown', target(), record)];
  }
  return [
    { ...made('artifact.other', 'notification', 'unknown', target(), record), unmapped: true },
  ];
}

function buildEvent(record: JsonObject, target: Target): ListedEvent {
  const failed = record['error_message'] !== undefined;
  const done = record['manifest_digests'] !== undefined || record['image_id'] !== undefined;
  const ref = firstText(record, 'trigger_metadata.ref');
  return made(
    failed || done ? 'build.completed' : 'build.started',
    failed ? 'build_failure' : done ? 'build_success' : 'build_start',
    failed ? 'failure' : 'success',
    target,
    record,
    present({
      stage: 'build',
      run: firstText(record, 'build_id'),
      commit: commitId(at(record, 'trigger_metadata.commit')),
      ref,
      artifact: digestOf(list(record['manifest_digests'])[0]),
    }),
  );
}

function made(
  action: string,
  native: string,
  outcome: EventBody['outcome'],
  target: Target,
  record: JsonObject,
  pipeline?: EventBody['pipeline'],
): ListedEvent {
  const author = firstText(record, 'trigger_metadata.commit_info.author.username');
  const event = present({
    action,
    native,
    outcome,
    actor: actorNamed('user', author, { name: author }),
    target,
    pipeline,
    why: present({ reason: longText(record['error_message'] ?? at(record, 'vulnerability.id')) }),
    labels: labelsOf({ priority: at(record, 'vulnerability.priority') }),
  }) as EventBody;
  return { event, unmapped: false };
}
