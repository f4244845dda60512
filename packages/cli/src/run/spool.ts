// Records that could not be sent, one file each: written, flushed and renamed before the step's
// exit code is given on, so that a crash right after loses nothing. No credential is in them.
import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { SentEvent } from '@acta/event';
import { ActaApiError, type Client } from '@acta/sdk';

export interface SpooledRecord {
  v: 1;
  created: string;
  idempotency_key: string;
  events: SentEvent[];
}

export interface Sent {
  sent: number;
  /** Kept for the next time. */
  waiting: number;
  /** Refused for good; kept as `.refused` for a person to look at. */
  refused: number;
  /** Why sending stopped, where it did. */
  error: unknown;
}

/** Records that a spool holds; beyond it the disk is not filled further. */
const MAX_RECORDS = 10_000;
/** Problems of the content: sending it again can't help. */
const HOPELESS = new Set([400, 413, 415, 422]);

/** Folder of the spool: ACTA_SPOOL, or under the XDG state folder. */
export function spoolFolder(env: Record<string, string | undefined>): string {
  const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state');
  return env['ACTA_SPOOL'] || join(state, 'acta', 'spool');
}

/** Makes a record durable and returns its path. Throws where the disk refuses. */
export async function spool(folder: string, record: SpooledRecord): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const kept = (await readdir(folder)).length;
  if (kept >= MAX_RECORDS) throw new Error(`the spool ${folder} holds ${kept} records already`);
  const name = `${record.created.replaceAll(':', '')}-${record.idempotency_key}.json`;
  const path = join(folder, name);
  const temporary = `${path}.tmp`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.writeFile(JSON.stringify(record));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
  return path;
}

/** Names of the records that wait, oldest first. */
export async function spooled(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.json')).sort();
}

/** Sends what waits, oldest first, and stops at the first error that time may heal. */
export async function sendSpooled(folder: string, client: Client): Promise<Sent> {
  const names = await spooled(folder);
  const result: Sent = { sent: 0, waiting: 0, refused: 0, error: null };
  for (const [at, name] of names.entries()) {
    const path = join(folder, name);
    try {
      const record = await readRecord(path);
      // somebody else sent it in between
      if (record === null) continue;
      const { events, idempotency_key } = record;
      const answer = await client.emit(events, { idempotency_key });
      if (answer.rejected.length > 0) {
        result.refused++;
        await rename(path, `${path}.refused`);
      } else {
        result.sent++;
        await unlink(path).catch(() => undefined);
      }
    } catch (error) {
      if (error instanceof ActaApiError && HOPELESS.has(error.status)) {
        result.refused++;
        await rename(path, `${path}.refused`);
        continue;
      }
      return { ...result, waiting: names.length - at, error };
    }
  }
  return result;
}

async function readRecord(path: string): Promise<SpooledRecord | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as SpooledRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
