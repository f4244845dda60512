// A real Acta server for the benchmarks: its own process and data directory, with its cost read
// from /proc: CPU seconds and resident memory of the process and its children.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, lstatSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = dirname(import.meta.dirname);
const TOKEN = 'bench-token-that-is-long-enough-for-anybody';
const TICKS_PER_S = 100;

export interface Cost {
  cpu_s: number;
  rss_mib: number;
  parts: Record<string, { cpu_s: number; rss_mib: number }>;
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .split(' ')
      .map(Number)
      .filter(Boolean);
  } catch {
    return [];
  }
}

/** CPU and memory of a process and all below it; zero where /proc is not there. */
export function costOf(pid: number): Cost {
  const cost: Cost = { cpu_s: 0, rss_mib: 0, parts: {} };
  const visit = (id: number): void => {
    try {
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const cpu_s = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      const rss_mib = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
      cost.cpu_s += cpu_s;
      cost.rss_mib += rss_mib;
      cost.parts[id === pid ? 'server' : 'engine'] = { cpu_s, rss_mib };
    } catch {
      return;
    }
    for (const child of childrenOf(id)) visit(child);
  };
  visit(pid);
  return cost;
}

/** CPU seconds of the threads of a process since their start, by name and thread id. */
export function threadsOf(pid: number): Map<string, number> {
  const threads = new Map<string, number>();
  for (const id of readdirSync(`/proc/${pid}/task`)) {
    const stat = readFileSync(`/proc/${pid}/task/${id}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const cpu_s = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
    threads.set(`${name} ${id}`, cpu_s);
  }
  return threads;
}

/** Bytes of all files below a folder, by its direct sub-folders. */
export function bytesBelow(folder: string): Record<string, number> {
  const sizeOf = (path: string): number => {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (!stat) return 0;
    if (!stat.isDirectory()) return stat.size;
    return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
  };
  return Object.fromEntries(readdirSync(folder).map((name) => [name, sizeOf(join(folder, name))]));
}

export interface ActaServer {
  host: string;
  port: number;
  token: string;
  pid: number;
  data: string;
  /** Seconds from the start of the process to its being ready. */
  ready_s: number;
  get(path: string): Promise<unknown>;
  /** Ends the server in its orderly way; its data goes too unless kept. */
  stop(options?: { keep: boolean }): Promise<void>;
}

async function waitForReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/**
 * Starts a server on a free port; `data` keeps a directory for a later start, `flags` are Node's.
 */
export async function startActa(data?: string, flags: string[] = []): Promise<ActaServer> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'acta-bench-'));
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  const env = {
    ...process.env,
    ACTA_ADMIN_TOKEN: TOKEN,
    ACTA_LOG_LEVEL: 'warn',
    XDG_STATE_HOME: join(folder, '..', 'acta-bench-state'),
  };
  const main = join(ROOT, 'packages/server/src/main.ts');
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [...flags, main, '--data', folder, '--port', String(port)],
    {
      env,
      stdio: ['ignore', process.env['ACTA_BENCH_OUTPUT'] ? 'inherit' : 'ignore', 'inherit'],
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await waitForReady(url, child);
  const ready_s = (performance.now() - started) / 1000;
  return {
    host: '127.0.0.1',
    port,
    token: TOKEN,
    pid: child.pid ?? 0,
    data: folder,
    ready_s,
    get: async (path) => {
      const answer = await fetch(`${url}${path}`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      const body: unknown = await answer.json();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
      return body;
    },
    stop: async (options) => {
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
      if (options?.keep) return;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
