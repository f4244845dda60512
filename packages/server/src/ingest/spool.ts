// spool/: payloads of quarantine, encrypted, durable before anybody is told that they are kept.
import { join } from 'node:path';
import type { Cipher } from '../lib/cipher.ts';
import { ensureDirectory, writeDurably } from '../lib/durable.ts';
import type { FileSystem } from '../lib/file-system.ts';
import type { ReplayStore, SeenBody, Spool } from './ports.ts';

const nameShape = /^[a-z0-9_-]{1,80}$/;

export interface SpoolContext {
  fs: FileSystem;
  cipher: Cipher;
  /** The data directory, which stands. */
  dir: string;
  /** The log's origin: part of what binds a payload to its place. */
  origin: string;
}

/** A spool in `spool/` of the data directory. */
export async function openSpool({ fs, cipher, dir, origin }: SpoolContext): Promise<Spool> {
  const folder = join(dir, 'spool');
  await ensureDirectory(fs, folder, dir);
  const placeOf = (name: string) => `${origin} spool/${checked(name)}`;
  const pathOf = (name: string) => join(folder, `${checked(name)}.bin`);
  return {
    write: (name, bytes) => writeDurably(fs, pathOf(name), cipher.encrypt(bytes, placeOf(name))),
    async read(name) {
      const sealed = await fs.readFile(pathOf(name));
      return sealed === null ? null : cipher.decrypt(sealed, placeOf(name));
    },
    remove: (name) => fs.unlink(pathOf(name)),
  };
}

function checked(name: string): string {
  if (!nameShape.test(name)) throw new RangeError('not a name of the spool');
  return name;
}

/** What was seen of signed bodies, as one spool payload. */
export function spooledReplays(spool: Spool): ReplayStore {
  const name = 'seen-bodies';
  return {
    async load() {
      const bytes = await spool.read(name);
      if (bytes === null) return [];
      return JSON.parse(Buffer.from(bytes).toString('utf8')) as SeenBody[];
    },
    save: (seen) => spool.write(name, Buffer.from(JSON.stringify(seen))),
  };
}
