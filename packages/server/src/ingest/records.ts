// Records of the doors that compatible senders use: each is read by the source's adapter on its
// own, so that one that can't be read costs none of the others, and each has its own outcome.
import { eventLimits, type Mark } from '@acta/event';
import type { AppendReceipt, EventDraft } from '../lib/entry.ts';
import type { Workload } from '../lib/workload.ts';
import { isDigestId } from '../sources/records.ts';
import { NotNormalizable } from '../sources/types.ts';
import type { IntakeContext } from './context.ts';
import { count, hold } from './deliveries.ts';
import { draftOfItem, type DeliveryContext } from './describe.ts';
import { refusal } from './errors.ts';
import { draftOfSent } from './events.ts';
import { seenOf } from './health.ts';
import { SKEW_MS } from './limits.ts';
import type { IntakeSource } from './ports.ts';
import type { Held } from './quarantine.ts';
import { itemsOf } from './read-record.ts';
import { sentValue } from './sent-value.ts';

/** One record as a door cut it out of its protocol. */
export interface SentRecord {
  /** Its exact text. */
  text: string;
  /** The record in its envelope, for adapters that read those. */
  envelope?: (() => string) | undefined;
  /** What the envelope says of it, by name: kept with the event. */
  fields?: Readonly<Record<string, string>>;
  /** The host that the envelope names, for lines that name none. */
  host?: string | undefined;
  /** The envelope's time (RFC 3339), where the record has none of its own. */
  time?: string | undefined;
  /** The sender's id of the record: the same again is a duplicate. */
  id?: string | undefined;
  /** Why the door could not read it; it is kept all the same. */
  broken?: { code: string; detail: string } | undefined;
}

export interface SentRecords {
  records: readonly SentRecord[];
  /** The door's name in the event: `hec`, `bulk`, `loki`, `otlp`. */
  via: string;
  headers: Readonly<Record<string, string>>;
  received: number;
  marks?: readonly Mark[];
  /**
   * Who acts in events of Acta's own form, by a token that was checked. A product's records say
   * themselves who acted: there it only is who brought them.
   */
  workload?: Workload;
}

export type RecordOutcome =
  | { ok: true; receipts: AppendReceipt[] }
  | { ok: false; code: string; detail: string };

export interface RecordsAnswer {
  /** In the order of the records. */
  outcomes: RecordOutcome[];
  accepted: number;
  duplicates: number;
  /** Records in quarantine. */
  failed: number;
}

/**
 * Records for the source of a collector's key. What can't be read is in quarantine before the
 * others are recorded, so that an answer means that nothing of the request is lost.
 *
 * @throws ActaError 403 where the source is gone or paused; 503 and what else the ledger throws:
 * then nothing was recorded
 */
export async function takeRecords(
  context: IntakeContext,
  name: string,
  sent: SentRecords,
): Promise<RecordsAnswer> {
  const source = await context.meters.source(name);
  if (source === null) throw refusal('source_removed');
  if (source.paused) throw refusal('source_paused');
  const read = readAll(context, source, sent);
  if (read.failed.length > 0) await hold(context, heldRecords(source, sent, read.failed));
  return recordAll(context, source, read);
}

interface Read {
  /** For each record how many drafts it gave, or why none. */
  drafted: (number | { code: string; detail: string })[];
  drafts: EventDraft[];
  failed: FailedRecord[];
  unmapped: number;
}

interface FailedRecord {
  record: SentRecord;
  code: string;
  detail: string;
}

function readAll(context: IntakeContext, source: IntakeSource, sent: SentRecords): Read {
  const read: Read = { drafted: [], drafts: [], failed: [], unmapped: 0 };
  const reader = recordReader(context, source, sent);
  for (const record of sent.records) {
    try {
      const made = reader(record);
      read.drafts.push(...made.drafts);
      read.unmapped += made.unmapped;
      read.drafted.push(made.drafts.length);
    } catch (error) {
      if (!(error instanceof NotNormalizable)) throw error;
      const { code, message: detail } = error;
      read.drafted.push({ code, detail });
      read.failed.push({ record, code, detail });
    }
  }
  return read;
}

async function recordAll(
  context: IntakeContext,
  source: IntakeSource,
  { drafted, drafts, failed, unmapped }: Read,
): Promise<RecordsAnswer> {
  const seen = { ...seenOf(drafts), unmapped };
  const receipts = drafts.length === 0 ? [] : await context.ledger.append(drafts);
  if (receipts.length > 0) count(context, source, receipts, seen);
  let at = 0;
  const outcomes = drafted.map((made): RecordOutcome => {
    if (typeof made !== 'number') return { ok: false, ...made };
    at += made;
    return { ok: true, receipts: receipts.slice(at - made, at) };
  });
  const duplicates = receipts.filter(({ duplicate }) => duplicate === true).length;
  return { outcomes, accepted: receipts.length - duplicates, duplicates, failed: failed.length };
}

