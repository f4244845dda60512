import { openedLeaves } from '../envelope.ts';
import { eventsOfTexts } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { tailscaleActions } from './actions.ts';
import { tailscaleEvents } from './record.ts';
import { verifyTailscale } from './verify.ts';
import { settingsOf } from '../pull.ts';
import { tailscalePull } from './pull.ts';

/** Tailscale: webhooks, and streamed configuration and flow logs. */
export const tailscale: Adapter = {
  type: 'tailscale',
  title: 'Tailscale',
  summary: 'Devices, users, keys, roles and access rules of a tailnet; its flows where streamed.',
  doors: ['webhook', 'stream', 'hec', 'pull'],
  pull: tailscalePull,
  settings: [
    { name: 'secret', title: 'Secret of the webhook or token', kind: 'secret', required: false },
    ...settingsOf(tailscalePull),
  ],
  setup: [
    {
      title: 'Webhook',
      text: 'Settings → Webhooks → Add endpoint, all events. Tailscale makes the secret and shows it once: give it to this source as its secret (it takes the place of {secret}).',
      copy: 'URL: {intake_url}\nSecret (from Tailscale): {secret}',
    },
    {
      title: 'Log streaming',
      text: 'Logs → Start streaming → a Splunk-compatible collector (Vector, Cribl) that POSTs on to a second source of this type, with its secret as the token.',
      copy: 'uri: {intake_url}\nAuthorization: Bearer {secret}',
    },
  ],
  verify: verifyTailscale,
  normalize: (delivery) => eventsOfTexts(openedLeaves(delivery, ['logs']), tailscaleEvents),
  actions: tailscaleActions,
};
