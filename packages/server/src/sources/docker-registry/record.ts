// Notifications of Docker distribution (`application/vnd.docker.distribution.events.v2+json`).
import { digestOf, ipOf, labelsOf, unknownTarget } from '../event-parts.ts';
import { imageTarget } from '../image-target.ts';
import { actorNamed } from '../naming.ts';
import { firstText, longText, at, present, text, type JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';

const actions: Readonly<Record<string, string>> = {
  push: 'image.pushed',
  pull: 'image.pulled',
  mount: 'image.mounted',
  delete: 'image.deleted',
};

export const registryActions: readonly string[] = Object.values(actions);

/** The event of one notification. Throws `NotNormalizable` where it has no action. */
export function registryEvent(record: JsonObject): ListedEvent {
  const native = text(record['action']);
  if (native === undefined) {
    throw new NotNormalizable('action_missing', 'The notification has no `action`.');
  }
  const action = Object.hasOwn(actions, native) ? actions[native] : undefined;
  const repository = firstText(record, 'target.repository');
  const tag = firstText(record, 'target.tag');
  const host = firstText(record, 'request.host', 'source.addr');
  const image = imageTarget(host, repository, tag);
  const event = present({
    time: timeOf(record['timestamp']),
    action: action ?? 'artifact.other',
    native,
    outcome: 'success',
    actor: actorNamed('user', firstText(record, 'actor.name'), {
      name: firstText(record, 'actor.name'),
    }),
    target: image ?? unknownTarget,
    context: present({
      ip: ipOf(at(record, 'request.addr')),
      user_agent: longText(at(record, 'request.useragent')),
      request: present({
        method: firstText(record, 'request.method'),
        path: longText(at(record, 'target.url')),
        id: firstText(record, 'request.id'),
      }),
    }),
    pipeline: present({
      stage: 'package',
      artifact: digestOf(at(record, 'target.digest')),
      version: tag,
    }),
    labels: labelsOf({
      media_type: at(record, 'target.mediaType'),
      from_repository: at(record, 'target.fromRepository'),
      registry: at(record, 'source.addr'),
    }),
  }) as EventBody;
  return { event, unmapped: action === undefined, id: text(record['id']) };
}
