import { verifyEchoed } from '../echoed-header.ts';
import type { Adapter } from '../types.ts';
import { auditActions } from './audit-event.ts';
import { wholeAuditLines } from './audit-fields.ts';
import { messageActions } from './message.ts';
import { normalizeLinux } from './normalize.ts';
import { setup } from './setup.ts';

/** Linux hosts: sshd, sudo, su, accounts, cron, systemd, the journal and the audit system. */
export const linux: Adapter = {
  type: 'linux',
  title: 'Linux hosts',
  summary:
    'SSH sign-ins, sudo and su, accounts, cron, services and audit records, from syslog, the journal and auditd.',
  doors: ['stream', 'syslog', 'file', 'hec'],
  settings: [
    {
      name: 'host',
      title: 'Name of the host, where lines carry none',
      kind: 'text',
      required: false,
    },
    {
      name: 'zone',
      title: 'Zone of times without one (Europe/Berlin)',
      kind: 'text',
      required: false,
    },
    {
      name: 'secret',
      title: 'Token of the sender (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup,
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'stream'),
  wholeLines: wholeAuditLines,
  normalize: normalizeLinux,
  actions: [...new Set([...messageActions, ...auditActions])],
};
