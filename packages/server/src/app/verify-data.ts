// Verification of a data directory from outside: read-only, without its lock, whether a server runs
// on it or not.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verifyDirectory, type VerifyProgress, type VerifyResult } from '../ledger/index.ts';
import { layoutOf } from '../ledger/layout.ts';
import { openKeys } from '../ledger/start/keys.ts';
import { headFileIn, outsideHead } from '../ledger/start/outside-head.ts';
import { createCipher } from '../lib/cipher.ts';
import { ActaError } from '../lib/errors.ts';
import { nodeFileSystem } from '../lib/node-file-system.ts';
import { createRandom } from '../lib/random.ts';
import { stateFolder } from './directories.ts';

export interface VerifyDataOptions {
  /** The data directory, absolute. */
  dir: string;
  /** For XDG_STATE_HOME, where the head is remembered. */
  env: Readonly<Record<string, string | undefined>>;
  /** `log.head_file`, where it is set. */
  head_file?: string | undefined;
  onProgress?: (progress: VerifyProgress) => void;
}

export interface VerifiedData extends VerifyResult {
  origin: string;
  vkey: string;
}

/** Verifies all of it. Throws ActaError where it can't be checked: no log, no keys. */
export async function verifyData(options: VerifyDataOptions): Promise<VerifiedData> {
  const { dir, env, head_file, onProgress } = options;
  const fs = nodeFileSystem();
  const random = createRandom();
  const layout = layoutOf(dir);
  if (!existsSync(layout.log) && !existsSync(layout.state)) throw noLog(dir);
  const keys = await openKeys({
    fs,
    root: dir,
    dir: layout.keys,
    random,
    origin: undefined,
    must_exist: true,
  });
  const { origin, data_key } = keys;
  const cipher = createCipher(data_key, random);
  // The sizes at which segments are cut play no part in reading them
  const wal = { fs, dir: layout.wal, cipher, origin, segment_entries: 1, segment_bytes: 1 };
  const path = head_file ?? headFileIn(stateFolder(env), origin);
  const outside = existsSync(path) ? outsideHead(fs, path, keys) : null;
  const store = { fs, layout, cipher, origin };
  const result = await verifyDirectory({ store, wal, log: keys, outside, onProgress });
  return { ...result, origin, vkey: keys.vkey };
}

function noLog(dir: string): ActaError {
  return new ActaError({
    code: 'no_log',
    status: 404,
    fault: 'caller',
    detail: `There is no log in ${join(dir, 'log')}.`,
    next: 'Name the data directory with --data.',
  });
}
