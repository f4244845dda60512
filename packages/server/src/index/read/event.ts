// One event by its id, and who looked at it.
import { idTime } from '@acta/event';
import { isUuid } from '@acta/query';
import type { LoggedEvent, ViewersAnswer } from '@acta/sdk';
import { createParameters } from '../compile/index.ts';
import { ANSWER_COLUMNS, type AnswerRow, openRow } from '../rows/body.ts';
import { EVENTS } from '../schema/tables.ts';
import { readSettings } from './question.ts';
import { type ReadContext, search } from './search.ts';

/** The event without the source's record; null where the index does not have it. */
export async function getEvent(context: ReadContext, id: string): Promise<LoggedEvent | null> {
  if (!isUuid(id)) return null;
  // An id starts with the event's own time, so the first look reads one granule.
  const time_ms = idTime(id);
  const found = (await findById(context, id, time_ms)) ?? (await findById(context, id, null));
  return found === null ? null : openRow(found);
}

async function findById(
  context: ReadContext,
  id: string,
  time_ms: number | null,
): Promise<AnswerRow | null> {
  const parameters = createParameters();
  const conditions = [`id = ${parameters.bind(id, 'UUID')}`];
  if (time_ms !== null) {
    const bound = parameters.bind(time_ms, 'Int64');
    conditions.unshift(`time = fromUnixTimestamp64Milli(${bound}, 'UTC')`);
  }
  const rows = await context.database.rows<AnswerRow>(
    `SELECT ${ANSWER_COLUMNS} FROM ${EVENTS} WHERE ${conditions.join(' AND ')} ORDER BY \`index\` LIMIT 1`,
    parameters.values(),
    readSettings(context.limits),
  );
  return rows[0] ?? null;
}

/** What Acta records when somebody looks at an event. */
const LOOKS = ['event.viewed', 'event.revealed', 'raw.revealed', 'proof.read'];

/** Who looked at an event, latest first. */
export async function viewersOf(
  context: ReadContext,
  id: string,
  page: { limit: number; cursor: string | null },
): Promise<ViewersAnswer> {
  const answer = await search(context, {
    ast: {
      type: 'and',
      items: [
        { type: 'equals', field: 'source.type', value: 'acta' },
        { type: 'equals', field: 'target.id', value: id },
        { type: 'or', items: LOOKS.map((value) => ({ type: 'equals', field: 'action', value })) },
      ],
    },
    from: null,
    to: null,
    order: '-time',
    ...page,
  });
  const viewers = answer.events.map((event) => ({
    who: event.actor?.name ?? event.actor?.id ?? '',
    action: event.action,
    time: event.time,
    event: event.id,
  }));
  return { viewers, next: answer.next };
}
