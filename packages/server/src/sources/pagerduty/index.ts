import { eventsOfOne } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { pagerdutyActions, pagerdutyEvents } from './record.ts';
import { verifyPagerduty } from './verify.ts';

/** PagerDuty: webhooks of incidents. They feed recovery times. */
export const pagerduty: Adapter = {
  type: 'pagerduty',
  title: 'PagerDuty',
  summary:
    'Incidents raised, acknowledged, escalated and resolved, with the service that they hit.',
  doors: ['webhook'],
  settings: [
    { name: 'secret', title: 'Signing secret of the webhook', kind: 'secret', required: true },
  ],
  setup: [
    {
      title: 'Webhook subscription (v3)',
      text: 'Integrations → Generic Webhooks (v3) → New Webhook, scope type Account, all incident events. PagerDuty makes the secret and shows it once: give it to this source as its secret (it takes the place of {secret}).',
      copy: 'Webhook URL: {intake_url}\nSecret (from PagerDuty): {secret}',
    },
  ],
  verify: (delivery, secrets) => verifyPagerduty(delivery, secrets),
  normalize: (delivery) => eventsOfOne(delivery, pagerdutyEvents),
  actions: pagerdutyActions,
};