interface Made {
  drafts: EventDraft[];
  unmapped: number;
}

/** Reads one record after the other; equal ones of a request stay apart by their count. */
function recordReader(
  context: IntakeContext,
  source: IntakeSource,
  sent: Omit<SentRecords, 'records'>,
): (record: SentRecord) => Made {
  const adapter = context.adapterOf(source.type);
  const described: DeliveryContext = {
    source: { type: source.type, name: source.name },
    via: sent.via,
    assurance: 'source_authenticated',
    received: sent.received,
    skew: context.limits.value(SKEW_MS),
    marks: sent.marks ?? [],
    ...(sent.workload === undefined ? {} : { workload: sent.workload }),
  };
  const times = new Map<string, number>();
  return (record) => {
    const { broken } = record;
    if (broken !== undefined) throw new NotNormalizable(broken.code, broken.detail);
    if (record.text.length > eventLimits.raw_max_length) {
      const detail = `The record has more than ${eventLimits.raw_max_length} characters.`;
      throw new NotNormalizable('record_too_large', detail);
    }
    if (adapter === undefined) return eventOf(context, described, record);
    const items = itemsOf(adapter, source.settings, { ...sent, record });
    const drafts = items.map((item, place) => {
      const { delivery, ...unnamed } = item;
      if (delivery !== undefined && !isDigestId(delivery)) {
        return draftOfItem(item, place, described, context.masker);
      }
      if (record.id !== undefined) {
        const by = { ...described, delivery: record.id };
        return draftOfItem(unnamed, place, by, context.masker);
      }
      const named =
        delivery === undefined ? unnamed : { ...unnamed, delivery: counted(delivery, times) };
      return draftOfItem(named, place, described, context.masker);
    });
    return { drafts, unmapped: items.filter(({ unmapped }) => unmapped).length };
  };
}

/** A record of a source without an adapter: an event of Acta's own form. */
function eventOf(context: IntakeContext, described: DeliveryContext, record: SentRecord): Made {
  const value = sentValue(record.text, record.time);
  const by = record.id === undefined ? described : { ...described, delivery: record.id };
  const made = draftOfSent(context, by, value, 0);
  if ('event' in made) {
    return { drafts: [made], unmapped: made.event.action.endsWith('.other') ? 1 : 0 };
  }
  throw new NotNormalizable('event_invalid', `${made.path ?? ''} ${made.error}`.trim());
}

/** An id made of a text, with a counter where the same text came before in the request. */
function counted(id: string, times: Map<string, number>): string {
  const before = times.get(id) ?? 0;
  times.set(id, before + 1);
  return before === 0 ? id : `${id}:${before}`;
}

/** A record as it lies in quarantine. */
type KeptRecord = Omit<SentRecord, 'broken' | 'envelope'> & { error: string; envelope?: string };

function heldRecords(source: IntakeSource, sent: SentRecords, failed: FailedRecord[]): Held {
  const first = failed[0] as FailedRecord;
  const more = failed.length > 1 ? ` (and ${failed.length - 1} more of the same request)` : '';
  const kept = failed.map(({ record, code, detail }): KeptRecord => {
    const { broken: _broken, envelope, ...rest } = record;
    const whole = envelope === undefined ? {} : { envelope: envelope() };
    return { ...rest, ...whole, error: `${code}: ${detail}` };
  });
  return {
    kind: 'records',
    source: { type: source.type, name: source.name },
    via: sent.via,
    assurance: 'source_authenticated',
    headers: { ...sent.headers },
    body: Buffer.from(JSON.stringify(kept), 'utf8'),
    received: sent.received,
    ...(sent.marks === undefined ? {} : { marks: sent.marks }),
    ...(sent.workload === undefined ? {} : { workload: sent.workload }),
    reason: first.code,
    detail: `${first.detail}${more}`,
  };
}

/**
 * Takes held records as if they came now.
 *
 * @throws NotNormalizable where one of them still can't be read; and what the ledger throws
 */
export async function replayRecords(context: IntakeContext, held: Held): Promise<AppendReceipt[]> {
  const source = await context.meters.source(held.source.name);
  if (source === null) throw refusal('source_unknown');
  const { via, headers, received, marks, workload } = held;
  const sent = {
    via,
    headers,
    received,
    ...(marks === undefined ? {} : { marks }),
    ...(workload === undefined ? {} : { workload }),
  };
  const kept = JSON.parse(held.body.toString('utf8')) as KeptRecord[];
  const records = kept.map(({ envelope, error: _error, ...record }): SentRecord =>
    envelope === undefined ? record : Object.assign(record, { envelope: () => envelope }),
  );
  const read = readAll(context, source, { ...sent, records });
  const [bad] = read.failed;
  if (bad !== undefined) throw new NotNormalizable(bad.code, bad.detail);
  const { outcomes } = await recordAll(context, source, read);
  return outcomes.flatMap((outcome) => (outcome.ok ? outcome.receipts : []));
}
