// A delivery of log text: lines in, events out; a statement that failed is told by its error line.
import { text } from '../reader.ts';
import { bodyText, digestId } from '../records.ts';
import type { Delivery, FailedItem, Normalized, NormalizedItem, Settings } from '../types.ts';
import { lineEvent } from './event.ts';
import { logLines } from './formats.ts';
import type { LogLine } from './line.ts';
import { withoutPasswords } from './statement.ts';
import { isSyslog, syslogLines } from './syslog-format.ts';
import { defaultPrefix } from './text-format.ts';

/** Events of log lines. Throws `NotNormalizable`. */
export function normalizePostgresql(delivery: Delivery, settings: Settings): Normalized {
  const prefix =
    typeof settings['prefix'] === 'string' && settings['prefix'] !== ''
      ? settings['prefix']
      : defaultPrefix;
  const options = {
    zone: text(settings['zone']) ?? 'UTC',
    cluster: text(settings['cluster']) ?? 'postgresql',
  };
  const items: NormalizedItem[] = [];
  const failed: FailedItem[] = [];
  const seen = new Map<string, number>();
  const body = bodyText(delivery.body);
  const read = isSyslog(body)
    ? syslogLines(body, prefix, { zone: options.zone, received: delivery.received })
    : logLines(body, prefix);
  const errors = failedStatements(read.filter((line): line is LogLine => !('failed' in line)));
  for (const line of read) {
    if ('failed' in line) {
      failed.push(line.failed);
      continue;
    }
    const event = lineEvent(line, options);
    const ran = event.outcome === 'success' && sqlOf(event) !== '';
    if (ran && errors.has(`${line.session ?? line.process} ${sqlOf(event)}`))
      event.outcome = 'failure';
    const raw = withoutPasswords(line.raw);
    items.push({
      event,
      raw,
      unmapped: false,
      delivery: lineId(line) ?? digestId(raw, seen),
      ...(raw === line.raw ? {} : { redacted: true as const }),
    });
  }
  return { items, failed };
}

function lineId({ session, number }: LogLine): string | undefined {
  return session === undefined || number === undefined ? undefined : `${session}:${number}`;
}

/** Statements that an error line of the same session names. */
function failedStatements(lines: readonly LogLine[]): ReadonlySet<string> {
  const failed = new Set<string>();
  for (const { severity, statement, session, process } of lines) {
    if (severity !== 'ERROR' || statement === undefined) continue;
    failed.add(`${session ?? process} ${withoutPasswords(statement).slice(0, 1_000)}`);
  }
  return failed;
}

function sqlOf(event: NormalizedItem['event']): string {
  return event.labels?.['statement'] ?? '';
}
