import { verifyEchoed } from '../echoed-header.ts';
import { normalizeCloudEvents } from '../cloudevents/normalize.ts';
import { others } from '../naming.ts';
import type { Adapter } from '../types.ts';
import { cdeventsActions } from './actions.ts';

/** Tools of delivery that speak CDEvents: Jenkins, Tekton, Spinnaker, Testkube and others. */
export const cdevents: Adapter = {
  type: 'cdevents',
  title: 'CDEvents',
  summary:
    'Changes, builds, tests, artifacts, deployments and incidents of tools that speak CDEvents.',
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
      title: 'Any sender of CDEvents',
      text: 'CloudEvents in every mode of the HTTP binding, with the CDEvent as data.',
      copy: 'curl -sS {intake_url} -H "Authorization: Bearer {secret}" -H "Content-Type: application/json" \\\n  -H "ce-specversion: 1.0" -H "ce-id: 1" -H "ce-source: /ci" -H "ce-type: dev.cdevents.service.deployed.0.3.0" \\\n  -d @event.json',
    },
    {
      title: 'Jenkins',
      text: 'The plugin cdevents sends to an HTTP sink; it sets no header: put the secret into the address.',
      copy: '# Manage Jenkins → System → CDEvents: sink type HTTP, sink URL\n{intake_url}   # with acta:{secret}@ before the host',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'webhook'),
  normalize: normalizeCloudEvents,
  actions: [...cdeventsActions, ...others('pipeline', 'system')],
};
