// Whether a folder lies on an encrypted block device, as far as Linux tells it without privileges.
import { readFile, realpath } from 'node:fs/promises';
import { basename } from 'node:path';

export interface Encryption {
  /** Null where it can't be told. */
  encrypted: boolean | null;
  text: string;
}

const ENCRYPTED_TYPES = new Set(['ecryptfs', 'fuse.gocryptfs', 'fuse.encfs']);

export async function encryptionOf(dir: string): Promise<Encryption> {
  try {
    const mounts = (await readFile('/proc/self/mounts', 'utf8')).split('\n');
    const mount = mountOf(await realpath(dir), mounts);
    if (mount === null) return { encrypted: null, text: 'its mount is not known' };
    const { device, type } = mount;
    if (ENCRYPTED_TYPES.has(type)) return { encrypted: true, text: `${type} at ${mount.point}` };
    if (!device.startsWith('/dev/')) {
      return { encrypted: null, text: `${type} at ${mount.point}: can't be told from here` };
    }
    const uuid = await mapperUuid(await realpath(device));
    if (uuid?.startsWith('CRYPT-'))
      return { encrypted: true, text: `${device} is a dm-crypt device` };
    if (uuid !== null)
      return { encrypted: null, text: `${device} is mapped: look below it with lsblk` };
    return { encrypted: false, text: `${device} is not encrypted by this machine` };
  } catch {
    return { encrypted: null, text: 'this system does not tell it' };
  }
}

interface Mount {
  device: string;
  point: string;
  type: string;
}

/** The mount that holds a path: the one with the longest point that is a prefix of it. */
export function mountOf(path: string, lines: string[]): Mount | null {
  let best: Mount | null = null;
  for (const line of lines) {
    const [device = '', point = '', type = ''] = line.split(' ');
    const inside = path === point || path.startsWith(point === '/' ? '/' : `${point}/`);
    if (point !== '' && inside && (best === null || point.length >= best.point.length)) {
      best = { device, point, type };
    }
  }
  return best;
}

async function mapperUuid(device: string): Promise<string | null> {
  const file = `/sys/class/block/${basename(device)}/dm/uuid`;
  return readFile(file, 'utf8').catch(() => null);
}
