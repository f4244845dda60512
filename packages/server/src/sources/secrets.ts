import { createHash, timingSafeEqual } from 'node:crypto';
import type { Secrets } from './types.ts';

/**
 * Whether a presented text equals one of the secrets. Compares digests, so that neither content nor
 * length shows in the time taken, and looks at every secret whichever matched. An empty list or
 * text matches nothing.
 */
export function matchesSecret(presented: string, secrets: Secrets): boolean {
  const digest = createHash('sha256').update(presented, 'utf8').digest();
  let matched = false;
  for (const secret of secrets) {
    const same = timingSafeEqual(digest, createHash('sha256').update(secret, 'utf8').digest());
    matched = (same && secret !== '') || matched;
  }
  return matched;
}
