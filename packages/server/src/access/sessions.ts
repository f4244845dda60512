// Web sessions: a 256-bit id in a cookie, its hash in the store. One ends by sign-out, by idleness,
// at its absolute end, or with the API key that it was opened with.
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';
import type { SessionsRepository } from '../store/index.ts';
import type { Keyring } from './keyring.ts';
import type { Principal } from './principal.ts';
import { hashSecret, newSecret } from './secrets.ts';

/** How often a session's last use is written, in milliseconds: reads stay cheap. */
const TOUCH_MS = 60_000;

export interface SessionLimits {
  /** Milliseconds without a request after which a session ends. */
  idle_ms: number;
  /** Milliseconds after which a session ends whatever happens. */
  absolute_ms: number;
}

export interface Sessions {
  /** Opens a session for who just signed in. `id` goes into the cookie, `max_age_s` with it. */
  open(principal: Principal): Promise<{ id: string; max_age_s: number; principal: Principal }>;
  authenticate(id: string): Promise<Principal | null>;
  end(id: string): Promise<void>;
  /** Deletes what has ended; called from time to time. */
  sweep(): Promise<void>;
}

export function createSessions(options: {
  sessions: SessionsRepository;
  keyring: Keyring;
  clock: Clock;
  random: Random;
  limits: SessionLimits;
}): Sessions {
  const { sessions, keyring, clock, random, limits } = options;
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    async open(principal) {
      const id = newSecret(random);
      const now = clock.now();
      const session: Principal = { ...principal, kind: 'session' };
      await sessions.insert({
        hash: hashSecret(id),
        principal: JSON.stringify(session),
        key: principal.id.startsWith('key:') ? principal.id.slice('key:'.length) : null,
        created: iso(now),
        seen: iso(now),
        ends: iso(now + limits.absolute_ms),
      });
      return { id, max_age_s: Math.floor(limits.absolute_ms / 1000), principal: session };
    },
    async authenticate(id) {
      const hash = hashSecret(id);
      const session = await sessions.byHash(hash);
      if (session === null) return null;
      const now = clock.now();
      const seen = Date.parse(session.seen);
      if (Date.parse(session.ends) <= now || seen + limits.idle_ms <= now) {
        await sessions.remove(hash);
        return null;
      }
      if (now - seen >= TOUCH_MS) await sessions.touch(hash, iso(now));
      if (session.key === null) return JSON.parse(session.principal) as Principal;
      const current = keyring.principalOf(session.key);
      return current === null ? null : { ...current, kind: 'session' };
    },
    end: (id) => sessions.remove(hashSecret(id)),
    sweep: () => sessions.sweep(iso(clock.now()), iso(clock.now() - limits.idle_ms)),
  };
}
