import { catalogue } from '@acta/event';
import { verifyEchoed } from '../echoed-header.ts';
import type { Adapter } from '../types.ts';
import { normalizeCloudEvents } from './normalize.ts';

/** Any sender of CloudEvents 1.0; those with CDEvents inside get their meaning. */
export const cloudevents: Adapter = {
  type: 'cloudevents',
  title: 'CloudEvents',
  summary: 'Events of any sender in CloudEvents 1.0: structured, batch and binary.',
  doors: ['webhook', 'events', 'hec', 'bulk', 'loki', 'otlp', 'file'],
  settings: [
    {
      name: 'secret',
      title: 'Token of the sender (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'HTTP, structured or binary',
      text: 'Any mode of the HTTP binding; source and id together make a retry safe.',
      copy: 'curl -sS {intake_url} -H "Authorization: Bearer {secret}" \\\n  -H "Content-Type: application/cloudevents+json" -d \'{"specversion":"1.0","id":"1","source":"/ci",\n  "type":"com.example.release.approved","subject":"pay","data":{"user":"ada"}}\'',
    },
    {
      title: 'Knative',
      text: 'A Trigger can’t set a header: put the secret into the address as its password.',
      copy: 'apiVersion: eventing.knative.dev/v1\nkind: Trigger\nmetadata: { name: acta }\nspec:\n  broker: default\n  subscriber:\n    uri: {intake_url}   # with acta:{secret}@ before the host',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'webhook'),
  normalize: normalizeCloudEvents,
  /** The data may be an event of ours with any action. */
  actions: [...catalogue.keys()],
};
