import { verifyEchoed } from '../echoed-header.ts';
import type { Adapter } from '../types.ts';
import { commandActions } from './commands.ts';
import { messageActions } from './messages.ts';
import { normalizePostgresql } from './normalize.ts';
import { wholeLogLines } from './whole-lines.ts';
import { setup } from './setup.ts';

/** PostgreSQL's log, with the records of pgaudit in it. */
export const postgresql: Adapter = {
  type: 'postgresql',
  title: 'PostgreSQL',
  summary:
    'Connections, refused sign-ins, roles, grants, schema changes and statements, from the log and pgaudit.',
  doors: ['stream', 'file', 'syslog', 'hec'],
  settings: [
    { name: 'cluster', title: 'Name of the server', kind: 'text', required: false },
    { name: 'prefix', title: 'log_line_prefix (text logs only)', kind: 'text', required: false },
    {
      name: 'zone',
      title: 'Zone of times that are not UTC (Europe/Berlin)',
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
  wholeLines: wholeLogLines,
  normalize: normalizePostgresql,
  actions: [...new Set([...commandActions, ...messageActions])],
};
