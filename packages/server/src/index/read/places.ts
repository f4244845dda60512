// Where events stand in the log, by their ids: asked by the intake about what its own memory of ids
// no longer holds.
import { idTime } from '@acta/event';
import { EVENTS } from '../schema/tables.ts';
import { readSettings } from './question.ts';
import type { ReadContext } from './search.ts';

/** Ids of one question: the parameters stand in the address, of which 16 kB are taken. */
const IDS_AT_ONCE = 100;

/**
 * The log index of each event that the index has; the ids must hold the events' own times. The
 * first where several entries have one id.
 */
export async function placesOf(
  context: ReadContext,
  ids: readonly string[],
): Promise<Map<string, number>> {
  const places = new Map<string, number>();
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const asked = ids.slice(from, from + IDS_AT_ONCE);
    // The table is sorted by time: with it, few granules are read.
    const times = asked.map((id) => new Date(idTime(id)).toISOString().slice(0, -1));
    const rows = await context.database.rows<[string, number | string]>(
      `SELECT toString(id), min(\`index\`) FROM ${EVENTS}
WHERE time IN {times:Array(DateTime64(3, 'UTC'))} AND id IN {ids:Array(UUID)} GROUP BY id`,
      { times: times.map((time) => time.replace('T', ' ')), ids: asked },
      readSettings(context.limits),
    );
    for (const [id, index] of rows) places.set(id, Number(index));
  }
  return places;
}
