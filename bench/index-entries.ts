// Entries of the log as the ledger would hand them to the index, from the benchmark's corpus.
import { createHash } from 'node:crypto';
import {
  type ActaEvent,
  actionOrOther,
  deriveEventId,
  parseEventInput,
  sealEvent,
} from '@acta/event';
import type { LogEntry } from '../packages/server/src/lib/entry.ts';
import { type CorpusRecord, toEvent } from './corpus.ts';

const SECRET = Buffer.alloc(32, 7);

/** The entry that the record becomes at a place in the log. */
export function entryOf(record: CorpusRecord, index: number): LogEntry {
  const sent = toEvent(record);
  const parsed = parseEventInput(sent);
  if (!parsed.ok) throw new Error(`${parsed.error.path}: ${parsed.error.message}`);
  const definition = actionOrOther(record.action);
  const time_ms = Date.parse(record.ts);
  const id = deriveEventId({
    secret: SECRET,
    source: record.source,
    delivery: record.id,
    item: 0,
    revision: 0,
    time_ms,
  });
  const event: ActaEvent = {
    ...parsed.event,
    v: 1,
    id,
    time: record.ts,
    received: new Date(time_ms + 400).toISOString(),
    source: { type: record.source, name: 'bench', via: 'api', delivery: record.id },
    action: definition.action,
    native: record.action,
    category: definition.category,
    effect: definition.effect,
    severity: definition.severity,
    outcome: record.outcome === 'failure' ? 'failure' : 'success',
  };
  const seed = createHash('sha256').update(record.id).digest().subarray(0, 16);
  return { index, ...sealEvent(event, seed), event };
}
