// One event by id, also in the second before the index has it.
import { setTimeout as sleep } from 'node:timers/promises';
import { matches } from '@acta/query';
import type { LoggedEvent } from '@acta/sdk';
import type { Principal } from '../access/index.ts';
import type { HttpContext } from './ports.ts';
import { notFound } from './problem.ts';
import { readerOf } from './reader.ts';

/** How long a look-up waits for an index that is behind. */
const CATCH_UP_MS = 2_000;

/** The event, whole. Throws `not_found` also where it is out of the reader's scope. */
export async function findEvent(
  id: string,
  principal: Principal,
  context: HttpContext,
): Promise<LoggedEvent> {
  const event =
    (await context.index.get(id)) ??
    (await fromLedger(id, context)) ??
    (await onceIndexed(id, context));
  if (event === null || !(await isInScope(event, principal, context))) {
    throw notFound('event with this id');
  }
  return event;
}

/** Where the index is behind (after a start), its answer once it holds what the log holds now. */
async function onceIndexed(id: string, context: HttpContext): Promise<LoggedEvent | null> {
  const { size } = context.ledger.head();
  if (context.index.through() >= size) return null;
  const ends = context.clock.now() + CATCH_UP_MS;
  while (context.index.through() < size && context.clock.now() < ends) await sleep(20);
  return context.index.get(id);
}

/**
 * A scope may look into the raw text, which the index does not answer: the ledger's event decides.
 */
async function isInScope(
  event: LoggedEvent,
  principal: Principal,
  context: HttpContext,
): Promise<boolean> {
  const { scope } = readerOf(principal);
  if (scope === null) return true;
  const entry = await context.ledger.entry(event.index);
  return entry !== null && matches(scope, entry.event, { now: context.clock.now() });
}

async function fromLedger(id: string, { ledger }: HttpContext): Promise<LoggedEvent | null> {
  const index = await ledger.indexOf(id);
  if (index === null) return null;
  const entry = await ledger.entry(index);
  return entry === null || entry.event.id !== id ? null : { ...entry.event, index };
}
