// What can be wrong with a machine or a server, one function a question.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readCheckpoint, type Checkpoint } from '@acta/log';
import type { Client } from '@acta/sdk';
import { encryptionOf } from './encryption.ts';

export interface Diagnosis {
  name: string;
  /** `unknown`: could not be told, and why stands in `text`. */
  state: 'ok' | 'warning' | 'failed' | 'unknown';
  text: string;
  /** What to do, where something is to be done. */
  next?: string;
}

const MIN_FREE_BYTES = 1024 ** 3;
const LOW_FREE_BYTES = 10 * 1024 ** 3;
const MAX_CLOCK_OFF_MS = 2000;
const ENGINE = 'chdb';
const ENGINE_MS = 20_000;

export function checkNode(version: string): Diagnosis {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > 24 || (major === 24 && minor >= 12);
  const text = `Node ${version}`;
  if (enough) return { name: 'node', state: 'ok', text };
  return {
    name: 'node',
    state: 'failed',
    text,
    next: 'Acta needs Node 24.12 or newer; ./acta brings its own.',
  };
}

export async function checkDisk(dir: string): Promise<Diagnosis> {
  const name = 'disk space';
  const place = existsSync(dir) ? dir : join(dir, '..');
  try {
    const { bavail, bsize } = await statfs(place);
    const free = bavail * bsize;
    const text = `${(free / 1024 ** 3).toFixed(1)} GiB free for ${dir}`;
    const next = 'Free some space: a full disk makes the intake answer 503.';
    if (free < MIN_FREE_BYTES) return { name, state: 'failed', text, next };
    return free < LOW_FREE_BYTES
      ? { name, state: 'warning', text, next }
      : { name, state: 'ok', text };
  } catch (error) {
    return { name, state: 'unknown', text: String(error) };
  }
}

export async function checkKeys(dir: string): Promise<Diagnosis> {
  const name = 'permissions of keys';
  const folder = join(dir, 'keys');
  if (!existsSync(folder))
    return { name, state: 'ok', text: 'no keys yet: they are made at the first start' };
  const open: string[] = [];
  for (const file of ['.', ...(await readdir(folder))]) {
    const { mode } = await stat(join(folder, file));
    if ((mode & 0o077) !== 0) open.push(file === '.' ? 'keys/' : `keys/${file}`);
  }
  if (open.length === 0) return { name, state: 'ok', text: 'only the owner can read keys/' };
  const next = `Run: chmod -R go= ${folder}`;
  return { name, state: 'failed', text: `others can read ${open.join(', ')}`, next };
}

export async function checkEncryption(dir: string): Promise<Diagnosis> {
  const name = 'encrypted disk';
  const { encrypted, text } = await encryptionOf(existsSync(dir) ? dir : join(dir, '..'));
  if (encrypted === null) return { name, state: 'unknown', text };
  if (encrypted) return { name, state: 'ok', text };
  const next =
    'index/ and control.db are searchable and so in the clear: keep them on an encrypted disk.';
  return { name, state: 'warning', text, next };
}

export async function checkEngine(): Promise<Diagnosis> {
  const name = 'search engine';
  const code = await new Promise<number | null>((resolve) => {
    const script = 'import(process.argv[1]).then(() => process.exit(0), () => process.exit(1))';
    const options = { cwd: import.meta.dirname, stdio: 'ignore' as const, timeout: ENGINE_MS };
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, ENGINE], options);
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });
  if (code === 0) return { name, state: 'ok', text: 'the embedded ClickHouse loads' };
  const next = 'Install again on a supported platform, or set index.url to a ClickHouse server.';
  return { name, state: 'failed', text: 'the embedded ClickHouse does not load', next };
}

