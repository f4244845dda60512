// What an answer is made of: the groups' own texts (all but the source's record), taken over from
// the entry without being parsed or printed again; the clear fields come from the columns.
import type { LoggedEvent } from '@acta/sdk';
import type { LogEntry } from '../../lib/entry.ts';

/** A disclosure group that a reader may not get. */
export type WithheldGroup = 'actor' | 'target' | 'context' | 'details' | 'raw';

/**
 * The clear fields on the first line, then one line a group: `<group> <JSON>`. They stand here and
 * not only in their columns, because each column of a scattered row costs the engine a read.
 */
export function bodyOf(entry: LogEntry): string {
  const { event, record } = entry;
  const { received, source, action, category, effect, outcome, severity } = event;
  const clear = `${received}\t${source.type}\t${action}\t${category}\t${effect}\t${outcome}\t${severity}`;
  const first = record.indexOf('\n');
  if (first < 0) return clear;
  const raw = record.indexOf('\nraw ', first);
  return clear + (raw < 0 ? record.slice(first) : record.slice(first, raw));
}

/** The columns that an answer needs, in this order. */
export const ANSWER_COLUMNS = '`index`, toUnixTimestamp64Milli(time), toString(id), body';

export type AnswerRow = [index: number, time_ms: number, id: string, body: string];

/** The event of a row, without the groups that are withheld and without the source's record. */
export function openRow(row: AnswerRow, withheld: readonly WithheldGroup[] = []): LoggedEvent {
  const [index, time_ms, id, body] = row;
  const [clear = '', ...lines] = body.split('\n');
  const [received, type, action, category, effect, outcome, severity] = clear.split('\t');
  const time = new Date(time_ms).toISOString();
  const source = { type };
  const event: Record<string, unknown> = { v: 1, id, index, time, received, source };
  Object.assign(event, { action, category, effect, outcome, severity });
  for (const line of lines) {
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
