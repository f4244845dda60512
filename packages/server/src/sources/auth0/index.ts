import { verifyEchoed } from '../echoed-header.ts';
import { openedLeaves } from '../envelope.ts';
import { others } from '../naming.ts';
import { eventsOfTexts } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { auth0Actions } from './codes.ts';
import { auth0Event } from './record.ts';
import { settingsOf } from '../pull.ts';
import { auth0Pull } from './pull.ts';

/** Auth0: log streams of a tenant. */
export const auth0: Adapter = {
  type: 'auth0',
  title: 'Auth0',
  summary: 'Sign-ins, factors, tokens and changes by the Management API of an Auth0 tenant.',
  doors: ['stream', 'webhook', 'hec', 'pull'],
  pull: auth0Pull,
  settings: [
    {
      name: 'secret',
      title: 'Authorization token (made up when empty)',
      kind: 'secret',
      required: false,
    },
    ...settingsOf(auth0Pull),
  ],
  setup: [
    {
      title: 'Log stream',
      text: 'Monitoring → Streams → Create Log Stream → Custom Webhook. Content type application/json, content format JSON Lines or JSON Array.',
      copy: 'Payload URL: {intake_url}\nAuthorization Token: Bearer {secret}\nContent Type: application/json\nContent Format: JSON Lines',
    },
    {
      title: 'With Terraform',
      text: 'Provider auth0/auth0.',
      copy: 'resource "auth0_log_stream" "acta" {\n  name = "acta"\n  type = "http"\n  sink {\n    http_endpoint       = "{intake_url}"\n    http_content_type   = "application/json"\n    http_content_format = "JSONLINES"\n    http_authorization  = "Bearer ${var.acta_secret}" # {secret}\n  }\n}',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'stream'),
  normalize: (delivery) =>
    eventsOfTexts(openedLeaves(delivery, ['logs']), (record) => [auth0Event(record)]),
  actions: [...auth0Actions, ...others('identity')],
};
