import type { Adapter } from '../types.ts';
import { kubernetesActions } from './actions.ts';
import { normalizeKubernetes } from './normalize.ts';
import { setup } from './setup.ts';
import { verifyKubernetes } from './verify.ts';

/** The audit log of Kubernetes clusters, from the API server itself, EKS, GKE and AKS. */
export const kubernetes: Adapter = {
  type: 'kubernetes',
  title: 'Kubernetes',
  summary:
    'Who changed, read or entered what in a cluster: deployments, secrets, roles, shells in pods, from the audit log.',
  doors: ['webhook', 'file'],
  settings: [
    { name: 'cluster', title: 'Name of the cluster', kind: 'text', required: false },
    { name: 'environment', title: 'Environment that it runs', kind: 'text', required: false },
    { name: 'secret', title: 'Token (made up when empty)', kind: 'secret', required: false },
  ],
  setup,
  verify: verifyKubernetes,
  normalize: normalizeKubernetes,
  actions: kubernetesActions,
};
