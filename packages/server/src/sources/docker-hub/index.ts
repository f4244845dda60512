import { labelsOf } from '../event-parts.ts';
import { verifyEchoed } from '../echoed-header.ts';
import { imageTarget } from '../image-target.ts';
import { actorNamed } from '../naming.ts';
import { at, firstText, present, type JsonObject } from '../reader.ts';
import { eventsOfOne, type ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type Adapter, type EventBody } from '../types.ts';

/** A push: Docker Hub has no other webhook. It names no digest. */
function pushEvent(record: JsonObject): ListedEvent {
  const repository = firstText(record, 'repository.repo_name', 'repository.name');
  const target = imageTarget('docker.io', repository, firstText(record, 'push_data.tag'));
  if (target === undefined) {
    throw new NotNormalizable('repository_missing', 'The webhook names no repository.');
  }
  const pusher = firstText(record, 'push_data.pusher');
  const event = present({
    time: timeOf(at(record, 'push_data.pushed_at')),
    action: 'image.pushed',
    native: 'push',
    outcome: 'success',
    actor: actorNamed(pusher === 'trustedbuilder' ? 'service' : 'user', pusher, { name: pusher }),
    target,
    pipeline: { stage: 'package', ...present({ version: firstText(record, 'push_data.tag') }) },
    labels: labelsOf({ owner: firstText(record, 'repository.owner') }),
  }) as EventBody;
  return { event, unmapped: false };
}

/** Docker Hub: webhooks of repositories. */
export const dockerHub: Adapter = {
  type: 'docker-hub',
  title: 'Docker Hub',
  summary: 'Pushes of images to repositories on Docker Hub.',
  doors: ['webhook'],
  settings: [
    {
      name: 'secret',
      title: 'Password in the address (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Webhook of a repository',
      text: 'Repository → Webhooks. Docker Hub signs nothing and sends no header of yours: put the secret into the address as its password (https://acta:SECRET@host/intake/NAME), or let a proxy in front of Acta add the header.',
      copy: 'Webhook name: acta\nWebhook URL: {intake_url} (with acta:{secret}@ before the host)',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'webhook'),
  normalize: (delivery) => eventsOfOne(delivery, (record) => [pushEvent(record)]),
  actions: ['image.pushed'],
};
