// One id that was seen, as 40 bytes: the 74 bits of the id that come from its hash (10 bytes, with
// version and variant), the 48 bits of time, the log index (48 bits), 18 bytes of a keyed digest.
import { hash } from 'node:crypto';
import { toBase64url } from '../../lib/bytes.ts';
import { ActaError } from '../../lib/errors.ts';

export interface KnownId {
  id: string;
  index: number;
  /** 24 characters (144 bits) of base64url: the item's digest, keyed. */
  digest: string;
}

export const RECORD_BYTES = 40;
export const KEY_BYTES = 10;
const TIME_AT = 10;
const INDEX_AT = 16;
const DIGEST_AT = 22;
const DIGEST_FORM = /^[\w-]{43}$/;

/** The part of an id that the time has no say in, as text: equal keys are the same event. */
export function keyOf(id: string): string {
  return id.slice(14);
}

/**
 * What is kept of an item's digest. Items hold secrets and personal data as they came, and these
 * files are not encrypted: without the key nobody can find them by trying.
 *
 * @returns a function that throws ActaError `digest_malformed` unless it gets an unpadded base64url
 *   SHA-256
 */
export function keyedDigests(secret: Uint8Array): (digest: string) => string {
  const key = toBase64url(secret);
  return (digest) => {
    if (!DIGEST_FORM.test(digest)) throw malformed();
    return hash('sha256', `acta ids v1\0${key}\0${digest}`, 'base64url').slice(0, 24);
  };
}

function malformed(): ActaError {
  return new ActaError({
    code: 'digest_malformed',
    status: 500,
    fault: 'bug',
    detail: 'A draft carries a digest that is not a base64url SHA-256.',
    next: 'Report this with the name of the source.',
  });
}

export function keyBytes(id: string): Buffer {
  return Buffer.from(id.slice(14, 18) + id.slice(19, 23) + id.slice(24), 'hex');
}

export function writeRecord(into: Buffer, at: number, known: KnownId): void {
  const { id, index, digest } = known;
  into.write(id.slice(14, 18) + id.slice(19, 23) + id.slice(24), at, 'hex');
  into.write(id.slice(0, 8) + id.slice(9, 13), at + TIME_AT, 'hex');
  into.writeUIntBE(index, at + INDEX_AT, 6);
  into.write(digest, at + DIGEST_AT, 'base64url');
}

export function readRecord(from: Buffer, at: number): KnownId {
  const hex = from.toString('hex', at, at + INDEX_AT);
  const time = hex.slice(20);
  const id =
    `${time.slice(0, 8)}-${time.slice(8)}-${hex.slice(0, 4)}` +
    `-${hex.slice(4, 8)}-${hex.slice(8, 20)}`;
  const digest = from.toString('base64url', at + DIGEST_AT, at + RECORD_BYTES);
  return { id, index: from.readUIntBE(at + INDEX_AT, 6), digest };
}
