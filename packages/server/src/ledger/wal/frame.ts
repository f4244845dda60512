// Framing of the write-ahead log: u32 length, u32 CRC-32C of the payload, payload (little-endian).
// The payload is encrypted; its first plain byte says how the rest is kept, the next four how long
// it is. A frame that is cut or altered anywhere is told apart from a good one by length, checksum
// and tag.
import { CIPHER_OVERHEAD_BYTES } from '../../lib/cipher.ts';
import type { Cipher } from '../../lib/cipher.ts';
import { crc32c } from '../../lib/crc32c.ts';
import { unzstd } from '../../lib/compress.ts';

export const FRAME_HEADER_BYTES = 8;
/** A frame holds at most one commit; 1 GiB is far beyond the batch's own limits. */
const MAX_PAYLOAD_BYTES = 1_073_741_824;
/** Kind, and the length of the plain body. */
const KIND_BYTES = 5;
/** What is written: frames live for seconds, and zstd both ways takes longer than the disk. */
const PLAIN = 0;
/** What was written once, and is still read. */
const ZSTD = 1;

/** Length of the frame of a body. */
export function frameLength(body_bytes: number): number {
  return FRAME_HEADER_BYTES + KIND_BYTES + body_bytes + CIPHER_OVERHEAD_BYTES;
}

/**
 * @param place origin and file name: a frame of another file or log does not open here
 * @param memory to write the frame into; room for `frameLength`
 * @returns the frame, a view of the memory
 */
export function encodeFrame(
  body: Uint8Array,
  cipher: Cipher,
  place: string,
  memory: Buffer = Buffer.allocUnsafe(frameLength(body.length)),
): Uint8Array {
  const kind = Buffer.alloc(KIND_BYTES);
  kind[0] = PLAIN;
  kind.writeUInt32LE(body.length, 1);
  const frame = memory.subarray(0, frameLength(body.length));
  const payload = frame.subarray(FRAME_HEADER_BYTES);
  cipher.encryptInto(payload, [kind, body], place);
  frame.writeUInt32LE(payload.length, 0);
  frame.writeUInt32LE(crc32c(payload), 4);
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
  if (packed[0] !== ZSTD) return body;
  const length = Buffer.from(packed.buffer, packed.byteOffset).readUInt32LE(1);
  return unzstd(body, MAX_PAYLOAD_BYTES, length);
}

function cut(expected: string, found: string): FrameFault {
  return { fault: 'a frame is cut', expected, found };
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
