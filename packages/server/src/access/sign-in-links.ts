// One-time sign-in links: the way in on a fresh start. The token stands in the fragment of the
// address, which browsers send to nobody; it works once, for 15 minutes, and only its hash is kept.
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { SessionsRepository } from '../store/index.ts';
import type { Principal } from './principal.ts';
import { hashSecret, newSecret } from './secrets.ts';

const LIFE_MS = 15 * 60_000;

export interface SignInLinks {
  /** A new token for an administrator. */
  create(): Promise<string>;
  /** Whom the token lets in; null when it is unknown, used or over. */
  redeem(token: string): Promise<Principal | null>;
}

export function createSignInLinks(options: {
  sessions: SessionsRepository;
  clock: Clock;
  random: Random;
}): SignInLinks {
  const { sessions, clock, random } = options;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    async create() {
      const token = newSecret(random);
      const now = clock.now();
      await sessions.insertLink({
        hash: hashSecret(token),
        name: 'Administrator',
        role: 'admin',
        created: iso(now),
        ends: iso(now + LIFE_MS),
      });
      return token;
    },
    async redeem(token) {
      const link = await sessions.takeLink(hashSecret(token), iso(clock.now()));
      if (link === null) return null;
      return { id: 'link:admin', name: link.name, role: 'admin', kind: 'session', masks: [] };
    },
  };
}
