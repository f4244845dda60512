// Taking again what lies in quarantine: after an update of Acta, or of the source's settings.
import type { IngestAnswer } from '@acta/sdk';
import { ActaError } from '../lib/errors.ts';
import { sentCloudEvent } from '../sources/cloudevents/event.ts';
import { NotNormalizable } from '../sources/types.ts';
import type { IntakeContext } from './context.ts';
import { answerOf, count, recordNormalized } from './deliveries.ts';
import { refusal } from './errors.ts';
import { draftOfSent, type HeldEvent, type SentItem } from './events.ts';
import { seenOf } from './health.ts';
import type { DeliveryContext } from './describe.ts';
import { SKEW_MS } from './limits.ts';
import type { Audit, Caller } from './ports.ts';
import type { Held } from './quarantine.ts';
import { replayRecords } from './records.ts';

/**
 * Takes a held item as if it came now, under the ids it would have had: what was recorded meanwhile
 * is a duplicate.
 *
 * @param text taken in the place of what was held: a correction by hand
 * @throws ActaError 422 `still_unreadable`: it stays held; and as `Quarantine.open` and the ledger
 * throw
 */
export async function replayHeld(
  context: IntakeContext,
  audit: Audit,
  id: string,
  by: Caller,
  text?: string,
): Promise<IngestAnswer> {
  const kept = await context.quarantine.open(id);
  const held = text === undefined ? kept : corrected(kept, text);
  const replay = { events: replayEvents, delivery: replayDelivery, records: replayKept }[held.kind];
  const answer = await replay(context, held);
  await context.quarantine.close(id, 'replayed');
  await audit.record(by, {
    action: 'delivery.replayed',
    target: targetOf(id, held),
    labels: { events: String(answer.accepted), duplicates: String(answer.duplicates) },
    ...(text === undefined ? {} : { why: { reason: 'with a text that was corrected by hand' } }),
  });
  return answer;
}

/** What somebody corrected is not what the source sent: its events say so. */
function corrected(held: Held, text: string): Held {
  return { ...held, body: Buffer.from(text, 'utf8'), via: 'corrected', assurance: 'claimed' };
}

/** Gives a held item up. The decision is an event. */
export async function discardHeld(
  context: IntakeContext,
  audit: Audit,
  id: string,
  by: Caller,
): Promise<void> {
  const held = await context.quarantine.open(id);
  await audit.record(by, {
    action: 'delivery.discarded',
    target: targetOf(id, held),
    why: { reason: `${held.reason}: ${held.detail}`.slice(0, 2_000) },
  });
  await context.quarantine.close(id, 'discarded');
}

/** The quarantined item as the target of an event, inside its source. */
export function targetOf(id: string, held: Pick<Held, 'source'>) {
  const { type, name } = held.source;
  return { type: 'delivery', id, parent: { type: 'source', id: `${type}:${name}`, name } };
}

async function replayDelivery(context: IntakeContext, held: Held): Promise<IngestAnswer> {
  const source = await context.meters.source(held.source.name);
  if (source === null) throw refusal('source_unknown');
  const adapter = context.adapterOf(source.type);
  if (adapter === undefined) throw refusal('source_without_door');
  try {
    const { headers, body, received, via } = held;
    const normalized = adapter.normalize({ headers, body, received, via }, source.settings);
    const [bad] = normalized.failed;
    if (bad !== undefined) throw new NotNormalizable(bad.code, bad.detail);
    return await recordNormalized(context, held, normalized, false);
  } catch (error) {
    throw error instanceof NotNormalizable ? stillUnreadable(error.message) : error;
  }
}

async function replayKept(context: IntakeContext, held: Held): Promise<IngestAnswer> {
  try {
    return answerOf(await replayRecords(context, held));
  } catch (error) {
    throw error instanceof NotNormalizable ? stillUnreadable(error.message) : error;
  }
}

async function replayEvents(context: IntakeContext, held: Held): Promise<IngestAnswer> {
  const described: DeliveryContext = {
    source: held.source,
    via: held.via,
    assurance: held.assurance,
    received: held.received,
    skew: context.limits.value(SKEW_MS),
    marks: [],
    ...(held.workload === undefined ? {} : { workload: held.workload }),
    ...(held.delivery === undefined ? {} : { delivery: held.delivery }),
  };
  const events = JSON.parse(held.body.toString('utf8')) as HeldEvent[];
  const drafts = events.map(({ item, text }) => {
    const made = draftOfSent(context, described, readText(held.via, text), item);
    if (!('event' in made)) throw stillUnreadable(`${made.path ?? ''} ${made.error}`.trim());
    return made;
  });
  const receipts = await context.ledger.append(drafts);
  count(context, held.source, receipts, seenOf(drafts));
  return answerOf(receipts);
}

function readText(via: string, text: string): SentItem {
  try {
    const value: unknown = JSON.parse(text);
    return via === 'cloudevents' ? sentCloudEvent(value, text) : { value };
  } catch {
    return { error: 'is not valid JSON' };
  }
}

function stillUnreadable(detail: string): ActaError {
  return new ActaError({
    code: 'still_unreadable',
    status: 422,
    fault: 'caller',
    detail: `The delivery still can’t be read: ${detail}`,
    next: 'It stays in quarantine. Update Acta or the source’s settings, or discard it.',
  });
}
