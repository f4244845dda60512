// RFC 4180, with the guard of OWASP's "CSV injection" page: a cell that a spreadsheet would run as a
// formula gets an apostrophe before it.
import type { LoggedEvent } from '@acta/sdk';
import type { MatchingPage } from './matching.ts';

/** The main columns of a table of events. */
export const columns: readonly [name: string, value: (event: LoggedEvent) => unknown][] = [
  ['index', (e) => e.index],
  ['id', (e) => e.id],
  ['time', (e) => e.time],
  ['received', (e) => e.received],
  ['source', (e) => e.source?.name],
  ['source_type', (e) => e.source?.type],
  ['action', (e) => e.action],
  ['native', (e) => e.native],
  ['category', (e) => e.category],
  ['effect', (e) => e.effect],
  ['outcome', (e) => e.outcome],
  ['severity', (e) => e.severity],
  ['actor_type', (e) => e.actor?.type],
  ['actor_id', (e) => e.actor?.id],
  ['actor_name', (e) => e.actor?.name],
  ['actor_assurance', (e) => e.actor?.assurance],
  ['target_type', (e) => e.target?.type],
  ['target_id', (e) => e.target?.id],
  ['target_name', (e) => e.target?.name],
  ['environment', (e) => e.pipeline?.environment ?? e.target?.environment],
  ['service', (e) => e.pipeline?.service],
  ['commit', (e) => e.pipeline?.commit],
  ['change', (e) => e.pipeline?.change],
  ['run', (e) => e.pipeline?.run],
  ['artifact', (e) => e.pipeline?.artifact],
  ['ip', (e) => e.context?.ip],
  ['country', (e) => e.context?.geo?.country],
  ['user_agent', (e) => e.context?.user_agent],
  ['reason', (e) => e.why?.reason],
  ['ticket', (e) => e.why?.ticket],
  ['approved_by', (e) => e.why?.approved_by?.map((a) => a.name ?? a.id).join(' ')],
  ['changes', (e) => (e.changes ? JSON.stringify(e.changes) : undefined)],
  ['marks', (e) => e.marks?.join(' ')],
  ['withheld', (e) => e.withheld?.map((w) => w.group).join(' ')],
];

/** A header line and one line an event; nested values as JSON. */
export async function* csvLines(pages: AsyncIterable<MatchingPage>): AsyncGenerator<string> {
  yield `${columns.map(([name]) => name).join(',')}\r\n`;
  for await (const { events } of pages) {
    if (events.length > 0) yield events.map(csvLine).join('');
  }
}

/** One event as a line of the table. */
export function csvLine(event: LoggedEvent): string {
  return `${columns.map(([, value]) => csvCell(value(event))).join(',')}\r\n`;
}

/** A value as a cell: guarded against formulas, quoted where needed. */
export function csvCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const guarded = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
