// What becomes of a finding: a new alert, or one more of those that the open alert of the same rule
// and group holds. Pure.
import type { Alert, AlertEvent, AlertRule } from '@acta/sdk';
import { createHash } from 'node:crypto';
import type { Detection } from '../detect/index.ts';

/** Events that an alert names; older ones stay in the log. */
export const ALERT_EVENTS = 100;

/** Alerts of one rule about one thing are one alert until it is resolved. */
export function fingerprintOf({ rule, group, historical }: Detection): string {
  const values = Object.entries(group).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const said = JSON.stringify([rule, values, historical]);
  return createHash('sha256').update(said).digest('base64url');
}

export interface Raised {
  id: string;
  rule: AlertRule;
  events: AlertEvent[];
  /** RFC 3339. */
  now: string;
  quiet: string | null;
}

const timeText = (time_ms: number): string => new Date(time_ms).toISOString();

/** A new alert. */
export function raisedBy(found: Detection, { id, rule, events, now, quiet }: Raised): Alert {
  return {
    id,
    rule,
    status: 'open',
    verdict: null,
    assignee: null,
    raised: now,
    updated: now,
    first: timeText(found.first),
    last: timeText(found.time),
    findings: 1,
    count: found.count,
    group: found.group,
    actor: found.actor ?? null,
    target: found.target ?? null,
    source: found.source ?? null,
    because: found.because ?? null,
    historical: found.historical,
    quiet,
    events: events.slice(-ALERT_EVENTS),
  };
}

/** The open alert with one more finding. */
export function foldedInto(
  alert: Alert,
  found: Detection,
  { rule, events, now }: Pick<Raised, 'rule' | 'events' | 'now'>,
): Alert {
  const known = new Set(alert.events.map(({ index }) => index));
  const all = [...alert.events, ...events.filter(({ index }) => !known.has(index))];
  const first = timeText(found.first);
  const last = timeText(found.time);
  return {
    ...alert,
    rule,
    updated: now,
    first: first < alert.first ? first : alert.first,
    last: last > alert.last ? last : alert.last,
    findings: alert.findings + 1,
    count: alert.count + found.count,
    because: found.because ?? alert.because,
    events: all.toSorted((a, b) => a.index - b.index).slice(-ALERT_EVENTS),
  };
}
