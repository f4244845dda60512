import { catalogue } from '@acta/event';
import { verifyEchoed } from '../echoed-header.ts';
import type { Adapter } from '../types.ts';
import { normalizeOtlp } from './normalize.ts';

/** Log records and events of OpenTelemetry SDKs and Collectors. */
export const otlp: Adapter = {
  type: 'otlp',
  title: 'OpenTelemetry logs',
  summary: 'Log records and events of OpenTelemetry SDKs and Collectors, by semantic conventions.',
  doors: ['otlp', 'webhook'],
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
      title: 'OpenTelemetry Collector',
      text: 'Create a key of the role collector that is bound to this source, and put it into ACTA_KEY.',
      copy: 'exporters:\n  otlphttp/acta:\n    logs_endpoint: {url}/v1/logs\n    compression: gzip\n    headers: { authorization: "Bearer ${env:ACTA_KEY}" }\nservice:\n  pipelines:\n    logs: { receivers: [otlp], exporters: [otlphttp/acta] }',
    },
    {
      title: 'An SDK',
      text: 'Name the event by its action in the catalogue, such as deployment.succeeded.',
      copy: 'export OTEL_EXPORTER_OTLP_LOGS_ENDPOINT={url}/v1/logs\nexport OTEL_EXPORTER_OTLP_LOGS_HEADERS="authorization=Bearer%20$ACTA_KEY"',
    },
    {
      title: 'Without a key',
      text: 'The address of the source itself takes the same as JSON, with its secret.',
      copy: 'exporters:\n  otlphttp/acta:\n    logs_endpoint: {intake_url}\n    encoding: json\n    headers: { authorization: "Bearer {secret}" }',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'webhook'),
  normalize: normalizeOtlp,
  takesEnvelopes: true,
  /** The event's own name may be any action of the catalogue. */
  actions: [...catalogue.keys()],
};
