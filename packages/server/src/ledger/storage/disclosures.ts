// Disclosure files: the records of the 256 entries of a bundle, u32 (little-endian) length and
// UTF-8 each, as one zstd block, encrypted.
import { unzstd, zstd } from '../../lib/compress.ts';
import type { Cipher } from '../../lib/cipher.ts';
import { ActaError } from '../../lib/errors.ts';

/** Records come out at 181 bytes each with level 1, at 190 with level 3, which takes longer. */
const ZSTD_LEVEL = 1;
const MAX_BYTES = 1_073_741_824;

/**
 * @param records UTF-8
 * @param place origin and path of the file: bound into the encryption
 */
export async function encodeDisclosures(
  records: readonly Uint8Array[],
  cipher: Cipher,
  place: string,
): Promise<Uint8Array> {
  const length = records.reduce((sum, record) => sum + 4 + record.length, 0);
  const body = Buffer.allocUnsafe(length);
  let at = 0;
  for (const record of records) {
    body.writeUInt32LE(record.length, at);
    body.set(record, at + 4);
    at += 4 + record.length;
  }
  return cipher.encrypt(await zstd(body, ZSTD_LEVEL), place);
}

/** @throws ActaError `decrypt_failed`, `disclosures_malformed` */
export async function decodeDisclosures(
  bytes: Uint8Array,
  cipher: Cipher,
  place: string,
): Promise<string[]> {
  const plain = await unzstd(cipher.decrypt(bytes, place), MAX_BYTES);
  const body = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
  const records: string[] = [];
  for (let at = 0; at < body.length;) {
    const length = at + 4 <= body.length ? body.readUInt32LE(at) : Infinity;
    const end = at + 4 + length;
    if (end > body.length) throw malformed(place, records.length);
    records.push(body.toString('utf8', at + 4, end));
    at = end;
  }
  return records;
}

function malformed(place: string, record: number): ActaError {
  return new ActaError({
    code: 'disclosures_malformed',
    status: 500,
    fault: 'operator',
    detail: `Record ${record} of ${place} is cut.`,
    next: 'Restore the file from a backup; run acta verify to see what else differs.',
  });
}
