// What rules see of an event: the product's own record under the names that its rules use, and
// Acta's event. Each holds the other, so that a rule for one may look at the other's fields:
// `acta.actor.id` beside native fields, `record.…` beside Acta's.
import type { Logsource } from '@acta/sigma';
import { clusterRecordOf } from './clusters.ts';
import { ACTA, logsourcesOf } from './logsources.ts';

/** An object that rules are evaluated on, and what it is a log of. */
export interface EventDocument {
  document: Record<string, unknown>;
  logsources: readonly Logsource[];
}

interface EventLike {
  source: { type: string };
  raw?: string | undefined;
}

const ACTA_ONLY: readonly Logsource[] = [ACTA];
const CLUSTER = logsourcesOf('kubernetes');
/** Sources whose records may be, or hold, a cluster's. */
const HOLDERS: readonly string[] = ['azure-activity', 'gcp-audit'];

/**
 * The documents of an event. A record that is no JSON object is `{message: …}`. A cluster's audit
 * record inside a cloud's is a document of its own.
 */
export function documentsOf(event: EventLike): EventDocument[] {
  const { raw, ...rest } = event;
  const record = raw === undefined ? undefined : recordOf(raw);
  const acta = { document: { ...rest, record }, logsources: ACTA_ONLY };
  if (record === undefined) return [acta];
  const { type } = event.source;
  const native = { document: { ...record, acta: rest }, logsources: logsourcesOf(type) };
  return [...insideOf(type, record, rest), native, acta];
}

/** The cluster's record that is, or is inside, the record of a source of `type`. */
export function insideOf(
  type: string,
  record: Record<string, unknown>,
  acta?: Record<string, unknown>,
): EventDocument[] {
  const cluster = HOLDERS.includes(type) ? clusterRecordOf(record) : undefined;
  if (cluster === undefined) return [];
  return [{ document: acta === undefined ? cluster : { ...cluster, acta }, logsources: CLUSTER }];
}

function recordOf(raw: string): Record<string, unknown> {
  const first = raw.trimStart()[0];
  if (first === '{') {
    try {
      return JSON.parse(raw) as Record<string, unknown>;
    } catch {
      return { message: raw };
    }
  }
  return { message: raw };
}
