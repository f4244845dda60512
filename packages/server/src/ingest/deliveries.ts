// A delivery of a product: authenticate, normalise, mask, record, answer.
import { eventLimits, type Mark } from '@acta/event';
import type { IngestAnswer } from '@acta/sdk';
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { AppendReceipt, EventDraft } from '../lib/entry.ts';
import { ActaError } from '../lib/errors.ts';
import type { Limit } from '../lib/limits.ts';
import { shapeOf, shapeOfLines } from '../sources/json-text.ts';
import { isDigestId } from '../sources/records.ts';
import {
  NotNormalizable,
  type Adapter,
  type Delivery,
  type Normalized,
  type VerifyResult,
} from '../sources/types.ts';
import { appendAgain } from './append-again.ts';
import type { IntakeContext } from './context.ts';
import { draftOfItem, type DeliveryContext } from './describe.ts';
import { refusal, unauthentic, unreadable } from './errors.ts';
import { countDelivery, countRefusal, seenOf, type Seen } from './health.ts';
import { DEPTH, PARTS, SKEW_MS } from './limits.ts';
import type { IntakeSource } from './ports.ts';
import type { Held } from './quarantine.ts';

export interface DeliveryAnswer extends IngestAnswer {
  /** Ids in quarantine of what could not be read. */
  quarantined: string[];
  /** Why, where something could not; without a count the body as a whole. */
  failed?: { code: string; detail: string; count?: number }[];
}

/** Reasons why a text is unreadable, whatever the product: answered 400, and kept all the same. */
const malformed = new Set([
  'json_invalid',
  'form_invalid',
  'encoding_invalid',
  'too_deep',
  'too_many_parts',
]);

/**
 * Takes one delivery for a named source.
 *
 * @throws ActaError: 401 not authentic, 400 unreadable (kept in quarantine), 403, 404, 503 and what
 * the ledger throws
 */
export async function takeDelivery(
  context: IntakeContext,
  name: string,
  delivery: Delivery,
  address: string,
): Promise<DeliveryAnswer> {
  const source = await context.meters.source(name);
  if (source === null) throw refusal('source_unknown');
  const adapter = context.adapterOf(source.type);
  if (adapter === undefined) throw refusal('source_without_door');
  const verified = await verify(context, source, adapter, delivery);
  if (!verified.ok) {
    reject(context, source, address, verified.code);
    throw unauthentic(verified.code, verified.detail);
  }
  if (source.paused) throw refusal('source_paused');
  return takeVerified(context, source, adapter, delivery, verified);
}

/** By the token of the product's own issuer where the settings name one, else by the adapter. */
async function verify(
  { pushTokens }: IntakeContext,
  { secrets, settings }: IntakeSource,
  adapter: Adapter,
  delivery: Delivery,
): Promise<VerifyResult> {
  const expected = adapter.pushToken?.(settings);
  if (expected === undefined) return adapter.verify(delivery, secrets, settings);
  const token = /^bearer +(\S+)$/i.exec(delivery.headers['authorization'] ?? '')?.[1] ?? '';
  try {
    await pushTokens.checkPush(token, expected);
  } catch (error) {
    if (!(error instanceof ActaError) || error.status !== 401) throw error;
    return { ok: false, code: error.code, detail: error.detail };
  }
  // The token says which account delivers; who acted is the delivery's own word.
  return { ok: true, assurance: 'source_authenticated', via: 'webhook' };
}

/** What a door that authenticates senders itself says of a delivery. */
export interface Authenticated {
  /** The door's name in the event: `hec`, `syslog`, `pull`. */
  via: string;
  assurance: Held['assurance'];
  /** What is known of every event of it: `imported`. */
  marks?: readonly Mark[];
  /** Whether the body is lines of text that may come of several senders. */
  lines?: true;
  /** The id of a record that has none of its own; asked in the order of the records. */
  nameRecord?: (raw: string) => string;
  /**
   * The same records also come by another door, which may write them otherwise: a known id makes a
   * record a duplicate whatever its bytes, unless the first came by this door too.
   */
  again?: true;
  /** A piece that can't be read at all is answered, not refused: others follow it. */
  piece?: true;
}

/**
 * Takes one delivery whose sender a door has authenticated: by a collector's key, a certificate, an
 * address, or because Acta fetched it itself.
 *
 * @throws ActaError as `takeDelivery`, but for 401
 */
