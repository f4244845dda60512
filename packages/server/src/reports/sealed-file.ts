// Finished exports at rest: frames of AES-256-GCM, each sealed by itself with a fresh nonce, so
// that a large file is read as a stream. The associated data holds the file's place, the frame's
// number and whether it is the last: none can be moved, left out, or cut off at the end. Layout:
// frames of u32 (little-endian) length ‖ sealed bytes.
import { open } from 'node:fs/promises';
import { ActaError } from '../lib/errors.ts';
import { CIPHER_OVERHEAD_BYTES } from '../lib/cipher.ts';
import type { Cipher } from '../lib/cipher.ts';

const FRAME_BYTES = 262_144;
const LENGTH_BYTES = 4;

/** Where the bytes of an export go. */
export interface Sink {
  write(bytes: Uint8Array): Promise<void>;
  /** Ends it and makes it durable. */
  close(): Promise<void>;
  /** Gives up; what was written is left to the caller. */
  abandon(): Promise<void>;
}

/** @param place what the file is, for example `<origin> exports/<name>`; needed again to read */
export async function createSealedFile(path: string, cipher: Cipher, place: string): Promise<Sink> {
  const handle = await open(path, 'wx', 0o600);
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  let number = 0;

  async function frame(plain: Uint8Array, last: boolean): Promise<void> {
    const sealed = cipher.encrypt(plain, frameOf(place, number, last));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(sealed.length);
    number += 1;
    await handle.writeFile(Buffer.concat([length, sealed]));
  }

  return {
    async write(part) {
      waiting.push(part);
      bytes += part.length;
      if (bytes < FRAME_BYTES) return;
      const whole = Buffer.concat(waiting);
      const full = whole.length - (whole.length % FRAME_BYTES);
      for (let at = 0; at < full; at += FRAME_BYTES) {
        await frame(whole.subarray(at, at + FRAME_BYTES), false);
      }
      waiting = [whole.subarray(full)];
      bytes = whole.length - full;
    },
    async close() {
      await frame(Buffer.concat(waiting), true);
      await handle.sync();
      await handle.close();
    },
    abandon: () => handle.close(),
  };
}

/** @throws ActaError `decrypt_failed` where a frame differs, is missing or is too much */
export async function* readSealedFile(
  path: string,
  cipher: Cipher,
  place: string,
): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    let at = 0;
    for (let number = 0; at < size || number === 0; number += 1) {
      const length = await readLength(handle, at);
      if (length === null || at + LENGTH_BYTES + length > size) throw cut(place);
      const sealed = Buffer.alloc(length);
      await handle.read(sealed, 0, length, at + LENGTH_BYTES);
      at += LENGTH_BYTES + length;
      yield cipher.decrypt(sealed, frameOf(place, number, at === size));
    }
  } finally {
    await handle.close();
  }
}

type Handle = Awaited<ReturnType<typeof open>>;

/** Null where no frame can begin. */
async function readLength(handle: Handle, at: number): Promise<number | null> {
  const bytes = Buffer.alloc(LENGTH_BYTES);
  const { bytesRead } = await handle.read(bytes, 0, LENGTH_BYTES, at);
  const length = bytes.readUInt32LE();
  const isFrame = bytesRead === LENGTH_BYTES && length <= FRAME_BYTES + CIPHER_OVERHEAD_BYTES;
  return isFrame ? length : null;
}

const frameOf = (place: string, number: number, last: boolean): string =>
  `${place} ${number}${last ? ' end' : ''}`;

function cut(place: string): ActaError {
  return new ActaError({
    code: 'decrypt_failed',
    status: 500,
    fault: 'operator',
    detail: `The export ${place} is cut off or damaged.`,
    next: 'Make the export again.',
  });
}
