// Framing of the write-ahead log: u32 length, u32 CRC-32C of the payload, payload (little-endian).
// The payload is encrypted; its first plain byte says whether the rest is
// zstd, the next four how long it is without. A frame that is cut
// or altered anywhere is told apart from a good one by length, checksum and tag.
import { crc32c } from '../../lib/crc32c.ts';
import { unzstd, zstd } from '../../lib/compress.ts';
import type { Cipher } from '../../lib/cipher.ts';

export const FRAME_HEADER_BYTES = 8;
/** A frame holds at most one commit; 1 GiB is far beyond the batch's own limits. */
const MAX_PAYLOAD_BYTES = 1_073_741_824;
/** Below this zstd costs a thread hop and gains nothing. */
const COMPRESS_FROM_BYTES = 512;
/** Kind, and the length of the plain body. */
const KIND_BYTES = 5;
const PLAIN = 0;
const ZSTD = 1;

/** @param place origin and file name: a frame of another file or log does not open here */
export async function encodeFrame(
  body: Uint8Array,
  cipher: Cipher,
  place: string,
): Promise<Uint8Array> {
  const payload = cipher.encrypt(await pack(body), place);
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + payload.length);
  frame.writeUInt32LE(payload.length, 0);
  frame.writeUInt32LE(crc32c(payload), 4);
  frame.set(payload, FRAME_HEADER_BYTES);
  return frame;
}

export interface FrameFault {
  /** Why there is no frame here. */
  fault: string;
  expected: string;
  found: string;
}

export type FrameScan = { payload: Uint8Array; end: number } | FrameFault | null;

/** The frame that begins at `at`; null exactly at the end of the bytes. */
export function scanFrame(bytes: Uint8Array, at: number): FrameScan {
  const left = bytes.length - at;
  if (left === 0) return null;
  if (left < FRAME_HEADER_BYTES) {
    return cut(`${FRAME_HEADER_BYTES} bytes of frame header`, `${left} bytes`);
  }
  const header = Buffer.from(bytes.buffer, bytes.byteOffset + at, FRAME_HEADER_BYTES);
  const length = header.readUInt32LE(0);
  const expected = header.readUInt32LE(4);
  const start = at + FRAME_HEADER_BYTES;
  if (length === 0 || length > MAX_PAYLOAD_BYTES || start + length > bytes.length) {
    return cut(`${length} bytes of payload`, `${bytes.length - start} bytes`);
  }
  const payload = bytes.subarray(start, start + length);
  const found = crc32c(payload);
  if (found !== expected) {
    return {
      fault: 'the checksum of a frame does not match',
      expected: `CRC-32C ${hex(expected)}`,
      found: `CRC-32C ${hex(found)}`,
    };
  }
  return { payload, end: start + length };
}

/** @throws ActaError `decrypt_failed`; Error where the compressed body is damaged */
export async function openPayload(
  payload: Uint8Array,
  cipher: Cipher,
  place: string,
): Promise<Uint8Array> {
  const packed = cipher.decrypt(payload, place);
  const body = packed.subarray(KIND_BYTES);
  if (packed[0] === PLAIN) return body;
  const length = Buffer.from(packed.buffer, packed.byteOffset).readUInt32LE(1);
  return unzstd(body, MAX_PAYLOAD_BYTES, length);
}

async function pack(body: Uint8Array): Promise<Uint8Array> {
  if (body.length >= COMPRESS_FROM_BYTES) {
    const small = await zstd(body);
    if (small.length < body.length) return tagged(ZSTD, small, body.length);
  }
  return tagged(PLAIN, body, body.length);
}

function tagged(kind: number, body: Uint8Array, length: number): Uint8Array {
  const packed = Buffer.allocUnsafe(KIND_BYTES + body.length);
  packed[0] = kind;
  packed.writeUInt32LE(length, 1);
  packed.set(body, KIND_BYTES);
  return packed;
}

function cut(expected: string, found: string): FrameFault {
  return { fault: 'a frame is cut', expected, found };
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
