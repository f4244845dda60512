// zstd and gzip, with a limit on what comes out: a small input must not be able to fill the memory.
// Large pieces go to another thread. The way there and back costs 150 µs of CPU, several times the
// work itself for a small piece, which is done at once.
import {
  constants,
  gunzip,
  gunzipSync,
  gzip,
  gzipSync,
  zstdCompress,
  zstdCompressSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';
import { promisify } from 'node:util';
import { plain } from './bytes.ts';

const compressZstd = promisify(zstdCompress);
const decompressZstd = promisify(zstdDecompress);
const compressGzip = promisify(gzip);
const decompressGzip = promisify(gunzip);

/** Default cap of what a decompression may give: 256 MiB. */
export const MAX_DECOMPRESSED_BYTES = 268_435_456;

/** Plain bytes up to which zstd is done at once: a bundle's records, below a millisecond. */
const ZSTD_AT_ONCE_BYTES = 393_216;
/** The same for gzip, which takes three times as long: a bundle's leaves. */
const GZIP_AT_ONCE_BYTES = 131_072;

/** Room for the output: with Node's default of 16 KiB each such piece costs a turn of the loop. */
function chunkFor(expected_bytes: number): number {
  return Math.min(Math.max(expected_bytes, 16_384), 8_388_608);
}

export async function zstd(bytes: Uint8Array, level = 1): Promise<Uint8Array> {
  const options = {
    params: { [constants.ZSTD_c_compressionLevel]: level },
    chunkSize: chunkFor(bytes.length / 2),
  };
  const at_once = bytes.length <= ZSTD_AT_ONCE_BYTES;
  return plain(at_once ? zstdCompressSync(bytes, options) : await compressZstd(bytes, options));
}

/** @throws RangeError (`ERR_BUFFER_TOO_LARGE`) above `max_bytes`; Error where it isn't zstd */
export async function unzstd(
  bytes: Uint8Array,
  max_bytes = MAX_DECOMPRESSED_BYTES,
  expected_bytes = bytes.length * 8,
): Promise<Uint8Array> {
  const options = { maxOutputLength: max_bytes, chunkSize: chunkFor(expected_bytes) };
  const at_once = Math.max(bytes.length, expected_bytes) <= ZSTD_AT_ONCE_BYTES;
  return plain(at_once ? zstdDecompressSync(bytes, options) : await decompressZstd(bytes, options));
}

/**
 * The same input gives the same bytes: the header holds no time and no name. Of leaves, whose ids
 * and digests don't compress, level 6 makes 78 bytes each and level 3 makes 80, in half the time.
 */
export async function gzipped(bytes: Uint8Array, level = 3): Promise<Uint8Array> {
  const options = { level, chunkSize: chunkFor(bytes.length / 2) };
  const at_once = bytes.length <= GZIP_AT_ONCE_BYTES;
  return plain(at_once ? gzipSync(bytes, options) : await compressGzip(bytes, options));
}

/** @throws as {@link unzstd} */
export async function gunzipped(
  bytes: Uint8Array,
  max_bytes = MAX_DECOMPRESSED_BYTES,
): Promise<Uint8Array> {
  const options = { maxOutputLength: max_bytes, chunkSize: chunkFor(bytes.length * 4) };
  return plain(await decompressGzip(bytes, options));
}

export function gunzippedSync(bytes: Uint8Array, max_bytes = MAX_DECOMPRESSED_BYTES): Uint8Array {
  return plain(gunzipSync(bytes, { maxOutputLength: max_bytes }));
}
