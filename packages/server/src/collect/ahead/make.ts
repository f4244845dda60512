// Makes entries of a request's events as far as that can be done without the log: read, checked,
// masked, sealed, and written as the write-ahead log and the index keep them.
import { type ActaEvent, createMasker, sealEvent } from '@acta/event';
import { COVERED_LABEL, deliveryOf, draftOfSent, PARTS, seenOf } from '../../ingest/index.ts';
import { writeEventRow } from '../../index/rows/event-row.ts';
import { RowBinaryWriter } from '../../index/rows/row-binary.ts';
import { createSealer } from '../../ledger/sequence/seal.ts';
import { BatchBody, HEADER_BYTES } from '../../ledger/wal/batch.ts';
import type { EntriesAhead } from '../../lib/ahead.ts';
import type { Clock } from '../../lib/clock.ts';
import type { EventDraft } from '../../lib/entry.ts';
import type { Limits } from '../../lib/limits.ts';
import type { Random } from '../../lib/random.ts';
import { checkShape, readEvents } from '../read-events.ts';
import type { MadeAhead, RequestAhead } from './messages.ts';

export interface MakerContext {
  secret: Uint8Array;
  masking_key: Uint8Array;
  limits: Limits;
  clock: Clock;
  random: Random;
}

export interface Maker {
  /**
   * Null for what the intake must take itself: a request with a refused item, or with one that
   * needs more than its own bytes to be understood.
   *
   * @throws ActaError where the request can't be read
   */
  entries(request: RequestAhead): MadeAhead | null;
  /** Takes memory of entries that nobody needs any more. */
  giveBack(stored: ArrayBuffer, rows: ArrayBuffer): void;
}

const FIRST_BYTES = 1_048_576;
/** Memory of one request that is kept for the next ones; few are larger. */
const KEPT_BYTES = 8_388_608;
const KEPT_PIECES = 4;
const SEED_BYTES = 16;

export function createMaker(context: MakerContext): Maker {
  const { secret, clock, random, limits } = context;
  const masker = createMasker({ key: context.masking_key });
  const sealer = createSealer({ secret, clock, random, last_received_ms: 0 });

  function draftsOf(request: RequestAhead): EventDraft[] | null {
    const { headers, body, sender, received, key } = request;
    const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
    const shape = shapeLater(bytes, limits);
    const read = readEvents(headers, bytes, limits, shape.early);
    const sent = { via: read.via, received, ...(key === undefined ? {} : { key }) };
    const delivery = deliveryOf(sender, sent, limits);
    const drafts: EventDraft[] = [];
    for (const [place, item] of read.items.entries()) {
      const draft = draftOfSent({ masker, beforeSchema: shape.late }, delivery, item, place);
      if (!('event' in draft) || !isPlain(draft)) return null;
      drafts.push(draft);
    }
    return drafts;
  }

  const spare: Buffer[] = [];
  let rows = new RowBinaryWriter(FIRST_BYTES);

  function entriesOf(request: RequestAhead): MadeAhead | null {
    const drafts = draftsOf(request);
    if (drafts === null) return null;
    const entries = begin(request, drafts[0]!);
    rows.truncate(0);
    const stored = new BatchBody(0, spare.pop() ?? Buffer.allocUnsafeSlow(FIRST_BYTES));
    const received = new Date(request.received).toISOString();
    for (const draft of drafts) {
      const id = sealer.idOf(draft);
      const time = draft.event.time!;
      const event: ActaEvent = { v: 1, id, ...draft.event, time, received };
      const { leaf, record } = sealEvent(event, random(SEED_BYTES));
      stored.add({ leaf, record, digest: draft.digest });
      entries.body_at.push(writeEventRow(rows, { index: 0, leaf, record, event }));
      entries.row_ends.push(rows.length);
      entries.stored_ends.push(stored.length - HEADER_BYTES);
      note(entries, event, draft);
    }
    entries.stored = stored.memory.subarray(HEADER_BYTES, stored.length);
    entries.rows = rows.take();
    // A writer goes on with as much as it had, which would not be kept either, for every request.
    if (!isKept(entries.rows.buffer)) rows = new RowBinaryWriter(FIRST_BYTES);
    return { entries, seen: seenOf(drafts) };
  }

  return {
    entries: entriesOf,
    giveBack(stored, row_bytes) {
      if (isKept(row_bytes)) rows.giveBack(Buffer.from(row_bytes));
      if (isKept(stored) && spare.length < KEPT_PIECES) spare.push(Buffer.from(stored));
    },
  };
}

const isKept = ({ byteLength }: ArrayBufferLike): boolean => byteLength <= KEPT_BYTES;

/**
 * A body of fewer bytes than it may have parts is parsed whatever its shape: that is looked at
 * where an event is not seen at once to be plain, which no deep one is.
 */
function shapeLater(body: Buffer, limits: Limits) {
  let isChecked = body.length > limits.value(PARTS);
  const late = (): void => {
    if (!isChecked) checkShape(body, limits);
    isChecked = true;
  };
  return { early: isChecked ? checkShape : () => undefined, late };
}

/** Whether all that is counted by the event stands in its outline, and it has a time of its own. */
function isPlain({ event }: EventDraft): boolean {
  return event.time !== undefined && event.labels?.[COVERED_LABEL] === undefined;
}

function begin({ sender }: RequestAhead, { event }: EventDraft): EntriesAhead {
  const { type, name } = sender.source;
  return {
    source: { type, name, via: event.source.via! },
    ids: [],
    times: [],
    actions: [],
    natives: [],
    digests: [],
    items: [],
    stored: Buffer.alloc(0),
    stored_ends: [],
    rows: Buffer.alloc(0),
    row_ends: [],
    body_at: [],
  };
}

function note(entries: EntriesAhead, { id, time, action, native }: ActaEvent, draft: EventDraft) {
  entries.ids.push(id);
  entries.times.push(time);
  entries.actions.push(action);
  entries.natives.push(native ?? '');
  entries.digests.push(draft.delivery === undefined ? '' : draft.digest);
  entries.items.push(draft.item);
}
