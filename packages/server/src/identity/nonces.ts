// Nonces for DPoP proofs (RFC 9449 §9): nothing is kept of them but a secret of this process, so
// that no proof made before a start counts after it.
import { createHmac } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import type { Random } from '../lib/random.ts';

export interface Nonces {
  /** The one to use now. */
  current(): string;
  /** This one's, or the one before. */
  isValid(nonce: string): boolean;
}

const SECRET_BYTES = 32;

/** @param age_ms after this a new one is given out */
export function createNonces(clock: Clock, random: Random, age_ms: number): Nonces {
  const secret = random(SECRET_BYTES);
  const nonceOf = (period: number) =>
    createHmac('sha256', secret).update(String(period)).digest('base64url');
  const period = () => Math.floor(clock.now() / age_ms);
  return {
    current: () => nonceOf(period()),
    isValid: (nonce) => nonce === nonceOf(period()) || nonce === nonceOf(period() - 1),
  };
}
