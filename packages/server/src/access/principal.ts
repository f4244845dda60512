import type { Role } from '@acta/sdk';
import type { Workload } from '../lib/workload.ts';

/** A disclosure group that can be withheld from a reader. */
export type MaskGroup = 'actor' | 'context' | 'details' | 'raw';

export const MASK_GROUPS: readonly MaskGroup[] = ['actor', 'context', 'details', 'raw'];

/** On whose behalf a request is served. */
export interface Principal {
  /**
   * Stable: `token:admin`, `key:<id>`, `link:<name>`, `<issuer>:<subject>`; single sign-on will add
   * `user:<subject>`.
   */
  id: string;
  name: string;
  role: Role;
  /** How it came: the administrator's token, an API key, a web session, or a workload's token. */
  kind: 'token' | 'key' | 'session' | 'workload';
  /** A query that every event must match to exist for this reader. */
  scope?: string;
  /** The one source that a collector writes for. */
  source?: string;
  /** Who acts in what it sends, by a token that was checked. */
  workload?: Workload;
  /** The nonce for the next proof of a sender that makes them (RFC 9449 §8.2). */
  nonce?: string;
  /** Groups withheld until revealed with a reason. */
  masks: readonly MaskGroup[];
}

/**
 * Groups withheld from a role unless its key says otherwise: a viewer reveals raw with a reason.
 */
export function defaultMasks(role: Role): readonly MaskGroup[] {
  return role === 'viewer' ? ['raw'] : [];
}

/**
 * The groups that a key withholds. The raw text says again what the other groups say, so that it is
 * withheld with any of them: else it could be searched and read for what is masked.
 */
export function masksOf(role: Role, given: readonly MaskGroup[] | null): readonly MaskGroup[] {
  const masks = given ?? defaultMasks(role);
  return masks.length === 0 || masks.includes('raw') ? masks : [...masks, 'raw'];
}
