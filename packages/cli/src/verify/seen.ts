// The last checkpoint seen of another server's log: whoever shows us a shorter or another history
// later is found out.
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { readCheckpoint, type KnownHead } from '@acta/log';
import { CommandError } from '../error.ts';

export interface Seen {
  /** Signed note. */
  checkpoint: string;
  /** Keys that it was checked against; empty where none were given. */
  vkeys: string[];
}

/** File that remembers the log at an address. */
export function seenFile(env: Record<string, string | undefined>, url: string): string {
  const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state');
  const { host, pathname } = new URL(url);
  const name = `${host}${pathname}`.replace(/\/+$/, '').replaceAll(/[^A-Za-z0-9._-]/g, '_');
  return join(state, 'acta', 'seen', `${name}.json`);
}

/** What is remembered, or null. Throws where the file can't be read: it must not be passed over. */
export async function readSeen(path: string): Promise<Seen | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const seen = JSON.parse(text) as Seen;
    readCheckpoint(seen.checkpoint);
    return seen;
  } catch (cause) {
    const next = 'Delete it if you accept that earlier history is no longer compared.';
    throw new CommandError(`${path} is damaged`, next, { exit: 2, cause });
  }
}

/** The remembered head, for a verification. */
export function headOf(seen: Seen, path: string): KnownHead {
  const { size, root } = readCheckpoint(seen.checkpoint);
  return { size, root, source: `seen before, ${path}` };
}

/** Remembers a checkpoint, durably. */
export async function remember(path: string, seen: Seen): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(seen, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
