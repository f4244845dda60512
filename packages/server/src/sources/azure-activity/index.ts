import { kubernetesActions } from '../kubernetes/actions.ts';
import type { Adapter } from '../types.ts';
import { operationActions } from './actions.ts';
import { normalizeActivity } from './normalize.ts';
import { setup } from './setup.ts';
import { verifyActivity } from './verify.ts';
import { settingsOf } from '../pull.ts';
import { activityPull } from './pull.ts';

/** Azure: the activity log, and diagnostic logs of storage and AKS. */
export const azureActivity: Adapter = {
  type: 'azure-activity',
  title: 'Azure Activity',
  summary:
    'What was changed in Azure subscriptions: roles, policies, locks, networks, machines, storage and deployments.',
  doors: ['webhook', 'file', 'pull'],
  pull: activityPull,
  settings: [
    { name: 'tenant', title: 'Tenant', kind: 'text', required: false },
    { name: 'secret', title: 'Token (made up when empty)', kind: 'secret', required: false },
    ...settingsOf(activityPull),
  ],
  setup,
  verify: verifyActivity,
  normalize: normalizeActivity,
  actions: [...new Set([...operationActions, ...kubernetesActions])],
};
