// Who is asking: an ordered list of authenticators, the first that knows the credential's form
// decides. Single sign-on (a session opened by OpenID Connect) and DPoP-bound tokens become entries
// of this list.
import type { ActaError } from '../lib/errors.ts';
import type { Keyring } from './keyring.ts';
import type { Principal } from './principal.ts';
import type { Sessions } from './sessions.ts';

/** What a request brings. */
export interface Credentials {
  /** The `Authorization` header. */
  authorization: string | undefined;
  /** The session cookie's value. */
  session: string | undefined;
  /** The header `DPoP`. */
  dpop?: string | undefined;
  /** What the request is, as its sender knows it: proofs are bound to it. */
  method?: string;
  url?: string;
}

/** A credential that does not hold, with its own reason. */
export interface Refusal {
  refusal: ActaError;
  /** Whether it counts as a failed sign-in, and as which. */
  failure: string | null;
}

/** A principal; `refused` for a credential that does not hold; `absent` when there is none. */
export type Answer = Principal | Refusal | 'refused' | 'absent';

export interface Authenticator {
  name: string;
  authenticate(credentials: Credentials): Answer | Promise<Answer>;
}

const BEARER = /^bearer +([^\s]+) *$/i;

/** API keys and the administrator's token, in `Authorization: Bearer`. */
export function bearerAuthenticator(
  keyring: Pick<Keyring, 'authenticate'>,
  adminToken: (text: string) => Principal | null,
): Authenticator {
  return {
    name: 'bearer',
    authenticate({ authorization }) {
      if (authorization === undefined) return 'absent';
      const token = BEARER.exec(authorization)?.[1];
      if (token === undefined) return 'refused';
      return keyring.authenticate(token) ?? adminToken(token) ?? 'refused';
    },
  };
}

/** The cookie of a web session. */
export function sessionAuthenticator(sessions: Pick<Sessions, 'authenticate'>): Authenticator {
  return {
    name: 'session',
    async authenticate({ session }) {
      if (session === undefined) return 'absent';
      return (await sessions.authenticate(session)) ?? 'refused';
    },
  };
}

/** Asks each in order; the first that does not say `absent` decides. */
export function authenticateBy(list: readonly Authenticator[]): Authenticator['authenticate'] {
  return (credentials) => ask(list, 0, credentials);
}

// Stays synchronous as long as the authenticators do: intake with a key waits for nothing.
function ask(
  list: readonly Authenticator[],
  from: number,
  credentials: Credentials,
): Answer | Promise<Answer> {
  for (let at = from; at < list.length; at++) {
    const answer = list[at]!.authenticate(credentials);
    if (answer instanceof Promise) {
      const next = at + 1;
      return answer.then((said) => (said === 'absent' ? ask(list, next, credentials) : said));
    }
    if (answer !== 'absent') return answer;
  }
  return 'absent';
}
