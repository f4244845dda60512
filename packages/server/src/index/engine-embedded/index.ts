// Keeps the engine's process running: starts it, waits until it listens, starts it again with
// growing pauses when it dies, and stops it with its owner.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { ActaError, messageOf } from '../../lib/errors.ts';
import type { EngineAddress, EngineHandle } from '../engine.ts';
import type { EngineOrders, EngineReport } from './child.ts';
import { ENGINE_SETTINGS, type EngineSettings } from './config.ts';

export interface EmbeddedEngineOptions {
  /** Folder for the engine's files; made where it is missing. */
  dir: string;
  settings?: Partial<EngineSettings>;
  /** Statements that run at the same time. */
  connections?: number;
  /** Told of each unexpected end and of each new start. */
  onEvent?: (event: EngineEvent) => void;
}

export type EngineEvent =
  | { what: 'started'; pid: number; restarts: number }
  | { what: 'died'; code: number | null; signal: string | null; stderr: string }
  | { what: 'failed'; error: string };

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** A life longer than this starts the pauses from the first again. */
const HEALTHY_MS = 30_000;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 9000;
const MAX_BODY_BYTES = 256 * 1024 * 1024;
const STDERR_KEPT = 2000;
const CONNECTIONS = 4;

/** Starts the embedded engine. @throws ActaError `index_engine_failed` where it does not start */
export async function startEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EngineHandle> {
  const password = randomBytes(24).toString('base64url');
  const state = { stopped: false, restarts: 0, pause_ms: FIRST_PAUSE_MS, port: 0 };
  let child: ChildProcess | undefined;
  let ready: Promise<EngineAddress>;

  const launch = async (): Promise<EngineAddress> => {
    const started_ms = performance.now();
    const spawned = spawnChild();
    child = spawned;
    let stderr = '';
    let listening = false;
    spawned.stderr!.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_KEPT);
    });
    const gone = new Promise<void>((resolve) => {
      spawned.once('exit', (code, signal) => {
        resolve();
        // One that ends before it listens is the starter's own affair.
        if (state.stopped || !listening) return;
        options.onEvent?.({ what: 'died', code, signal, stderr });
        if (performance.now() - started_ms > HEALTHY_MS) state.pause_ms = FIRST_PAUSE_MS;
        ready = relaunch();
        ready.catch(() => {});
      });
    });
    const report = await firstReport(spawned, ordersOf(options, password, state.port), gone);
    if ('error' in report) throw new Error(`${report.error} ${stderr}`.trim());
    listening = true;
    state.port = report.port;
    options.onEvent?.({ what: 'started', pid: spawned.pid!, restarts: state.restarts });
    const url = `http://127.0.0.1:${report.port}`;
    return { url, username: 'default', password, insert_dir: options.dir };
  };

  const relaunch = async (): Promise<EngineAddress> => {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, state.pause_ms));
      if (state.stopped) throw stoppedError();
      state.pause_ms = Math.min(state.pause_ms * 2, LONGEST_PAUSE_MS);
      state.restarts += 1;
      try {
        return await launch();
      } catch (error) {
        options.onEvent?.({ what: 'failed', error: messageOf(error) });
        child?.kill('SIGKILL');
      }
    }
  };

  ready = launch();
  try {
    await ready;
  } catch (error) {
    state.stopped = true;
    child?.kill('SIGKILL');
    throw startError(error);
  }
  return {
    address: () => ready,
    pid: () => child?.pid,
    async stop() {
      state.stopped = true;
      if (child !== undefined) await stopChild(child);
    },
  };
}

function spawnChild(): ChildProcess {
  const file = fileURLToPath(new URL('./child.ts', import.meta.url));
  const cache = getCompileCacheDir();
  return spawn(process.execPath, [file], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      UV_THREADPOOL_SIZE: '8',
      TZ: 'UTC',
      NODE_NO_WARNINGS: '1',
      // Without it the child loads what takes types off, 24 MiB, for a dozen files.
      ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: dirname(cache) }),
    },
  });
}

function ordersOf(options: EmbeddedEngineOptions, password: string, port: number): EngineOrders {
  return {
    dir: options.dir,
    password,
    port,
    connections: options.connections ?? CONNECTIONS,
    max_body_bytes: MAX_BODY_BYTES,
    settings: { ...ENGINE_SETTINGS, ...options.settings },
  };
}

async function firstReport(
  child: ChildProcess,
  orders: EngineOrders,
  gone: Promise<void>,
): Promise<EngineReport> {
  child.stdin!.on('error', () => {});
  child.stdin!.write(`${JSON.stringify(orders)}\n`);
  const lines = createInterface({ input: child.stdout! });
  let timer: NodeJS.Timeout | undefined;
  const report = new Promise<EngineReport>((resolve) => {
    lines.once('line', (line) => resolve(JSON.parse(line) as EngineReport));
    gone.then(() => resolve({ error: 'The engine ended before it listened.' }), resolve);
    timer = setTimeout(
      () => resolve({ error: 'The engine did not listen in time.' }),
      START_TIMEOUT_MS,
    );
  });
  const answer = await report;
  clearTimeout(timer);
  return answer;
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.stdin!.end();
  });
}

function stoppedError(): ActaError {
  return new ActaError({
    code: 'index_stopped',
    status: 503,
    fault: 'operator',
    detail: 'The index has been stopped.',
    next: 'Try again once the server runs.',
  });
}

function startError(cause: unknown): ActaError {
  return new ActaError({
    code: 'index_engine_failed',
    status: 503,
    fault: 'operator',
    detail: `The index's engine did not start: ${messageOf(cause)}`,
    next: 'Read the message; index/ may be deleted, it is built again from the log.',
    cause,
  });
}
