import { verifyEchoed } from '../echoed-header.ts';
import { openedLeaves } from '../envelope.ts';
import { eventsOfTexts } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { registryActions, registryEvent } from './record.ts';

/** Docker's own registry (distribution): notifications of pushes, pulls, mounts and deletions. */
export const dockerRegistry: Adapter = {
  type: 'docker-registry',
  title: 'Docker registry (distribution)',
  summary: 'Pushes, pulls, mounts and deletions of images, with digests, from notifications.',
  doors: ['webhook'],
  settings: [
    {
      name: 'secret',
      title: 'Token in the header (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'config.yml of the registry',
      text: 'The registry keeps what it could not send in memory only. Requests name a user where the registry authenticates.',
      copy: 'notifications:\n  endpoints:\n    - name: acta\n      url: {intake_url}\n      headers:\n        Authorization: [Bearer {secret}]\n      timeout: 5s\n      threshold: 10\n      backoff: 1s',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'webhook'),
  normalize: (delivery) =>
    eventsOfTexts(openedLeaves(delivery, ['events']), (record) => [registryEvent(record)]),
  actions: [...registryActions, 'artifact.other'],
};
