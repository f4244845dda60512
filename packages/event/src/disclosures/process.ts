// RFC 9901 §7.1, steps 2 to 5: puts disclosed claims back where their digests stand, and refuses
// everything that the document refuses. The format is SD-JWT's; here a Merkle leaf stands where the
// signed JWT would.
import { base64urlToBytes } from '#hash';
import { digestOf } from './encode.ts';
import { DisclosureError } from './errors.ts';

export interface ProcessedClaims {
  /** The payload with disclosed claims in place, without `_sd`, `...` and `_sd_alg`. */
  claims: Record<string, unknown>;
  /** Digests for which no disclosure was given: withheld claims, and decoys. */
  withheld: number;
}

const maxDepth = 64;
const maxDisclosures = 10_000;
/** The largest raw record, 25 MiB, with every character escaped, in base64url. */
const maxLength = 256 * 1_048_576;

interface Opened {
  items: unknown[];
  used: boolean;
}

interface Walk {
  disclosures: Map<string, Opened>;
  seen: Set<string>;
  withheld: number;
}

/**
 * Processes a payload with base64url disclosures, in any order. Throws a DisclosureError; changes
 * neither argument.
 */
export function processSdClaims(payload: unknown, disclosures: readonly string[]): ProcessedClaims {
  if (!isObject(payload)) throw new DisclosureError('leaf_malformed');
  const { _sd_alg: algorithm = 'sha-256', ...rest } = payload;
  if (algorithm !== 'sha-256') throw new DisclosureError('hash_unknown');
  const walk: Walk = { disclosures: openAll(disclosures), seen: new Set(), withheld: 0 };
  const claims = processObject(walk, rest, 0);
  for (const { used } of walk.disclosures.values()) {
    if (!used) throw new DisclosureError('disclosure_unreferenced');
  }
  return { claims, withheld: walk.withheld };
}

function openAll(disclosures: readonly string[]): Map<string, Opened> {
  if (disclosures.length > maxDisclosures) throw new DisclosureError('too_many');
  let length = 0;
  const opened = new Map<string, Opened>();
  for (const disclosure of disclosures) {
    if (typeof disclosure !== 'string') throw new DisclosureError('disclosure_malformed');
    length += disclosure.length;
    if (length > maxLength) throw new DisclosureError('too_many');
    const digest = digestOf(disclosure);
    if (opened.has(digest)) throw new DisclosureError('disclosure_repeated');
    opened.set(digest, { items: decode(disclosure), used: false });
  }
  return opened;
}

function decode(disclosure: string): unknown[] {
  const items = parseDisclosure(disclosure);
  if (!Array.isArray(items) || items.length < 2 || items.length > 3) {
    throw new DisclosureError('disclosure_malformed');
  }
  if (typeof items[0] !== 'string') throw new DisclosureError('salt_malformed');
  return items;
}

function parseDisclosure(disclosure: string): unknown {
  const bytes = base64urlToBytes(disclosure);
  if (bytes === null) throw new DisclosureError('disclosure_malformed');
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new DisclosureError('disclosure_malformed');
  }
}

function process(walk: Walk, value: unknown, depth: number): unknown {
  if (depth > maxDepth) throw new DisclosureError('too_deep');
  if (Array.isArray(value)) return processArray(walk, value, depth);
  return isObject(value) ? processObject(walk, value, depth) : value;
}

function processArray(walk: Walk, items: unknown[], depth: number): unknown[] {
  const kept: unknown[] = [];
  for (const item of items) {
    if (!isObject(item) || !Object.hasOwn(item, '...')) {
      kept.push(process(walk, item, depth + 1));
      continue;
    }
    if (Object.keys(item).length !== 1) throw new DisclosureError('digest_malformed');
    const disclosed = take(walk, item['...'], 2);
    if (disclosed) kept.push(process(walk, disclosed[1], depth + 1));
  }
  return kept;
}

function processObject(
  walk: Walk,
  value: Record<string, unknown>,
  depth: number,
): Record<string, unknown> {
  const claims: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === '...') throw new DisclosureError('name_reserved');
    if (name !== '_sd') put(claims, name, process(walk, member, depth + 1));
  }
  if (!Object.hasOwn(value, '_sd')) return claims;
  const digests = value._sd;
  if (!Array.isArray(digests)) throw new DisclosureError('digest_malformed');
  for (const digest of digests) {
    const disclosed = take(walk, digest, 3);
    if (!disclosed) continue;
    const [, name, member] = disclosed;
    if (typeof name !== 'string' || name === '_sd' || name === '...') {
      throw new DisclosureError('name_reserved');
    }
    if (Object.hasOwn(claims, name)) throw new DisclosureError('name_taken');
    put(claims, name, process(walk, member, depth + 1));
  }
  return claims;
}

/** The items of the disclosure that a digest refers to; null where none was given. */
function take(walk: Walk, digest: unknown, length: 2 | 3): unknown[] | null {
  if (typeof digest !== 'string') throw new DisclosureError('digest_malformed');
  if (walk.seen.has(digest)) throw new DisclosureError('digest_repeated');
  walk.seen.add(digest);
  const opened = walk.disclosures.get(digest);
  if (!opened) {
    walk.withheld += 1;
    return null;
  }
  if (opened.items.length !== length) throw new DisclosureError('length_wrong');
  opened.used = true;
  return opened.items;
}

/** Adds a member under any name, `__proto__` included. */
function put(object: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(object, name, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
