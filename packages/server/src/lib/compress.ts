// zstd and gzip off the main thread, with a limit on what comes out: a small input must not be
// able to fill the memory.
import { constants, gunzip, gunzipSync, gzip, zstdCompress, zstdDecompress } from 'node:zlib';
import { promisify } from 'node:util';
import { plain } from './bytes.ts';

const compressZstd = promisify(zstdCompress);
const decompressZstd = promisify(zstdDecompress);
const compressGzip = promisify(gzip);
const decompressGzip = promisify(gunzip);

/** Default cap of what a decompression may give: 256 MiB. */
export const MAX_DECOMPRESSED_BYTES = 268_435_456;

/** Room for the output: with Node's default of 16 KiB each such piece costs a turn of the loop. */
function chunkFor(expected_bytes: number): number {
  return Math.min(Math.max(expected_bytes, 16_384), 8_388_608);
}

export async function zstd(bytes: Uint8Array, level = 1): Promise<Uint8Array> {
  return plain(
    await compressZstd(bytes, {
      params: { [constants.ZSTD_c_compressionLevel]: level },
      chunkSize: chunkFor(bytes.length / 2),
    }),
  );
}

/** @throws RangeError (`ERR_BUFFER_TOO_LARGE`) above `max_bytes`; Error where it isn't zstd */
export async function unzstd(
  bytes: Uint8Array,
  max_bytes = MAX_DECOMPRESSED_BYTES,
  expected_bytes = bytes.length * 8,
): Promise<Uint8Array> {
  const chunkSize = chunkFor(expected_bytes);
  return plain(await decompressZstd(bytes, { maxOutputLength: max_bytes, chunkSize }));
}

/** The same input gives the same bytes: the header holds no time and no name. */
export async function gzipped(bytes: Uint8Array, level = 6): Promise<Uint8Array> {
  return plain(await compressGzip(bytes, { level, chunkSize: chunkFor(bytes.length / 2) }));
}

/** @throws as {@link unzstd} */
export async function gunzipped(
  bytes: Uint8Array,
  max_bytes = MAX_DECOMPRESSED_BYTES,
): Promise<Uint8Array> {
  return plain(
    await decompressGzip(bytes, {
      maxOutputLength: max_bytes,
      chunkSize: chunkFor(bytes.length * 4),
    }),
  );
}

export function gunzippedSync(bytes: Uint8Array, max_bytes = MAX_DECOMPRESSED_BYTES): Uint8Array {
  return plain(gunzipSync(bytes, { maxOutputLength: max_bytes }));
}
