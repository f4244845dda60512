// The key of what the server itself keeps secret at rest: sources' secrets in control.db, payloads
// in spool/.
import { join } from 'node:path';
import { fromBase64, fromUtf8, toBase64, utf8 } from '../lib/bytes.ts';
import { KEY_BYTES } from '../lib/cipher.ts';
import { writeDurably } from '../lib/durable.ts';
import { ActaError } from '../lib/errors.ts';
import type { FileSystem } from '../lib/file-system.ts';
import type { Random } from '../lib/random.ts';

/**
 * The key in `keys/control.key`, made at the first start.
 * @param first whether there is no control.db yet: with one, a missing key is a loss
 */
export async function openDataKey(
  fs: FileSystem,
  dir: string,
  random: Random,
  first: boolean,
): Promise<Uint8Array> {
  const path = join(dir, 'keys', 'control.key');
  const bytes = await fs.readFile(path);
  if (bytes !== null) {
    const key = fromBase64(fromUtf8(bytes).trim());
    if (key.length === KEY_BYTES) return key;
    throw lost(`${path} is not a key.`);
  }
  if (!first) throw lost(`${path} is missing, and control.db was sealed with it.`);
  const key = random(KEY_BYTES);
  await writeDurably(fs, path, utf8(`${toBase64(key)}\n`), 0o600);
  return key;
}

function lost(detail: string): ActaError {
  const next =
    'Restore keys/ from a backup; or move control.db and spool/ away and set the sources up again.';
  return new ActaError({ code: 'key_missing', status: 500, fault: 'operator', detail, next });
}
