// Verification in a process of its own at the lowest priority: it reads the whole log, and must
// take nothing from intake. It works without the directory's lock, as `acta verify` does.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { VerifyProgress, VerifyResult } from '../ledger/index.ts';

const CHILD = fileURLToPath(new URL('./verify-child.ts', import.meta.url));

/** What the child tells its parent. */
export type VerifyMessage =
  | { progress: VerifyProgress }
  | { result: VerifyResult }
  | { error: string };

export interface VerifyProcessOptions {
  /** The data directory, absolute. */
  dir: string;
  head_file: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
  onProgress: (progress: VerifyProgress) => void;
  /** Ends the process. */
  signal: AbortSignal;
}

/** Verifies a data directory. Rejects when the process can't check it or ends without a result. */
export function verifyInProcess(options: VerifyProcessOptions): Promise<VerifyResult> {
  const { dir, head_file, env, onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    const args = head_file === undefined ? [dir] : [dir, head_file];
    // It needs no way in to the server.
    const { ACTA_ADMIN_TOKEN: _token, ...given } = env;
    const child = fork(CHILD, args, { env: given, signal, stdio: ['ignore', 2, 2, 'ipc'] });
    child.on('message', (message: VerifyMessage) => {
      if ('progress' in message) onProgress(message.progress);
      else if ('result' in message) resolve(message.result);
      else reject(new Error(message.error));
    });
    child.on('error', reject);
    child.on('exit', (code, ended) => {
      reject(new Error(`the verifying process ended with ${ended ?? code} and without a result`));
    });
  });
}
