import { categories } from '@acta/event';
import type { Adapter } from '../types.ts';
import { auditActions } from './audit/actions.ts';
import { normalizeGitlab } from './normalize.ts';
import { setup } from './setup.ts';
import { verifyGitlab } from './verify.ts';
import { webhookActions } from './webhook/actions.ts';
import { settingsOf } from '../pull.ts';
import { gitlabPull } from './pull.ts';

/** GitLab.com and self-managed GitLab: webhooks, system hooks and audit events. */
export const gitlab: Adapter = {
  type: 'gitlab',
  title: 'GitLab',
  summary:
    'Pushes, merge requests, approvals, members, tokens, variables, pipelines and deployments, from webhooks, system hooks and audit events.',
  doors: ['webhook', 'stream', 'file', 'pull'],
  pull: gitlabPull,
  settings: [
    { name: 'group', title: 'Group or instance', kind: 'text', required: false },
    {
      name: 'secret',
      title: 'Secret token, or signing token starting with whsec_ (made up when empty)',
      kind: 'secret',
      required: false,
    },
    ...settingsOf(gitlabPull),
  ],
  setup,
  verify: verifyGitlab,
  normalize: normalizeGitlab,
  actions: [
    ...new Set([
      ...webhookActions,
      ...auditActions,
      ...categories.map((category) => `${category}.other`),
    ]),
  ],
};
