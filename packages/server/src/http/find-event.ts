// One event by id, also in the second before the index has it.
import type { LoggedEvent } from '@acta/sdk';
import type { Principal } from '../access/index.ts';
import type { HttpContext } from './ports.ts';
import { notFound } from './problem.ts';
import { isVisible, readerOf } from './reader.ts';

/** The event, whole. Throws `not_found` also where it is out of the reader's scope. */
export async function findEvent(
  id: string,
  principal: Principal,
  context: HttpContext,
): Promise<LoggedEvent> {
  const event = (await context.index.get(id)) ?? (await fromLedger(id, context));
  if (event === null || !isVisible(event, readerOf(principal), context.clock.now())) {
    throw notFound('event with this id');
  }
  return event;
}

async function fromLedger(id: string, { ledger }: HttpContext): Promise<LoggedEvent | null> {
  const index = await ledger.indexOf(id);
  if (index === null) return null;
  const entry = await ledger.entry(index);
  return entry === null || entry.event.id !== id ? null : { ...entry.event, index };
}
