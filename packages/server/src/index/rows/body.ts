// What an answer is made of: the groups' own texts (all but the source's record), taken over from the
// entry without being parsed or printed again; the clear fields come from the columns.
import type { LoggedEvent } from '@acta/sdk';
import { SEVERITIES } from '@acta/query';
import type { LogEntry } from '../../lib/entry.ts';

/** A disclosure group that a reader may not get. */
export type WithheldGroup = 'actor' | 'target' | 'context' | 'details' | 'raw';

/** One line a group: `<group> <JSON>`. */
export function bodyOf(entry: LogEntry): string {
  const { record } = entry;
  const first = record.indexOf('\n');
  if (first < 0) return '';
  const raw = record.indexOf('\nraw ', first);
  return raw < 0 ? record.slice(first + 1) : record.slice(first + 1, Math.max(raw, first + 1));
}

/** The columns that an answer needs, in this order; all but `body` are of the closed vocabularies. */
export const ANSWER_COLUMNS =
  '`index`, toUnixTimestamp64Milli(time), toUnixTimestamp64Milli(received), toString(id), ' +
  'source_type, action, category, effect, outcome, severity, body';

export type AnswerRow = [
  index: number | string,
  time_ms: number | string,
  received_ms: number | string,
  id: string,
  source_type: string,
  action: string,
  category: string,
  effect: string,
  outcome: string,
  severity: number,
  body: string,
];

/** The event of a row, without the groups that are withheld and without the source's record. */
export function openRow(row: AnswerRow, withheld: readonly WithheldGroup[] = []): LoggedEvent {
  const [index, time_ms, received_ms, id, type, action, category, effect, outcome] = row;
  const event: Record<string, unknown> = {
    v: 1,
    id,
    index: Number(index),
    time: new Date(Number(time_ms)).toISOString(),
    received: new Date(Number(received_ms)).toISOString(),
    source: { type },
    action,
    category,
    effect,
    outcome,
    severity: SEVERITIES[row[9]],
  };
  for (const line of row[10] === '' ? [] : row[10].split('\n')) {
    const blank = line.indexOf(' ');
    const group = line.slice(0, blank) as WithheldGroup;
    if (withheld.includes(group)) continue;
    addGroup(event, group, JSON.parse(line.slice(blank + 1)) as object);
  }
  return event as unknown as LoggedEvent;
}

function addGroup(event: Record<string, unknown>, group: WithheldGroup, value: object): void {
  if (group === 'actor' || group === 'context') {
    event[group] = value;
  } else if (group === 'details') {
    const { source, ...details } = value as { source?: object };
    Object.assign(event, details, { source: { ...(event['source'] as object), ...source } });
  } else {
    Object.assign(event, value);
  }
}
