import type { Adapter } from '../types.ts';
import { kubernetesActions } from '../kubernetes/actions.ts';
import { methodActions } from './actions.ts';
import { normalizeGcp } from './normalize.ts';
import { setup } from './setup.ts';
import { googleIssuer, pushToken, verifyGcp } from './verify.ts';

export { googleIssuer };

/** Google Cloud: Cloud Audit Logs and builds of Cloud Build. */
export const gcpAudit: Adapter = {
  type: 'gcp-audit',
  title: 'Google Cloud Audit Logs',
  summary:
    'API calls of Google Cloud projects: rights, keys, secrets, sinks, deployments, builds and clusters.',
  doors: ['webhook', 'file'],
  settings: [
    { name: 'project', title: 'Project or organisation', kind: 'text', required: false },
    {
      name: 'service_account',
      title: 'Service account of the Pub/Sub push subscription',
      kind: 'text',
      required: false,
    },
    {
      name: 'push_audience',
      title: 'Audience of its tokens',
      kind: 'text',
      required: false,
    },
    { name: 'secret', title: 'Token (made up when empty)', kind: 'secret', required: false },
  ],
  setup,
  pushToken,
  verify: verifyGcp,
  normalize: normalizeGcp,
  actions: [...new Set([...methodActions, ...kubernetesActions])],
};
