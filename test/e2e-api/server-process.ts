// A real server process on a data directory of its own, and what tests do with it.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const ADMIN_TOKEN = 'e2e-administrator-token-0123456789abcdef';
export const MAIN = fileURLToPath(new URL('../../packages/server/src/main.ts', import.meta.url));

export interface Home {
  data: string;
  env: NodeJS.ProcessEnv;
  remove(): void;
}

/** A data directory and a place for the head outside of it, both new. */
export function newHome(env: NodeJS.ProcessEnv = {}): Home {
  const dir = mkdtempSync(join(tmpdir(), 'acta-e2e-'));
  return {
    data: join(dir, 'data'),
    env: {
      ...process.env,
      ACTA_ADMIN_TOKEN: ADMIN_TOKEN,
      ACTA_LOG_LEVEL: 'warn',
      XDG_STATE_HOME: join(dir, 'state'),
      ...env,
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

export interface Started {
  url: string;
  /** The one-time sign-in token that was printed. */
  signInToken: string;
  process: ChildProcess;
  output: () => string;
  call(method: string, path: string, body?: unknown, headers?: Headers): Promise<Answer>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export type Headers = Record<string, string>;

// oxlint-disable-next-line typescript/no-explicit-any
export interface Answer<T = any> {
  status: number;
  headers: globalThis.Headers;
  text: string;
  json: T;
}

/** Runs `main.ts` with arguments; the caller waits for what it wants of it. */
export function run(
  home: Home,
  args: string[] = [],
): { child: ChildProcess; output: () => string } {
  const all = ['--data', home.data, '--port', '0', ...args];
  const child = spawn(process.execPath, [MAIN, ...all], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return { child, output: () => output };
}

/** Starts a server and waits until it says that it is ready. */
export async function start(home: Home, args: string[] = []): Promise<Started> {
  const { child, output } = run(home, args);
  const signIn = await new Promise<string>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout! });
    lines.on('line', (line) => {
      if (line.startsWith('Sign in: ')) resolve(line.slice('Sign in: '.length));
    });
    child.once('exit', (code) => reject(new Error(`the server exited with ${code}: ${output()}`)));
  });
  const { origin, hash } = new URL(signIn);
  const exited = once(child, 'exit');
  return {
    url: origin,
    signInToken: hash.slice(1),
    process: child,
    output,
    call: (method, path, body, headers) => call(origin, method, path, body, headers),
    async stop() {
      child.kill('SIGTERM');
      const [code] = (await exited) as [number | null];
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function call(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Headers = { authorization: `Bearer ${ADMIN_TOKEN}` },
): Promise<Answer> {
  const isBytes = typeof body === 'string' || body instanceof Uint8Array;
  const answer = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers:
      body === undefined || isBytes ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: isBytes ? (body as string) : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = /\bjson/.test(answer.headers.get('content-type') ?? '');
  const json: unknown = isJson && text !== '' ? JSON.parse(text) : null;
  return { status: answer.status, headers: answer.headers, text, json };
}

/** Asks again until the answer is wanted, or gives the last one after `tries`. */
export async function until<T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => boolean,
  tries = 200,
): Promise<T> {
  let answer = await ask();
  for (let n = 1; n < tries && !wanted(answer); n++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer = await ask();
  }
  return answer;
}

/** Runs `work` with a started server, and cleans up whatever happens. */
export async function withServer(
  work: (server: Started, home: Home) => Promise<void>,
  options: { args?: string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<void> {
  const home = newHome(options.env);
  try {
    const server = await start(home, options.args);
    try {
      await work(server, home);
    } finally {
      if (server.process.exitCode === null) await server.stop();
    }
  } finally {
    home.remove();
  }
}

/** A small valid event; `n` tells it apart. */
export const sentEvent = (n: number, change: object = {}) => ({
  action: 'deployment.succeeded',
  actor: { type: 'user', id: `u${n}`, name: `user-${n}` },
  target: { type: 'service', id: 'pay', name: 'pay' },
  ...change,
});
