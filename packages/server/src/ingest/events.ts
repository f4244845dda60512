// Events of POST /v1/events: each checked, filled in, masked, recorded; what is refused is kept in
// quarantine. This is the hot path: one pass over each event, nothing serialised but what the
// digest needs.
import type { IngestAnswer } from '@acta/sdk';
import { parseEventInput, type EventInput } from '@acta/event';
import { hash } from 'node:crypto';
import { draftsAhead, type EntriesAhead } from '../lib/ahead.ts';
import type { AppendReceipt, EventDraft, UnsealedEvent } from '../lib/entry.ts';
import { ActaError } from '../lib/errors.ts';
import type { Limits } from '../lib/limits.ts';
import type { Workload } from '../lib/workload.ts';
import type { IntakeContext } from './context.ts';
import { answerOf, count, hold } from './deliveries.ts';
import { marksOf, maskedChanges, type DeliveryContext } from './describe.ts';
import { refusal } from './errors.ts';
import { seenOf, type Seen } from './health.ts';
import { SKEW_MS } from './limits.ts';
import type { Caller } from './ports.ts';
import { actAs } from './workload.ts';

/** One event as the door read it: a value to check, or why its text can't be read. */
export type SentItem = { value: unknown } | { error: string; path?: string };

export interface SentEvents {
  items: readonly SentItem[];
  /** The exact text of an item, for what is refused. */
  textOf: (place: number) => string;
  /** `Idempotency-Key`. */
  key?: string;
  via: string;
  headers: Record<string, string>;
  received: number;
}

/** Begins the delivery of a request with an `Idempotency-Key`: no event's own may begin so. */
export const keyPrefix = 'idempotency-key:';

/** For whom events are recorded. */
export interface Sender {
  source: { type: string; name: string };
  assurance: 'claimed' | 'source_authenticated';
  workload?: Workload;
}

/**
 * Records the events of a request. An item that is refused does not stop the others.
 *
 * @throws ActaError 403 where the source of the key is gone or paused; 503 and what else the ledger
 * throws: then nothing was taken
 */
export async function takeEvents(
  context: IntakeContext,
  caller: Caller,
  sent: SentEvents,
): Promise<IngestAnswer> {
  const sender = await senderOf(context, caller);
  return record(context, sender, sent);
}

/**
 * Not async: drafts and items are much, and an async function would hold them until the answer.
 */
function record(context: IntakeContext, sender: Sender, sent: SentEvents): Promise<IngestAnswer> {
  const { drafts, rejected } = describe(context, sender, sent);
  const seen = seenOf(drafts);
  const receipts = drafts.length === 0 ? NONE : context.ledger.append(drafts);
  const recorded = counted(context, sender, seen, receipts);
  return rejected.length === 0 ? recorded : withRejected(context, sender, sent, rejected, recorded);
}

const NONE: Promise<AppendReceipt[]> = Promise.resolve([]);

/** Records what was made into entries already, all of it sound. @throws as `takeEvents` */
export function takeAhead(
  context: IntakeContext,
  sender: Sender,
  entries: EntriesAhead,
  seen: Seen,
): Promise<IngestAnswer> {
  return counted(context, sender, seen, context.ledger.appendAhead(draftsAhead(entries)));
}

/** What the events of one request have in common. */
export function deliveryOf(
  sender: Sender,
  sent: Pick<SentEvents, 'via' | 'received' | 'key'>,
  limits: Pick<Limits, 'value'>,
): DeliveryContext {
  return {
    ...sender,
    via: sent.via,
    received: sent.received,
    skew: limits.value(SKEW_MS),
    marks: [],
    ...(sent.key === undefined ? {} : { delivery: sent.key }),
  };
}

function describe(context: IntakeContext, sender: Sender, sent: SentEvents) {
  const delivery = deliveryOf(sender, sent, context.limits);
  const drafts: EventDraft[] = [];
  const rejected: IngestAnswer['rejected'] = [];
  for (const [place, item] of sent.items.entries()) {
    const made = draftOfSent(context, delivery, item, place);
    if ('event' in made) drafts.push(made);
    else rejected.push({ item: place, ...made });
  }
  return { drafts, rejected };
}

async function counted(
  context: IntakeContext,
  sender: Sender,
  seen: Seen,
  appended: Promise<AppendReceipt[]>,
): Promise<IngestAnswer> {
  const receipts = await appended;
  if (receipts.length > 0) count(context, sender.source, receipts, seen);
  return answerOf(receipts);
}

async function withRejected(
  context: IntakeContext,
  sender: Sender,
  sent: SentEvents,
  rejected: IngestAnswer['rejected'],
  recorded: Promise<IngestAnswer>,
): Promise<IngestAnswer> {
  const answer = await recorded;
  await keepRejected(context, sender, sent, rejected).catch(toldAnyway);
  return { ...answer, rejected };
}

