import { verifyEchoed } from '../echoed-header.ts';
import { others } from '../naming.ts';
import type { Adapter } from '../types.ts';
import { oktaActions } from './actions/index.ts';
import { oktaChallenge } from './challenge.ts';
import { normalizeOkta } from './normalize.ts';
import { setup } from './setup.ts';
import { settingsOf } from '../pull.ts';
import { oktaPull } from './pull.ts';

/** Okta: records of the System Log, by event hook, stream or poll. */
export const okta: Adapter = {
  type: 'okta',
  title: 'Okta',
  summary:
    'Sign-ins, factors, administrators, groups, apps, policies and tokens of an Okta organisation.',
  doors: ['webhook', 'stream', 'hec', 'pull', 'file'],
  pull: oktaPull,
  settings: [
    { name: 'organization', title: 'Organisation (acme.okta.com)', kind: 'text', required: false },
    {
      name: 'secret',
      title: 'Secret of the hook (made up when empty)',
      kind: 'secret',
      required: false,
    },
    ...settingsOf(oktaPull),
  ],
  setup,
  verify: (delivery, secrets) => verifyEchoed(delivery, secrets, 'webhook'),
  challenge: oktaChallenge,
  normalize: normalizeOkta,
  actions: [
    ...new Set([
      ...oktaActions,
      'user.sign_in_failed',
      ...others('access', 'policy', 'secret', 'system', 'pipeline', 'identity'),
    ]),
  ],
};
