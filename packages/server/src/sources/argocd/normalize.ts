// From a delivery to events: notifications, Application objects, lines of the log as JSON or text.
import { valueLeaves } from '../envelope.ts';
import { logfmtPairs } from '../logfmt.ts';
import { text, type JsonObject } from '../reader.ts';
import { eventsOfLeaves, type Leaf, type ListedEvent } from '../record-list.ts';
import { bodyText } from '../records.ts';
import { NotNormalizable, type Delivery, type Normalized, type Settings } from '../types.ts';
import { applicationEvent } from './application.ts';
import { isLogLine, logLineEvent } from './log-line.ts';

const linesMax = 50_000;

/** Events of a delivery by our notification template, or of lines of the API server's log. */
export function normalizeArgocd(delivery: Delivery, settings: Settings): Normalized {
  const environment = text(settings['environment']);
  return eventsOfLeaves(leavesOf(delivery), (_, record) => [eventOf(record, environment)]);
}

function eventOf(record: JsonObject, environment: string | undefined): ListedEvent {
  return isLogLine(record)
    ? logLineEvent(record, environment)
    : applicationEvent(record, environment);
}

function leavesOf(delivery: Delivery): Leaf[] {
  const body = bodyText(delivery.body);
  if (/^\s*[[{]/.test(body)) return valueLeaves(body);
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > linesMax) {
    throw new NotNormalizable('too_many_records', `More than ${linesMax} lines at once.`);
  }
  return lines.map((line) => {
    const raw = line.endsWith('\r') ? line.slice(0, -1) : line;
    const record = logfmtPairs(raw);
    return record === undefined ? { raw } : { raw, record };
  });
}
