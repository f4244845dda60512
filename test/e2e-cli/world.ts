// A real server process and the real command, in a folder of their own.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { LoggedEvent } from '@acta/sdk';

const root = dirname(dirname(import.meta.dirname));
const MAX_TRIES = 50;
export const TOKEN = 'e2e-administrator-token-0123456789abcdef';

export interface Ran {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  stdin?: string;
  /** Told when the command has written something; for commands that run until interrupted. */
  onOutput?: (stdout: string, child: ChildProcess) => void;
}

export interface World {
  dir: string;
  data: string;
  /** Address of the running server. */
  url: string;
  acta: (args: string[], options?: RunOptions) => Promise<Ran>;
  /** Searches until that many events are found: they are searchable shortly after the answer. */
  find: (query: string[], count: number) => Promise<LoggedEvent[]>;
  start: () => Promise<void>;
  stop: () => Promise<number | null>;
}

/** A folder with a server that is started on demand; all of it goes when the test ends. */
export async function createWorld(t: TestContext): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'acta-e2e-'));
  const data = join(dir, 'data');
  let server: ChildProcess | null = null;
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: dir,
    XDG_STATE_HOME: join(dir, 'state'),
    ACTA_TOKEN: TOKEN,
    ACTA_ADMIN_TOKEN: TOKEN,
    NO_COLOR: '1',
  };
  const world: World = {
    dir,
    data,
    url: 'http://127.0.0.1:1',
    acta: (args, options = {}) => {
      const script = join(root, 'packages/cli/src/main.ts');
      const own = { ...env, ACTA_URL: world.url, ...options.env };
      return collect(spawn(process.execPath, [script, ...args], { cwd: dir, env: own }), options);
    },
    async find(query, count) {
      for (let tries = 0; ; tries++) {
        const ran = await world.acta(['search', ...query, '--json', '--all', '--oldest-first']);
        const events = jsonLines<LoggedEvent>(ran.stdout);
        if (events.length >= count) return events;
        if (ran.code !== 0 || tries === MAX_TRIES) throw new Error(ran.stderr);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async start() {
      const script = join(root, 'packages/server/src/main.ts');
      const args = [script, '--port', '0', '--data', data];
      server = spawn(process.execPath, args, {
        cwd: dir,
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      world.url = await readyUrl(server);
    },
    async stop() {
      const stopping = server;
      server = null;
      if (stopping === null || stopping.exitCode !== null) return stopping?.exitCode ?? null;
      const ended = new Promise<number | null>((resolve) => stopping.once('exit', resolve));
      stopping.kill('SIGTERM');
      return ended;
    },
  };
  t.after(async () => {
    await world.stop();
    await rm(dir, { recursive: true, force: true });
  });
  return world;
}

function readyUrl(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /is ready at (\S+)/.exec(output);
      if (ready?.[1]) resolve(ready[1]);
    });
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)));
  });
}

function collect(child: ChildProcess, { stdin, onOutput }: RunOptions): Promise<Ran> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      onOutput?.(stdout, child);
    });
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
    child.stdin?.end(stdin ?? '');
  });
}

/** Lines of NDJSON output. */
export function jsonLines<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
