import { verifyEchoed } from '../echoed-header.ts';
import { openedLeaves } from '../envelope.ts';
import { eventsOfTexts } from '../record-list.ts';
import type { Adapter } from '../types.ts';
import { teleportActions } from './actions.ts';
import { teleportEvents } from './record.ts';

/** Teleport: lines of the audit log. */
export const teleport: Adapter = {
  type: 'teleport',
  title: 'Teleport',
  summary: 'Sign-ins, sessions, commands, access requests, roles and locks of Teleport.',
  doors: ['stream', 'file'],
  settings: [
    { name: 'secret', title: 'Token (made up when empty)', kind: 'secret', required: false },
  ],
  setup: [
    {
      title: 'Audit log of the auth server, with Vector',
      text: 'On a cluster whose audit_events_uri has file:// or the default; else behind teleport-event-handler and Fluentd.',
      copy: '[sources.teleport]\ntype = "file"\ninclude = ["/var/lib/teleport/log/events.log"]\n\n[sinks.acta]\ntype = "http"\ninputs = ["teleport"]\nuri = "{intake_url}"\nauth = { strategy = "bearer", token = "{secret}" }\nencoding = { codec = "text" }\nframing = { method = "newline_delimited" }',
    },
  ],
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'stream'),
  normalize: (delivery) => eventsOfTexts(openedLeaves(delivery), teleportEvents),
  actions: teleportActions,
};
