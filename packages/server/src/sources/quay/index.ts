import { verifyEchoed } from '../echoed-header.ts';
import { eventsOfOne } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { quayActions, quayEvents } from './record.ts';

/** Quay and Quay.io: notifications of repositories. */
export const quay: Adapter = {
  type: 'quay',
  title: 'Quay',
  summary: 'Pushes, builds, mirrors and vulnerabilities of repositories on Quay.',
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
      title: 'Notification of a repository',
      text: 'Repository → Settings → Events and notifications → Create notification, method Webhook POST. Quay signs nothing: put the secret into the address as its password.',
      copy: 'Webhook URL: {intake_url} (with acta:{secret}@ before the host)',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'webhook'),
  normalize: (delivery) => eventsOfOne(delivery, quayEvents),
  actions: quayActions,
};
