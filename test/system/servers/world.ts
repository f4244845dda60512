// Real daemons beside a real Acta: started in temporary folders with configurations of their own,
// on free ports, and ended with the test.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoggedEvent as Event } from '../../../packages/sdk/src/api.ts';
import { newHome, start, type Started } from '../../e2e-api/server-process.ts';

export type TestLike = { after(done: () => Promise<void> | void): void };

const folders = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/sbin',
  ...(process.env['PATH'] ?? '').split(delimiter),
];

/** Path of a program; fails with the Debian package that has it. */
export function program(name: string, debianPackage: string): string {
  const found = folders.map((folder) => resolve(folder, name)).find((path) => existsSync(path));
  assert.ok(found, `${name} is missing: apt-get install ${debianPackage}`);
  return found;
}

/** A folder that goes when the test ends; anybody may look into it. */
export function temporary(t: TestLike): string {
  const dir = mkdtempSync(join(tmpdir(), 'acta-servers-'));
  execFileSync('chmod', ['755', dir]);
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A TCP port that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

export interface Daemon {
  output: () => string;
  stop: () => Promise<void>;
}

/** Starts a daemon in the foreground; it ends with the test. */
export function daemon(
  t: TestLike,
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; signal?: NodeJS.Signals } = {},
): Daemon {
  const { signal = 'SIGTERM', ...rest } = options;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...rest });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await ended;
    clearTimeout(late);
  };
  t.after(stop);
  return { output: () => output, stop };
}

/** Resolves once something listens; fails with what the daemon wrote. */
export async function listening(port: number, of?: Daemon): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await sleep(50);
  }
  assert.fail(`nothing listens at port ${port}: ${of?.output() ?? ''}`);
}

export interface Acta extends Started {
  /** Creates a source; gives its secret and address. */
  source: (
    name: string,
    type: string,
    settings?: Record<string, string>,
  ) => Promise<{ secret: string; intake_url: string }>;
  /** The first event that a query finds, once there is one. */
  event: (query: string) => Promise<Event>;
  /** All that a query finds, once there are so many. */
  events: (query: string, count: number) => Promise<Event[]>;
}

async function eventsOf(server: Started, query: string, count: number): Promise<Event[]> {
  let found: Event[] = [];
  for (let tries = 0; tries < 300; tries++) {
    const answer = await server.call('GET', `/v1/events?limit=500&q=${encodeURIComponent(query)}`);
    assert.equal(answer.status, 200, answer.text);
    found = answer.json.events as Event[];
    if (found.length >= count) return found;
    await sleep(50);
  }
  const all = await server.call('GET', '/v1/events?limit=200&q=');
  const seen = (all.json.events as Event[]).map(
    ({ source, action, actor, target, native, labels }) =>
      `${source.name} ${action} ${native ?? ''} ${actor?.name ?? '?'} → ${target?.name ?? '?'} ${labels?.['message'] ?? ''}`,
  );
  throw new Error(`${found.length} of ${count} for ${query}; there are:\n${seen.join('\n')}`);
}

/** An Acta that ends with the test. */
export async function acta(t: TestLike, env: NodeJS.ProcessEnv = {}): Promise<Acta> {
  const home = newHome(env);
  const server = await start(home);
  t.after(async () => {
    const code = server.process.exitCode ?? (await server.stop());
    home.remove();
    assert.equal(code, 0, server.output());
  });
  const events = (query: string, count: number) => eventsOf(server, query, count);
  return {
    ...server,
    events,
    event: async (query) => (await events(query, 1))[0] as Event,
    async source(name, type, settings = {}) {
      const created = await server.call('POST', '/v1/sources', { name, type, settings });
      assert.equal(created.status, 201, created.text);
      return created.json as { secret: string; intake_url: string };
    },
  };
}

/** Who did what to what, from where, and how it ended: what every event has to say. */
export const told = ({ action, actor, target, outcome, context }: Event) => ({
  who: actor?.name,
  what: action,
  to: `${target?.type} ${target?.name}`,
  ended: outcome,
  ...(context?.ip === undefined ? {} : { from: context.ip }),
});
