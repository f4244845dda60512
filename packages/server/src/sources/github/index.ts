import { categories } from '@acta/event';
import type { Adapter } from '../types.ts';
import { auditActions } from './audit/actions.ts';
import { specialAuditActions } from './audit/record.ts';
import { normalizeGithub } from './normalize.ts';
import { setup } from './setup.ts';
import { verifyGithub } from './verify.ts';
import { webhookActions } from './webhook/actions.ts';
import { settingsOf } from '../pull.ts';
import { githubPull } from './pull.ts';

/** GitHub organisations, repositories, Apps and enterprises: webhooks and audit log streaming. */
export const github: Adapter = {
  type: 'github',
  title: 'GitHub',
  summary:
    'Pushes, reviews, rules, access, secrets, workflow runs and deployments, from webhooks and the audit log stream.',
  doors: ['webhook', 'stream', 'pull'],
  pull: githubPull,
  settings: [
    { name: 'organization', title: 'Organisation or enterprise', kind: 'text', required: false },
    {
      name: 'secret',
      title: 'Webhook secret (made up when empty)',
      kind: 'secret',
      required: false,
    },
    {
      name: 'allow_sha1',
      title: 'Take SHA-1 signatures too (GitHub Enterprise Server before 2.23 sends no other)',
      kind: 'flag',
      required: false,
    },
    ...settingsOf(githubPull),
  ],
  setup,
  verify: verifyGithub,
  normalize: normalizeGithub,
  actions: [
    ...new Set([
      ...webhookActions,
      ...auditActions,
      ...specialAuditActions,
      ...categories.map((category) => `${category}.other`),
    ]),
  ],
};
