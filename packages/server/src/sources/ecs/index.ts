import { catalogue } from '@acta/event';
import { verifyEchoed } from '../echoed-header.ts';
import { bodyText, normalizeRecords } from '../records.ts';
import type { Adapter } from '../types.ts';
import { ecsEvent } from './record.ts';

/** Documents that Elastic's integrations, or somebody's own pipeline, have put into ECS already. */
export const ecs: Adapter = {
  type: 'ecs',
  title: 'ECS documents',
  summary: 'Documents in the Elastic Common Schema, of Beats modules, Elastic Agent and Logstash.',
  doors: ['bulk', 'stream', 'webhook', 'hec', 'loki', 'otlp', 'file'],
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
      title: 'Filebeat, Auditbeat, Elastic Agent',
      text: 'Create a key of the role collector that is bound to this source, and put it into ACTA_KEY.',
      copy: 'setup.template.enabled: false\nsetup.ilm.enabled: false\noutput.elasticsearch:\n  hosts: ["{url}"]\n  api_key: "acta:${ACTA_KEY}"\n  index: audit',
    },
    {
      title: 'Logstash, over HTTP',
      text: 'The address of the source itself takes documents as JSON, one or a list.',
      copy: 'output {\n  http {\n    url => "{intake_url}"\n    http_method => "post"\n    format => "json_batch"\n    headers => { "Authorization" => "Bearer {secret}" }\n  }\n}',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'stream'),
  normalize: (delivery) => normalizeRecords(bodyText(delivery.body), ecsEvent),
  /** A document's own `event.action` may be any of the catalogue. */
  actions: [...catalogue.keys()],
};
