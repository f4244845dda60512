// C2SP tlog-tiles: entry bundles, a sequence of uint16 (big-endian) length and that many bytes.
import { sha256Into } from '#sha256';
import { LogError } from '../error.ts';
import { HASH_BYTES } from '../hash/merkle.ts';
import { TILE_WIDTH } from './path.ts';

/** Longest entry: its length has 16 bits. */
export const MAX_ENTRY_BYTES = 65_535;
/** Longest bundle. */
export const MAX_BUNDLE_BYTES: number = TILE_WIDTH * (MAX_ENTRY_BYTES + 2);

/** Bytes of a bundle of 1…256 entries. Throws `entry_too_large` or `bundle_malformed`. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0 || entries.length > TILE_WIDTH) {
    throw new LogError('bundle_malformed', `a bundle holds 1…256 entries, not ${entries.length}`);
  }
  let length = 0;
  for (const entry of entries) {
    if (entry.length > MAX_ENTRY_BYTES) {
      throw new LogError(
        'entry_too_large',
        `an entry has ${entry.length} bytes and may have ${MAX_ENTRY_BYTES}: log a digest instead`,
      );
    }
    length += 2 + entry.length;
  }
  const out = new Uint8Array(length);
  let offset = 0;
  for (const entry of entries) {
    out[offset] = entry.length >> 8;
    out[offset + 1] = entry.length & 0xff;
    out.set(entry, offset + 2);
    offset += 2 + entry.length;
  }
  return out;
}

/** The entries of a bundle, as views on its bytes. Throws `bundle_malformed`. */
export function decodeBundle(bundle: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let offset = 0; offset < bundle.length;) {
    const end = entryEnd(bundle, offset, entries.length);
    entries.push(bundle.subarray(offset + 2, end));
    offset = end;
  }
  return entries;
}

/** The leaf hashes of a bundle's entries, one array of 32 bytes each. Throws `bundle_malformed`. */
export function bundleLeafHashes(bundle: Uint8Array): Uint8Array {
  // A leaf hash covers 0x00 ‖ entry: in a copy, the low byte of each length becomes that 0x00. (Not
  // by `slice`, which is a view where the bundle is a Buffer.)
  const copy = new Uint8Array(bundle);
  const out = new Uint8Array(TILE_WIDTH * HASH_BYTES);
  let count = 0;
  for (let offset = 0; offset < bundle.length; count++) {
    const end = entryEnd(bundle, offset, count);
    copy[offset + 1] = 0;
    sha256Into(copy.subarray(offset + 1, end), out, count * HASH_BYTES);
    offset = end;
  }
  return out.slice(0, count * HASH_BYTES);
}

function entryEnd(bundle: Uint8Array, offset: number, count: number): number {
  const end = offset + 2 + (bundle[offset]! << 8) + bundle[offset + 1]!;
  if (count >= TILE_WIDTH || !(end <= bundle.length)) {
    const why = count >= TILE_WIDTH ? 'more than 256 entries' : `entry ${count} is cut off`;
    throw new LogError('bundle_malformed', `malformed entry bundle: ${why}`);
  }
  return end;
}
