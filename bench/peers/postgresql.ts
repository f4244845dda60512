// PostgreSQL by COPY with three b-trees and fsync: the control that every ratio is taken against.
// Runs where its server binaries are installed; a cluster of its own in a temporary folder, then
// removed.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, rmSync, chmodSync, chownSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CorpusRecord } from '../corpus.ts';
import type { Row } from '../workloads.ts';

const binaries = (): string | undefined => {
  const found = globSync('/usr/lib/postgresql/*/bin/initdb').at(-1);
  return found && existsSync(found) ? dirname(found) : undefined;
};

/** The server refuses to run as root: then it runs as the user that the package made. */
function user(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

const copyLine = (record: CorpusRecord): string =>
  [record.ts, record.actor.id, record.resource.id, record.action, JSON.stringify(record)]
    .map((text) => text.replaceAll('\\', '\\\\'))
    .join('\t');

/** What psql reads: a COPY of `batch` rows each. */
function encodeCopies(records: readonly CorpusRecord[], batch: number): Buffer[] {
  const copies: Buffer[] = [];
  for (let from = 0; from < records.length; from += batch) {
    const lines = records.slice(from, from + batch).map(copyLine);
    copies.push(Buffer.from(`copy events from stdin;\n${lines.join('\n')}\n\\.\n`));
  }
  return copies;
}

/**
 * Two connections, `batch` rows a transaction. Answers nothing where PostgreSQL is not installed.
 */
export async function postgresql(records: readonly CorpusRecord[], batch: number): Promise<Row[]> {
  const bin = binaries();
  if (!bin) return [];
  const folder = mkdtempSync(join(tmpdir(), 'acta-bench-pg-'));
  const as = user();
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid ?? as.uid);
  chmodSync(folder, 0o700);
  const run = (tool: string, ...args: string[]): string => {
    const result = spawnSync(join(bin, tool), args, { ...as, cwd: folder, encoding: 'utf8' });
    if (result.status !== 0) throw new Error(`${tool}: ${result.stderr}`);
    return result.stdout;
  };
  const data = join(folder, 'data');
  run('initdb', '-D', data, '-A', 'trust', '-U', 'bench', '--no-sync');
  const options = `-c listen_addresses= -c unix_socket_directories=${folder} -c shared_buffers=1GB -c max_wal_size=8GB`;
  run('pg_ctl', '-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start');
  try {
    const psql = ['-h', folder, '-U', 'bench', '-q', '-v', 'ON_ERROR_STOP=1', 'postgres'];
    run(
      'psql',
      ...psql,
      '-c',
      `create table events
        (ts timestamptz, actor text, target text, action text, doc jsonb);
      create index on events (ts); create index on events (actor, ts);
      create index on events (target, ts)`,
    );
    // Encoded before the clock runs, as Acta's batches are.
    const half = Math.ceil(records.length / 2);
    const halves = [records.slice(0, half), records.slice(half)].map((part) =>
      encodeCopies(part, batch),
    );
    const started = performance.now();
    const copy = (transactions: readonly Buffer[]): Promise<void> =>
      new Promise((resolve, reject) => {
        const child = spawn(join(bin, 'psql'), psql, {
          ...as,
          cwd: folder,
          stdio: ['pipe', 'ignore', 'inherit'],
        });
        child.on('exit', (code) =>
          code === 0 ? resolve() : reject(new Error(`psql ended with ${code}`)),
        );
        for (const transaction of transactions) child.stdin.write(transaction);
        child.stdin.end();
      });
    await Promise.all(halves.map(copy));
    const seconds = (performance.now() - started) / 1000;
    const work = `control: PostgreSQL COPY, 2 connections, ${batch} a transaction, 3 b-trees, fsync`;
    return [{ id: 'I1', work, value: records.length / seconds, unit: 'events/s' }];
  } finally {
    run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop');
    rmSync(folder, { recursive: true, force: true });
  }
}
