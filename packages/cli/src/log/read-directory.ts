import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { MAX_BUNDLE_BYTES } from '@acta/log';

/** Reads resources of a log's folder; full bundles may be kept as `….gz`. */
export function directoryReader(folder: string): (path: string) => Promise<Uint8Array | null> {
  const read = async (path: string) => {
    try {
      return await readFile(join(folder, path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  };
  return async (path) => {
    const plain = await read(path);
    if (plain !== null || path.endsWith('.gz')) return plain;
    const packed = await read(`${path}.gz`);
    return packed === null ? null : gunzipSync(packed, { maxOutputLength: MAX_BUNDLE_BYTES });
  };
}
