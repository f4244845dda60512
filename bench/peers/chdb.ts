// chDB alone, without text index or proof, in process: what the column store costs by itself.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CorpusRecord } from '../corpus.ts';
import type { Row } from '../workloads.ts';

interface ChdbSession {
  query(sql: string, format?: string): unknown;
  cleanup(): void;
}

export async function chdb(records: readonly CorpusRecord[], batch: number): Promise<Row[]> {
  const { Session } = (await import('chdb')) as unknown as {
    Session: new (path: string) => ChdbSession;
  };
  const folder = mkdtempSync(join(tmpdir(), 'acta-bench-chdb-'));
  const session = new Session(folder);
  session.query(`create table events (ts String, source LowCardinality(String),
    action LowCardinality(String), actor String, target String, doc String)
    engine MergeTree order by (ts)`);
  const started = performance.now();
  for (let from = 0; from < records.length; from += batch) {
    const rows = records.slice(from, from + batch).map((record) =>
      JSON.stringify({
        ts: record.ts,
        source: record.source,
        action: record.action,
        actor: record.actor.id,
        target: record.resource.id,
        doc: JSON.stringify(record),
      }),
    );
    session.query(`insert into events format JSONEachRow ${rows.join('\n')}`);
  }
  const seconds = (performance.now() - started) / 1000;
  session.cleanup();
  rmSync(folder, { recursive: true, force: true });
  const work = `peer: chDB, ${batch} a block, no fsync, in process`;
  return [{ id: 'I1', work, value: records.length / seconds, unit: 'events/s' }];
}
