// Checks disclosures against the leaf that commits to them, and that both have the shape of an Acta
// event.
import type { ActaEvent } from '../schema/event.ts';
import { groups, type Group } from '../vocabulary.ts';
import { DisclosureError } from './errors.ts';
import { assemble } from './open.ts';
import { processSdClaims } from './process.ts';

export interface CheckedLeaf {
  /** The groups that were disclosed, each a JSON object. */
  groups: Partial<Record<Group, Record<string, unknown>>>;
  /**
   * How many digests had no disclosure: groups that were left out or erased, or the event's own
   * disclosure.
   */
  withheld: number;
  /** Clear members of the leaf and disclosed groups as one event. */
  event: Partial<ActaEvent>;
}

const maxDisclosures = groups.length + 1;

/**
 * Checks that each disclosure belongs to the leaf. `leaf` is the entry's text as it stands in the
 * tree. Throws a DisclosureError with a code where any rule of RFC 9901 §7.1, or the shape of
 * Acta's leaves, is broken.
 */
export function checkDisclosures(leaf: string, disclosures: readonly string[]): CheckedLeaf {
  const payload = parseLeaf(leaf);
  if (disclosures.length > maxDisclosures) throw new DisclosureError('too_many');
  const { claims, withheld } = processSdClaims(payload, disclosures);
  const { event, ...clear } = claims;
  if (event === undefined) return { groups: {}, withheld, event: assemble(clear, {}) };
  if (!isObject(event)) throw new DisclosureError('shape_unknown');
  for (const [name, value] of Object.entries(event)) {
    if (!groups.includes(name as Group) || !isObject(value)) {
      throw new DisclosureError('shape_unknown');
    }
  }
  const shown = event as CheckedLeaf['groups'];
  return { groups: shown, withheld, event: assemble(clear, shown) };
}

function parseLeaf(leaf: string): Record<string, unknown> {
  let payload: unknown;
  try {
    payload = JSON.parse(leaf);
  } catch {
    throw new DisclosureError('leaf_malformed');
  }
  if (!isObject(payload)) throw new DisclosureError('leaf_malformed');
  if (payload.v !== 1 || payload._sd_alg !== 'sha-256' || 'event' in payload) {
    throw new DisclosureError('shape_unknown');
  }
  if (!Array.isArray(payload._sd) || payload._sd.length !== 1) {
    throw new DisclosureError('shape_unknown');
  }
  return payload;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