export async function takeAuthenticated(
  context: IntakeContext,
  name: string,
  delivery: Delivery,
  by: Authenticated,
): Promise<DeliveryAnswer> {
  const source = await context.meters.source(name);
  if (source === null) throw refusal('source_unknown');
  const adapter = context.adapterOf(source.type);
  if (adapter === undefined) throw refusal('source_without_door');
  if (source.paused) throw refusal('source_paused');
  return takeVerified(context, source, adapter, delivery, by);
}

/**
 * The answer to a product's one-time check of a source's address; it says nothing but what was
 * sent.
 *
 * @throws ActaError: 404 no such source, or its product asks nothing of the kind
 */
export async function answerChallenge(
  context: IntakeContext,
  name: string,
  delivery: Delivery,
): Promise<{ contentType: string; body: string }> {
  const source = await context.meters.source(name);
  if (source === null) throw refusal('source_unknown');
  const answer = context.adapterOf(source.type)?.challenge?.(delivery);
  if (answer === undefined) throw refusal('challenge_unknown');
  return answer;
}

/** Takes what is known to be authentic; what can't be read goes to quarantine. */
async function takeVerified(
  context: IntakeContext,
  source: IntakeSource,
  adapter: Adapter,
  delivery: Delivery,
  verified: Authenticated & { signature?: string },
): Promise<DeliveryAnswer> {
  const base: Held = {
    kind: 'delivery',
    source: { type: source.type, name: source.name },
    via: verified.via,
    assurance: verified.assurance,
    ...(verified.marks === undefined ? {} : { marks: verified.marks }),
    ...(verified.again === undefined ? {} : { again: verified.again }),
    headers: { ...delivery.headers },
    body: delivery.body,
    received: delivery.received,
    reason: '',
    detail: '',
  };
  let normalized: Normalized;
  try {
    checkText(context, delivery.body, verified.lines === true);
    normalized = named(
      withoutGiants(adapter.normalize({ ...delivery, via: verified.via }, source.settings)),
      verified.nameRecord,
    );
  } catch (error) {
    if (!(error instanceof NotNormalizable)) throw error;
    const id = await hold(context, { ...base, reason: error.code, detail: error.message });
    const { code, message: detail } = error;
    if (malformed.has(code) && verified.piece !== true) throw unreadable(code, detail);
    return { ...answerOf([]), quarantined: [id], failed: [{ code, detail }] };
  }
  const answer = await recordNormalized(
    context,
    base,
    normalized,
    verified.signature !== undefined,
  );
  const [first] = normalized.failed;
  if (first !== undefined) {
    const body = Buffer.from(normalized.failed.map(({ raw }) => raw).join('\n'), 'utf8');
    const { code: reason, detail } = first;
    answer.quarantined.push(await hold(context, { ...base, body, reason, detail }));
    answer.failed = countedReasons(normalized.failed);
  }
  return answer;
}

/** The reasons for which records could not be read, each once with how many there are. */
export function countedReasons(failed: Normalized['failed']) {
  const reasons = new Map<string, { code: string; detail: string; count: number }>();
  for (const { code, detail } of failed) {
    const known = reasons.get(code);
    if (known === undefined) reasons.set(code, { code, detail, count: 1 });
    else known.count++;
  }
  return [...reasons.values()];
}

/** Records that no event may hold lie in quarantine: a client could not check their evidence. */
function withoutGiants(normalized: Normalized): Normalized {
  const isGiant = ({ raw }: { raw: string }) => raw.length > eventLimits.raw_max_length;
  if (!normalized.items.some(isGiant)) return normalized;
  const code = 'record_too_large';
  const detail = `The record has more than ${eventLimits.raw_max_length} characters.`;
  const giants = normalized.items.filter(isGiant).map(({ raw }) => ({ raw, code, detail }));
  const items = normalized.items.filter((item) => !isGiant(item));
  return { ...normalized, items, failed: [...normalized.failed, ...giants] };
}

/** Records without an id of the product get the door's, instead of one made of their text. */
function named(normalized: Normalized, name: Authenticated['nameRecord']): Normalized {
  if (name === undefined) return normalized;
  const items = normalized.items.map((item) =>
    item.delivery === undefined || isDigestId(item.delivery)
      ? { ...item, delivery: name(item.raw) }
      : item,
  );
  return { ...normalized, items };
}

