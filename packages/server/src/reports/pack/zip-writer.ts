// A zip written as a stream (PKWARE APPNOTE 4.3), with the SHA-256 of every file in it.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Zip, ZipDeflate } from 'fflate';
import { ActaError } from '../../lib/errors.ts';

export interface ZipFile {
  sha256: string;
  bytes: number;
}

export interface ZipWriter {
  /** Adds a file from its pieces. A name is used once. */
  add(
    name: string,
    pieces: AsyncIterable<string | Uint8Array> | string | Uint8Array,
  ): Promise<void>;
  /** Name, digest and size of what was added so far, in order. */
  files(): Record<string, ZipFile>;
  /** Ends the archive and makes it durable. */
  close(): Promise<void>;
  /** Gives up; the file is left to the caller. */
  abandon(): Promise<void>;
}

/** Without zip64, offsets end at 4 GiB; some readers stop there as well. */
const MAX_ZIP_BYTES = 0xff_ff_00_00;

/** Opens `path` for a new archive. `modified` goes into every entry. */
export async function createZip(path: string, modified: Date): Promise<ZipWriter> {
  const handle = await open(path, 'wx', 0o600);
  const files: Record<string, ZipFile> = {};
  let pending: Uint8Array[] = [];
  let written = 0;
  let broken: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) broken = error;
    else if (chunk.length > 0) pending.push(chunk);
  });
  const drain = async (): Promise<void> => {
    if (broken) throw broken;
    const chunks = pending;
    pending = [];
    for (const chunk of chunks) {
      written += chunk.length;
      if (written > MAX_ZIP_BYTES) throw tooLarge();
      await handle.write(chunk);
    }
  };
  return {
    files: () => files,
    async add(name, pieces) {
      const entry = new ZipDeflate(name, { level: 6 });
      entry.mtime = modified;
      zip.add(entry);
      const hash = createHash('sha256');
      let bytes = 0;
      const whole = typeof pieces === 'string' || pieces instanceof Uint8Array;
      for await (const piece of whole ? [pieces] : pieces) {
        // fflate keeps what it is given: an owned copy in one buffer
        const chunk = typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
        hash.update(chunk);
        bytes += chunk.length;
        entry.push(chunk);
        await drain();
      }
      entry.push(new Uint8Array(0), true);
      await drain();
      files[name] = { sha256: hash.digest('hex'), bytes };
    },
    async close() {
      zip.end();
      await drain();
      await handle.sync();
      await handle.close();
    },
    async abandon() {
      zip.terminate();
      await handle.close();
    },
  };
}

function tooLarge(): ActaError {
  return new ActaError({
    code: 'pack_too_large',
    status: 413,
    fault: 'caller',
    detail: 'The evidence pack would be larger than 4 GiB.',
    next: 'Narrow the query or the time range, and make several packs.',
  });
}
