import type { Adapter } from '../types.ts';
import { vaultActions } from './actions.ts';
import { normalizeKeyVault } from './normalize.ts';
import { setup } from './setup.ts';
import { verifyKeyVault } from './verify.ts';

/** Azure Key Vault and Managed HSM: the AuditEvent log. */
export const azureKeyVault: Adapter = {
  type: 'azure-key-vault',
  title: 'Azure Key Vault',
  summary: 'Who read, changed or deleted which secret, key or certificate, and who was refused.',
  doors: ['webhook', 'file'],
  settings: [
    { name: 'vault', title: 'Vault', kind: 'text', required: false },
    { name: 'secret', title: 'Token (made up when empty)', kind: 'secret', required: false },
  ],
  setup,
  verify: verifyKeyVault,
  normalize: normalizeKeyVault,
  actions: vaultActions,
};
