// The outbox: what sinks are told of a change, written in the transaction that keeps the change.
// A message that was not tried yet takes later changes in, so that a burst is one message; one that
// was tried stays as it is, since the receiver may know it by its id.
import type { Alert, SinkNotice } from '@acta/sdk';
import type { Transaction } from 'kysely';
import type { Tables } from './tables.ts';

export interface ToldSink {
  id: string;
  /** Least time between two messages of one alert that only say that it went on. */
  fold_ms: number;
}

/** A change of an alert, and who is told. */
export interface Told {
  alert: Alert;
  what: SinkNotice;
  /** RFC 3339 with milliseconds. */
  now: string;
  /** Sinks that routes choose for the alert now. */
  routed: readonly ToldSink[];
  /** Sinks that may hear more of an alert which they were told of before. */
  open: readonly ToldSink[];
  /** Pending messages a sink may have; what comes beyond is a dead letter at once. */
  pending_max: number;
  newId: () => string;
}

/** Only raised alerts go to sinks that don't know the alert; a step of a person goes to the rest. */
const STARTS: readonly SinkNotice[] = ['alert.raised', 'alert.folded', 'alert.reopened'];

const FULL = 'Too many messages wait for this sink (alerts.outbox_messages).';

/** Puts messages into the outbox. */
export async function enqueue(tx: Transaction<Tables>, told: Told): Promise<void> {
  const rows = await tx
    .selectFrom('deliveries')
    .select(['number', 'sink', 'what', 'state', 'created', 'delivered', 'attempts'])
    .where('alert', '=', told.alert.id)
    .orderBy('number')
    .execute();
  // The last one of each sink stands.
  const last = new Map(rows.map((row) => [row.sink, row]));
  const starts = STARTS.includes(told.what) ? told.routed : [];
  const heard = told.open.filter(({ id }) => last.has(id));
  const sinks = new Map([...starts, ...heard].map((sink) => [sink.id, sink]));
  for (const sink of sinks.values()) await tell(tx, told, sink, last.get(sink.id));
}

type LastRow = Pick<
  Tables['deliveries'],
  'sink' | 'what' | 'state' | 'created' | 'delivered' | 'attempts'
> & { number: number };

async function tell(
  tx: Transaction<Tables>,
  told: Told,
  sink: ToldSink,
  last: LastRow | undefined,
): Promise<void> {
  const { what, now, alert } = told;
  const message = JSON.stringify(alert);
  if (last !== undefined && last.state === 'pending' && last.attempts === 0) {
    const isFold = what === 'alert.folded' || what === last.what;
    const change = isFold ? { message } : { message, what, due: now };
    if (isFold || last.what === 'alert.folded') {
      await tx.updateTable('deliveries').set(change).where('number', '=', last.number).execute();
      return;
    }
  }
  const isFull = await hasPending(tx, sink.id, told.pending_max);
  await tx
    .insertInto('deliveries')
    .values({
      id: told.newId(),
      sink: sink.id,
      alert: alert.id,
      what,
      state: isFull ? 'failed' : 'pending',
      created: now,
      due: isFull ? null : dueOf(told, sink, last),
      begun: null,
      attempts: 0,
      tries: 0,
      delivered: null,
      status: null,
      answer: isFull ? FULL : null,
      message,
    })
    .execute();
}

function dueOf({ what, now }: Told, { fold_ms }: ToldSink, last: LastRow | undefined): string {
  if (what !== 'alert.folded' || last === undefined) return now;
  const before = last.state === 'pending' ? now : (last.delivered ?? last.created);
  const due = new Date(Date.parse(before) + fold_ms).toISOString();
  return due > now ? due : now;
}

async function hasPending(tx: Transaction<Tables>, sink: string, most: number): Promise<boolean> {
  const row = await tx
    .selectFrom('deliveries')
    .select('number')
    .where('sink', '=', sink)
    .where('state', '=', 'pending')
    .offset(most - 1)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
