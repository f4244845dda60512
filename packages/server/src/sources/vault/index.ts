import { verifyEchoed } from '../echoed-header.ts';
import { others } from '../naming.ts';
import type { Adapter } from '../types.ts';
import { vaultActions } from './actions/index.ts';
import { normalizeVault } from './normalize.ts';
import { setup } from './setup.ts';

/** HashiCorp Vault and OpenBao: records of audit devices. */
export const vault: Adapter = {
  type: 'vault',
  title: 'Vault and OpenBao',
  summary:
    'Who read, changed or issued which secret, signed in, or changed policies and mounts, from audit devices.',
  doors: ['stream', 'webhook', 'file', 'hec', 'syslog'],
  settings: [
    {
      name: 'secret',
      title: 'Token of the sender (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup,
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'stream'),
  normalize: normalizeVault,
  actions: [...new Set([...vaultActions, 'user.sign_in_failed', ...others('secret')])],
};
