import type { Adapter } from '../types.ts';
import { argocdActions } from './actions.ts';
import { normalizeArgocd } from './normalize.ts';
import { setup } from './setup.ts';
import { verifyArgocd } from './verify.ts';

/** Argo CD: notifications about applications, and the log of its API server. */
export const argocd: Adapter = {
  type: 'argocd',
  title: 'Argo CD',
  summary:
    'Syncs, rollbacks, health and changes of applications by notification; who called the API, and who was refused, by its log.',
  doors: ['webhook', 'file'],
  settings: [
    {
      name: 'environment',
      title: 'Environment of its applications',
      kind: 'text',
      required: false,
    },
    { name: 'secret', title: 'Token (made up when empty)', kind: 'secret', required: false },
  ],
  setup,
  verify: verifyArgocd,
  normalize: normalizeArgocd,
  actions: argocdActions,
};