export async function checkServer(client: Client): Promise<Diagnosis> {
  const name = 'server';
  try {
    const ready = await client.ready();
    if (ready) return { name, state: 'ok', text: `${client.url} is ready` };
    return {
      name,
      state: 'warning',
      text: `${client.url} is not ready`,
      next: 'It says why at /readyz.',
    };
  } catch {
    const next = 'Start it with: acta serve. Name another with --url.';
    return { name, state: 'warning', text: `${client.url} can't be reached`, next };
  }
}

export async function checkPort(url: string, serving: boolean): Promise<Diagnosis> {
  const name = 'port';
  const { hostname, port, protocol } = new URL(url);
  const number = Number(port || (protocol === 'https:' ? 443 : 80));
  if (serving) return { name, state: 'ok', text: `${number} is the server's` };
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
    return { name, state: 'unknown', text: `${hostname} is another machine` };
  }
  const code = await new Promise<string | null>((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
    probe.listen(number, hostname.replace(/[[\]]/g, ''), () => probe.close(() => resolve(null)));
  });
  if (code === null) return { name, state: 'ok', text: `${number} is free` };
  const next = 'Another program has it: choose one with --port.';
  return { name, state: 'failed', text: `${number} can't be used (${code})`, next };
}

export async function checkClock(url: string, now: () => number): Promise<Diagnosis> {
  const name = 'clock';
  try {
    const asked = now();
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(5000) });
    const date = Date.parse(response.headers.get('date') ?? '');
    // The header has whole seconds
    const off = Math.abs((asked + now()) / 2 - date - 500);
    if (Number.isNaN(off)) return await localClock(name);
    const text = `${Math.round(off)} ms from the server's`;
    if (off <= MAX_CLOCK_OFF_MS) return { name, state: 'ok', text };
    return { name, state: 'warning', text, next: 'Synchronise both clocks (NTP).' };
  } catch {
    return localClock(name);
  }
}

async function localClock(name: string): Promise<Diagnosis> {
  if (existsSync('/run/systemd/timesync/synchronized')) {
    return { name, state: 'ok', text: 'synchronised by systemd-timesyncd' };
  }
  const daemon = ['/run/chrony', '/run/chrony.pid', '/run/ntpd.pid'].find((path) =>
    existsSync(path),
  );
  if (daemon !== undefined) return { name, state: 'ok', text: `a time daemon runs (${daemon})` };
  return {
    name,
    state: 'unknown',
    text: 'no server to compare with, and no time daemon known to run',
  };
}

/** The newest of the signed checkpoints in a file of padded slots. */
function newestOf(text: string): Checkpoint {
  const notes = text.split('\0').filter((note) => note !== '');
  const heads = notes.map((note) => readCheckpoint(note));
  return heads.reduce((newest, head) => (head.size > newest.size ? head : newest));
}

/** The signed head of the data directory against the one remembered outside of it. */
export async function checkHead(
  dir: string,
  env: Record<string, string | undefined>,
): Promise<Diagnosis> {
  const name = 'head of the log';
  const text = await readFile(join(dir, 'state', 'checkpoint'), 'utf8').catch(() => null);
  if (text === null) return { name, state: 'ok', text: 'no log yet' };
  try {
    const head = newestOf(text);
    const state = env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state');
    const file = join(
      state,
      'acta',
      `${head.origin.replaceAll(/[^A-Za-z0-9._-]/g, '_')}.checkpoint`,
    );
    const kept = await readFile(file, 'utf8').catch(() => null);
    const size = `${head.size.toLocaleString('en')} entries`;
    if (kept === null)
      return { name, state: 'warning', text: `${size}; no head is remembered in ${file}` };
    const remembered = readCheckpoint(kept).size;
    if (remembered <= head.size)
      return { name, state: 'ok', text: `${size}, not older than remembered` };
    const next =
      'The data directory is older than the log was: find the newer one before you start.';
    return {
      name,
      state: 'failed',
      text: `${size}, but ${remembered} are remembered in ${file}`,
      next,
    };
  } catch (error) {
    return { name, state: 'failed', text: String(error), next: 'Run acta verify.' };
  }
}
