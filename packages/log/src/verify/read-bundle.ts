// Reading an entry bundle as logs really serve them: partial or already full, plain, or gzip
// without having been asked (C2SP tlog-tiles allows it; a log's folder keeps full bundles as
// `….gz`).
import { LogError } from '../error.ts';
import { decodeBundle, MAX_BUNDLE_BYTES } from '../tile/bundle.ts';
import { entriesPath, TILE_WIDTH } from '../tile/path.ts';
import type { ResourceReader } from '../tree/tile-reader.ts';

/** Decompresses gzip; refuses to give more than `maxBytes`. */
export type Gunzip = (bytes: Uint8Array, maxBytes: number) => Uint8Array | Promise<Uint8Array>;

/**
 * The entries of bundle `index` at a width, null where there is no such bundle. Throws
 * `bundle_malformed`, or `read_failed` where it is gzip and there is no decompressor.
 */
export async function readBundle(
  index: number,
  width: number,
  read: ResourceReader,
  gunzip?: Gunzip,
): Promise<Uint8Array | null> {
  const own = await readEither(entriesPath(index, width), read);
  if (own) return unpack(own, width, gunzip);
  const full = width < TILE_WIDTH ? await readEither(entriesPath(index), read) : null;
  if (!full) return null;
  const entries = decodeBundle(await unpack(full, TILE_WIDTH, gunzip)).slice(0, width);
  return full && cut(entries);
}

async function readEither(path: string, read: ResourceReader): Promise<Uint8Array | null> {
  return (await read(path)) ?? (await read(`${path}.gz`));
}

/** The bytes themselves where they are a bundle of that width, else what gzip makes of them. */
async function unpack(bytes: Uint8Array, width: number, gunzip?: Gunzip): Promise<Uint8Array> {
  if (isBundle(bytes, width)) return bytes;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  if (!gunzip) throw new LogError('read_failed', 'an entry bundle is gzip: give a decompressor');
  try {
    return await gunzip(bytes, MAX_BUNDLE_BYTES);
  } catch (cause) {
    throw new LogError('bundle_malformed', 'malformed entry bundle: damaged gzip', { cause });
  }
}

function isBundle(bytes: Uint8Array, width: number): boolean {
  let count = 0;
  let offset = 0;
  while (offset + 2 <= bytes.length && count <= width) {
    offset += 2 + (bytes[offset]! << 8) + bytes[offset + 1]!;
    count++;
  }
  return offset === bytes.length && count === width;
}

/** The bundle of the first entries: they are views on one array, one after the other. */
function cut(entries: Uint8Array[]): Uint8Array {
  const first = entries[0]!;
  const last = entries.at(-1)!;
  const start = first.byteOffset - 2;
  return new Uint8Array(first.buffer, start, last.byteOffset + last.length - start);
}
