// A kept record against its leaf, for whoever has the record itself: its digests are made once,
// from the texts, where disclosures of strangers are decoded and hashed again. What this does not
// see to be right at once goes the long way, which says what is wrong. (A test compares the two.)
import { groups, type Group } from '../vocabulary.ts';
import { checkDisclosures } from './check.ts';
import { digestOf, eventDisclosure, memberDisclosure } from './encode.ts';
import { disclosuresOf } from './open.ts';
import { parseRecord, type KeptRecord } from './record.ts';
import { isReservedName } from './reserved.ts';

/** Deeper values go the long way, which knows the limit. */
const plainDepth = 16;
const saltForm = /^[\w-]{22}$/;

/**
 * Checks that the record opens the leaf, as {@link checkDisclosures} does with its disclosures.
 * Throws a DisclosureError.
 */
export function checkRecord(leaf: string, record: string): void {
  if (!opensPlainly(leaf, record)) checkDisclosures(leaf, disclosuresOf(record));
}

function opensPlainly(leaf: string, record: string): boolean {
  const payload = parsed(leaf);
  if (payload === null || payload.v !== 1 || payload._sd_alg !== 'sha-256') return false;
  const { _sd: committed, ...clear } = payload;
  if (!Array.isArray(committed) || committed.length !== 1 || 'event' in clear) return false;
  if (!isPlain(clear, 1)) return false;
  const kept = parseRecord(record);
  const digests = saltForm.test(kept.eventSalt) ? digestsOf(kept) : null;
  return digests !== null && digestOf(eventDisclosure(kept.eventSalt, digests)) === committed[0];
}

/** Null where a group was erased, stands twice, or holds what must not be there. */
function digestsOf(kept: KeptRecord): string[] | null {
  const seen = new Set<Group>();
  const digests: string[] = [];
  for (const { group, kept: line } of kept.groups) {
    const value = line && parsed(line.value);
    if (!line || !value || seen.has(group)) return null;
    if (!saltForm.test(line.salt) || !isPlain(value, 0)) return null;
    seen.add(group);
    digests.push(digestOf(memberDisclosure(line.salt, group, line.value)));
  }
  return digests.length > groups.length ? null : digests;
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** No reserved name, and not deep. */
function isPlain(value: object, depth: number): boolean {
  if (depth > plainDepth) return false;
  for (const name of Object.keys(value)) {
    if (isReservedName(name)) return false;
    const member = (value as Record<string, unknown>)[name];
    if (typeof member === 'object' && member !== null && !isPlain(member, depth + 1)) return false;
  }
  return true;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
