import { categories } from '@acta/event';
import type { Adapter } from '../types.ts';
import { normalizeJenkins } from './normalize.ts';
import { uriActions } from './uri-actions.ts';
import { verifyJenkins } from './verify.ts';
import { webhookActions } from './webhook.ts';
import { wholeTrailLines } from './whole-lines.ts';

/**
 * Jenkins controllers: the Audit Trail log, and what Generic Event, Notification and CDEvents send.
 */
export const jenkins: Adapter = {
  type: 'jenkins',
  title: 'Jenkins',
  summary:
    'Jobs and their definitions, builds with cause and result, credentials used, scripts run and settings changed.',
  doors: ['webhook', 'syslog', 'file'],
  settings: [
    { name: 'controller', title: 'Name of this controller', kind: 'text', required: false },
    {
      name: 'zone',
      title: 'Time zone of the controller (Europe/Berlin, +02:00; UTC when empty)',
      kind: 'text',
      required: false,
    },
    { name: 'secret', title: 'Secret (made up when empty)', kind: 'secret', required: false },
  ],
  setup: [
    {
      title: 'Audit Trail, by a log shipper',
      text: 'Plugin Audit Trail → Log File. Ship the file with Fluent Bit, Vector or curl; the header carries the secret. Jenkins writes its local time without a zone: set the zone of the controller here.',
      copy: '[INPUT]\n  Name tail\n  Path /var/log/jenkins/audit.log\n[OUTPUT]\n  Name http\n  Host {host}\n  Port {port}\n  TLS {tls}\n  Uri /intake/{name}\n  Format json_lines\n  Header Authorization Bearer {secret}',
    },
    {
      title: 'Generic Event or Notification plugin',
      text: 'They can set no header, so let a reverse proxy beside Jenkins add it. Generic Event: Manage Jenkins → System → Event Dispatcher → Receiver. Notification: each job → Job Notifications → HTTP, JSON.',
      copy: 'location /acta/ {\n  proxy_pass {intake_url};\n  proxy_set_header Authorization "Bearer {secret}";\n}',
    },
  ],
  verify: verifyJenkins,
  wholeLines: wholeTrailLines,
  normalize: normalizeJenkins,
  actions: [
    ...new Set([
      ...uriActions,
      ...webhookActions,
      'secret.accessed',
      'script.executed',
      ...categories.map((category) => `${category}.other`),
    ]),
  ],
};
