// SQLite with FTS5, synchronous=FULL and three b-trees: a durable, searchable peer that proves
// nothing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CorpusRecord } from '../corpus.ts';
import type { Row } from '../workloads.ts';

export function sqlite(records: readonly CorpusRecord[], batch: number): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'acta-bench-sqlite-'));
  const db = new DatabaseSync(join(folder, 'events.db'));
  db.exec(`pragma journal_mode = wal; pragma synchronous = full;
    create table events
      (n integer primary key, ts text, actor text, target text, action text, doc text);
    create index by_time on events (ts); create index by_actor on events (actor, ts);
    create index by_target on events (target, ts);
    create virtual table words using fts5 (doc, content = '')`);
  const event = db.prepare('insert into events values (?, ?, ?, ?, ?, ?)');
  const words = db.prepare('insert into words (rowid, doc) values (?, ?)');
  const started = performance.now();
  for (let from = 0; from < records.length; from += batch) {
    db.exec('begin');
    for (const [at, record] of records.slice(from, from + batch).entries()) {
      const doc = JSON.stringify(record);
      event.run(from + at, record.ts, record.actor.id, record.resource.id, record.action, doc);
      words.run(from + at, doc);
    }
    db.exec('commit');
  }
  const seconds = (performance.now() - started) / 1000;
  db.close();
  rmSync(folder, { recursive: true, force: true });
  const work = `peer: SQLite, FTS5, ${batch} a transaction, fsync, in process`;
  return [{ id: 'I1', work, value: records.length / seconds, unit: 'events/s' }];
}
