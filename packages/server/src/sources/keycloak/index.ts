import { others } from '../naming.ts';
import type { Adapter } from '../types.ts';
import { adminActions } from './admin-types.ts';
import { settingsOf } from '../pull.ts';
import { normalizeKeycloak } from './normalize.ts';
import { keycloakPull } from './pull.ts';
import { setup } from './setup.ts';
import { userActions } from './user-types.ts';
import { verifyKeycloak } from './verify.ts';

/** Keycloak: user events and admin events, by its API, webhook extensions, its log, or syslog. */
export const keycloak: Adapter = {
  type: 'keycloak',
  title: 'Keycloak',
  summary: 'Sign-ins, accounts, factors, tokens and administration of Keycloak realms.',
  doors: ['webhook', 'file', 'syslog', 'hec', 'pull'],
  pull: keycloakPull,
  settings: [
    {
      name: 'secret',
      title: 'Shared secret of the webhook (made up when empty)',
      kind: 'secret',
      required: false,
    },
    {
      name: 'zone',
      title: 'Time zone of the text log, such as Europe/Berlin (UTC when empty)',
      kind: 'text',
      required: false,
    },
    ...settingsOf(keycloakPull),
  ],
  setup,
  verify: verifyKeycloak,
  normalize: normalizeKeycloak,
  actions: [...new Set([...userActions, ...adminActions, 'log.written', ...others('identity')])],
};
