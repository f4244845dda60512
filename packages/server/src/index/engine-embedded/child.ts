// The engine's own process. It takes its orders as one JSON line on standard input, says on
// standard output where it listens, and goes when its input ends, which is also how a parent's
// death shows.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { collectStart } from '../../lib/heap.ts';
import { INSERT_FILE } from '../insert-file.ts';
import { engineConfig, type EngineSettings } from './config.ts';
import { openConnections } from './connections.ts';
import { createHttpInterface } from './http-interface.ts';
import { loadEngine } from './native.ts';

/** What the parent says first. */
export interface EngineOrders {
  dir: string;
  password: string;
  /** 0 for any; later starts ask for the same again. */
  port: number;
  connections: number;
  max_body_bytes: number;
  settings: EngineSettings;
}

/** What the child answers once: where it listens, or why it can't. */
export type EngineReport = { port: number } | { error: string };

const SHUTDOWN_MS = 8000;
const OWNER_ONLY = 0o700;
const ENGINE_NICE = 2;
const MERGES_NICE = 10;
const LOOK_FOR_MERGES_MS = 1000;

async function start(orders: EngineOrders): Promise<() => Promise<void>> {
  // What is searchable stands here in the clear: nobody else on this machine reads it.
  mkdirSync(orders.dir, { recursive: true, mode: OWNER_ONLY });
  chmodSync(orders.dir, OWNER_ONLY);
  for (const name of readdirSync(orders.dir)) {
    if (name.startsWith(INSERT_FILE)) rmSync(join(orders.dir, name), { force: true });
  }
  const config = join(orders.dir, 'engine.xml');
  writeFileSync(config, engineConfig(orders.settings));
  const data = join(orders.dir, 'data');
  const args = [`--config-file=${config}`];
  const connections = openConnections({
    engine: loadEngine(),
    dir: data,
    insert_dir: orders.dir,
    args,
    count: orders.connections,
  });
  lowerMerges();
  const server = createHttpInterface({ ...orders, connections });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(orders.port, '127.0.0.1', resolve);
  });
  setImmediate(collectStart);
  report({ port: (server.address() as AddressInfo).port });
  return async () => {
    server.close();
    await connections.close();
  };
}

/**
 * Merges can wait; what is asked and inserted can't. The engine makes their threads with the first
 * table. Where threads have no names all stay alike.
 */
function lowerMerges(): void {
  const tasks = '/proc/self/task';
  if (!existsSync(tasks)) return;
  const timer = setInterval(() => {
    for (const id of readdirSync(tasks)) {
      if (!isMerging(join(tasks, id, 'comm'))) continue;
      setPriority(Number(id), MERGES_NICE);
      clearInterval(timer);
    }
  }, LOOK_FOR_MERGES_MS).unref();
}

function isMerging(file: string): boolean {
  try {
    return readFileSync(file, 'utf8').startsWith('Merge');
  } catch {
    return false; // a thread that has ended meanwhile
  }
}

function report(answer: EngineReport): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

let stop: (() => Promise<void>) | undefined;
const orders = createInterface({ input: process.stdin });
orders.once('line', (line) => {
  start(JSON.parse(line) as EngineOrders).then(
    (stopper) => (stop = stopper),
    (error: unknown) => {
      report({ error: error instanceof Error ? error.message : String(error) });
      process.exitCode = 1;
      orders.close();
    },
  );
});
orders.once('close', () => {
  setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
  const stopped = stop === undefined ? Promise.resolve() : stop();
  stopped.then(
    () => process.exit(),
    () => process.exit(1),
  );
});
// Before the engine makes its threads, which inherit it: intake and answers go first.
setPriority(ENGINE_NICE);
// Signals meant for the whole terminal reach the child too; the parent decides when it goes.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