/** Records normalised items of an authentic delivery and counts them in the source's health. */
export async function recordNormalized(
  context: IntakeContext,
  held: Held,
  normalized: Normalized,
  replayable: boolean,
): Promise<DeliveryAnswer> {
  const { source, body } = held;
  const delivery = normalized.delivery ?? held.delivery;
  const bodyId = replayable ? createHash('sha256').update(body).digest('base64url') : undefined;
  const replay = bodyId !== undefined && context.replays.suspect(source.name, bodyId, delivery);
  const described: DeliveryContext = {
    source,
    via: held.via,
    assurance: held.assurance,
    received: held.received,
    skew: context.limits.value(SKEW_MS),
    marks: [...(held.marks ?? []), ...(replay ? (['replay_suspected'] as const) : [])],
    ...(delivery === undefined ? {} : { delivery }),
  };
  const drafts = normalized.items.map((item, place) =>
    draftOfItem(item, place, described, context.masker),
  );
  // Before it is recorded, so that two at the same time don't miss each other.
  if (bodyId !== undefined) context.replays.remember(source.name, bodyId, delivery);
  const unmapped = normalized.items.filter((item) => item.unmapped).length;
  const seen: Seen = { ...seenOf(drafts), unmapped, replay };
  const receipts = await appendHeld(context, held, drafts);
  count(context, source, receipts, seen);
  return { ...answerOf(receipts), quarantined: [] };
}

async function appendHeld(
  { ledger }: IntakeContext,
  { again, via }: Held,
  drafts: readonly EventDraft[],
): Promise<AppendReceipt[]> {
  if (drafts.length === 0) return [];
  return again === true ? appendAgain(ledger, drafts, via) : ledger.append(drafts);
}

/** Counts in health and metrics. */
export function count(
  context: IntakeContext,
  source: { name: string; type: string },
  receipts: readonly AppendReceipt[],
  seen: Seen,
): void {
  const { unmapped, replay } = seen;
  countDelivery(context.meters.state(source), receipts, seen, context.clock.now());
  const labels = { source: source.name, type: source.type };
  context.counters.deliveries.inc(labels);
  context.counters.events.inc(labels, receipts.length);
  if (unmapped > 0) context.counters.unmapped.inc(labels, unmapped);
  if (replay) context.counters.replays.inc(labels);
}

/** The receipts as an answer. */
export function answerOf(receipts: AppendReceipt[]): IngestAnswer {
  let duplicates = 0;
  for (const receipt of receipts) if (receipt.duplicate === true) duplicates++;
  return { accepted: receipts.length - duplicates, duplicates, rejected: [], receipts };
}

/** Keeps it in quarantine, counts it, and says so in the log. */
export async function hold(context: IntakeContext, held: Held): Promise<string> {
  const id = await context.quarantine.hold(held);
  const state = context.meters.state(held.source);
  state.quarantined++;
  state.last_received = context.clock.now();
  context.announceQuarantined(id, held);
  return id;
}

function reject(context: IntakeContext, source: IntakeSource, address: string, code: string): void {
  countRefusal(context.meters.state(source), code, context.clock.now());
  context.counters.rejected.inc({ source: source.name, reason: code });
  context.rejections.note(source.name, address, code);
}

function checkText(context: IntakeContext, body: Buffer, lines: boolean): void {
  if (body.length === 0) throw new NotNormalizable('json_invalid', 'The body is empty.');
  if (!isUtf8(body)) {
    throw new NotNormalizable('encoding_invalid', 'The body is not UTF-8.');
  }
  const allowed = { depth: context.limits.value(DEPTH), parts: context.limits.value(PARTS) };
  const shape = lines ? shapeOfLines(body, allowed) : shapeOf(body, allowed);
  if (shape.depth > allowed.depth) throw passed(context, 'too_deep', DEPTH);
  if (shape.parts > allowed.parts) throw passed(context, 'too_many_parts', PARTS);
}

function passed(context: IntakeContext, code: string, limit: Limit): NotNormalizable {
  context.limits.reached(limit);
  return new NotNormalizable(code, `The JSON passes the limit ${limit.name}.`);
}
