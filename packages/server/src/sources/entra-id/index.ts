import type { Adapter } from '../types.ts';
import { entraActions } from './actions.ts';
import { normalizeEntra } from './normalize.ts';
import { setup } from './setup.ts';
import { verifyEntra } from './verify.ts';
import { settingsOf } from '../pull.ts';
import { entraPull } from './pull.ts';

/** Microsoft Entra ID: audit log and sign-in logs. */
export const entraId: Adapter = {
  type: 'entra-id',
  title: 'Microsoft Entra ID',
  summary:
    'Sign-ins of people and applications; users, groups, roles, applications, consents and access policies.',
  doors: ['webhook', 'file', 'pull'],
  pull: entraPull,
  settings: [
    { name: 'tenant', title: 'Tenant', kind: 'text', required: false },
    { name: 'secret', title: 'Token (made up when empty)', kind: 'secret', required: false },
    ...settingsOf(entraPull),
  ],
  setup,
  verify: verifyEntra,
  normalize: normalizeEntra,
  actions: entraActions,
};
