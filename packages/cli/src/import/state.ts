// How far each file was imported: one line for each piece that the server took, in the user's state
// folder. Where it is lost, the server knows the records again.
import { hash } from 'node:crypto';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { InputFile } from './inputs.ts';

export interface FileState {
  path: string;
  bytes: number;
  modified_ms: number;
  fingerprint: string;
  /** Records that the server took. */
  records: number;
  done: boolean;
}

export interface ImportState {
  of(path: string): FileState | undefined;
  /** Whether the whole file was imported, and has not changed since. */
  isDone(file: InputFile): boolean;
  note(state: FileState): Promise<void>;
}

/** The file that remembers imports into a source of a server. */
export function stateFile(env: Record<string, string | undefined>, url: string, source: string) {
  const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state');
  const name = hash('sha256', `${url.replace(/\/+$/, '')}\0${source}`).slice(0, 16);
  return join(state, 'acta', 'import', `${source}-${name}.ndjson`);
}

/** What the file remembers; nothing of it where it starts anew. */
export async function openState(path: string, anew: boolean): Promise<ImportState> {
  const known = new Map<string, FileState>();
  if (!anew) for (const state of await readStates(path)) known.set(state.path, state);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return {
    of: (file) => known.get(file),
    isDone({ path: file, bytes, modified_ms }) {
      const state = known.get(file);
      return state?.done === true && state.bytes === bytes && state.modified_ms === modified_ms;
    },
    async note(state) {
      known.set(state.path, state);
      await appendFile(path, `${JSON.stringify(state)}\n`, { mode: 0o600 });
    },
  };
}

async function readStates(path: string): Promise<FileState[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as FileState];
    } catch {
      return []; // a line that a crash cut short
    }
  });
}