/** A draft of one sent event, or what is wrong with it. */
export function draftOfSent(
  context: Pick<IntakeContext, 'masker'> & { beforeSchema?: () => void },
  delivery: DeliveryContext,
  item: SentItem,
  place: number,
): EventDraft | { error: string; path?: string } {
  if ('error' in item) {
    return { error: item.error, ...(item.path === undefined ? {} : { path: item.path }) };
  }
  const parsed = parseEventInput(item.value, context.beforeSchema);
  if (!parsed.ok) return { error: parsed.error.message, path: parsed.error.path };
  const own = parsed.event.source?.delivery;
  if (own?.startsWith(keyPrefix) === true) {
    return { error: `must not begin with ${keyPrefix}`, path: '/source/delivery' };
  }
  const id = own ?? delivery.delivery;
  const draft: EventDraft = {
    event: unsealed(parsed.event, id, delivery, context),
    item: own === undefined ? place : 0,
    // What has no id can't come again: nothing asks for its digest.
    digest: id === undefined ? '' : hash('sha256', JSON.stringify(item.value), 'base64url'),
  };
  if (id !== undefined) draft.delivery = id;
  return draft;
}

/** Members of a sender's own words; all others are of closed vocabularies, or the source's record. */
const ownWords = [
  'native',
  'actor',
  'target',
  'targets',
  'context',
  'pipeline',
  'changes',
  'why',
  'labels',
] as const;

/** Fills in what the server knows and masks the rest; the parsed event is taken over. */
function unsealed(
  input: EventInput,
  id: string | undefined,
  delivery: DeliveryContext,
  { masker }: Pick<IntakeContext, 'masker'>,
): UnsealedEvent {
  const { type, name } = delivery.source;
  const { via } = delivery;
  const event: UnsealedEvent = input as EventInput & Pick<UnsealedEvent, 'source'>;
  event.source = id === undefined ? { type, name, via } : { type, name, via, delivery: id };
  const { workload } = delivery;
  event.actor = { ...event.actor, assurance: delivery.assurance };
  const isContradicted = workload !== undefined && actAs(event, workload);
  maskMembers(event, masker);
  if (event.changes !== undefined) event.changes = maskedChanges(event.changes, masker);
  if (event.raw !== undefined) addRaw(event, event.raw, masker);
  const marks = marksOf(event.time, delivery);
  if (isContradicted) marks.push('contradicted');
  if (marks.length > 0) event.marks = marks;
  return event;
}

function maskMembers(event: Record<string, unknown>, masker: IntakeContext['masker']): void {
  for (const name of ownWords) {
    const words = event[name];
    if (words === undefined) continue;
    const masked = masker.value(words);
    if (masked !== words) event[name] = masked;
  }
}

function addRaw(event: UnsealedEvent, raw: string, masker: IntakeContext['masker']): void {
  const masked = masker.text(raw);
  event.raw = masked.text;
  if (masked.masked === 0) event.raw_sha256 = hash('sha256', raw, 'base64url');
}

/** A collector's key writes for its source; all other senders share one and only claim. */
export async function senderOf(context: IntakeContext, caller: Caller): Promise<Sender> {
  const workload = caller.workload === undefined ? {} : { workload: caller.workload };
  if (caller.source === undefined) {
    return { source: { type: 'events', name: 'api' }, assurance: 'claimed', ...workload };
  }
  const known = await context.meters.source(caller.source);
  if (known === null) throw refusal('source_removed');
  if (known.paused) throw refusal('source_paused');
  return {
    source: { type: known.type, name: known.name },
    assurance: 'source_authenticated',
    ...workload,
  };
}

/**
 * The sender hears what was rejected, and of the others that they are recorded: a full quarantine
 * must not turn that into a 503, after which they would be sent and recorded again.
 */
function toldAnyway(error: unknown): void {
  if (!(error instanceof ActaError) || error.code !== 'quarantine_full') throw error;
}

/**
 * The rejected items of one request lie in quarantine together: one write, however many they are.
 */
async function keepRejected(
  context: IntakeContext,
  sender: Sender,
  sent: SentEvents,
  rejected: IngestAnswer['rejected'],
): Promise<void> {
  const kept = rejected.map(({ item, error, path }) => ({
    item,
    error: path === undefined ? error : `${path}: ${error}`,
    text: sent.textOf(item),
  }));
  const first = kept[0] as HeldEvent;
  const more = kept.length > 1 ? ` (and ${kept.length - 1} more of the same request)` : '';
  await hold(context, {
    kind: 'events',
    ...sender,
    via: sent.via,
    headers: sent.headers,
    body: Buffer.from(JSON.stringify(kept), 'utf8'),
    received: sent.received,
    reason: 'event_invalid',
    detail: `${first.error}${more}`,
    ...(sent.key === undefined ? {} : { delivery: sent.key }),
  });
}

/** One rejected item as it lies in quarantine. */
export interface HeldEvent {
  /** Its place in the request. */
  item: number;
  error: string;
  text: string;
}
