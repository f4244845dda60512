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
 * The documents of an event, each put together when it is first asked for. A record that is no JSON
 * object is `{message: …}`. A cluster's audit record inside a cloud's is a document of its own.
 */
export function documentsOf(event: EventLike): EventDocument[] {
  const { raw, ...acta } = event;
  if (raw === undefined) return [{ document: acta, logsources: ACTA_ONLY }];
  const record = new NativeRecord(raw);
  const { type } = event.source;
  const inside = HOLDERS.includes(type) ? insideOf(type, record.value, acta) : [];
  return [...inside, new NativeDocument(type, record, acta), new ActaDocument(record, acta)];
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

// Classes: an object with a getter of its own has a hidden class of its own, which keeps all that
// the getter sees alive until the next full collection.

class NativeRecord {
  readonly #raw: string;
  #value: Record<string, unknown> | undefined;

  constructor(raw: string) {
    this.#raw = raw;
  }

  get value(): Record<string, unknown> {
    return (this.#value ??= recordOf(this.#raw));
  }

  get isRead(): boolean {
    return this.#value !== undefined;
  }
}

class NativeDocument implements EventDocument {
  readonly logsources: readonly Logsource[];
  readonly #record: NativeRecord;
  readonly #acta: Record<string, unknown>;
  #document: Record<string, unknown> | undefined;

  constructor(type: string, record: NativeRecord, acta: Record<string, unknown>) {
    this.logsources = logsourcesOf(type);
    this.#record = record;
    this.#acta = acta;
  }

  get document(): Record<string, unknown> {
    return (this.#document ??= { ...this.#record.value, acta: this.#acta });
  }
}

/** Where an Acta document finds its record: the member `record` is read when a rule asks for it. */
const RECORD = Symbol('record');
const recordMember = {
  enumerable: true,
  get(this: { [RECORD]: NativeRecord }) {
    return this[RECORD].value;
  },
};

class ActaDocument implements EventDocument {
  readonly logsources = ACTA_ONLY;
  readonly #record: NativeRecord;
  readonly #acta: Record<string, unknown>;
  #document: Record<string, unknown> | undefined;

  constructor(record: NativeRecord, acta: Record<string, unknown>) {
    this.#record = record;
    this.#acta = acta;
  }

  get document(): Record<string, unknown> {
    if (this.#document !== undefined) return this.#document;
    // Plain where that costs nothing: members that are made when asked for are slow to go through.
    if (this.#record.isRead)
      return (this.#document = { ...this.#acta, record: this.#record.value });
    this.#document = { ...this.#acta };
    Object.defineProperty(this.#document, RECORD, { value: this.#record });
    return Object.defineProperty(this.#document, 'record', recordMember);
  }
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
