// Silences and inhibition: who is not told of an alert, and why. The alert itself is kept all the
// same.
import type { Alert, AlertLevel, Silence, SilenceMatch } from '@acta/sdk';

/** True if all that the silence names agrees with the alert. */
export function isMatched(match: SilenceMatch, alert: Alert): boolean {
  const wanted: [string | undefined, string | null | undefined][] = [
    [match.rule, alert.rule.id],
    [match.level, alert.rule.level],
    [match.actor, alert.actor?.id],
    [match.target, alert.target?.id],
    [match.source, alert.source],
  ];
  const named = wanted.filter(([value]) => value !== undefined);
  return named.length > 0 && named.every(([value, found]) => value === found);
}

/** The silence that is in force for the alert at a time (RFC 3339), if any. */
export function silenceOf(
  alert: Alert,
  silences: readonly Silence[],
  now: string,
): Silence | undefined {
  return silences.find(
    ({ starts, ends, match }) => starts <= now && now < ends && isMatched(match, alert),
  );
}

const RANK: Record<AlertLevel, number> = {
  informational: 0,
  low: 1,
  medium: 2,
  high: 3,
  critical: 4,
};

/** How much a level weighs: 0 to 4. */
export const rankOf = (level: AlertLevel): number => RANK[level];

/** An open critical alert on the same actor makes lesser ones on it part of the same story. */
export function isInhibited(alert: Alert, others: readonly Alert[]): boolean {
  if (alert.rule.level === 'critical' || alert.actor === null) return false;
  return others.some(
    (other) =>
      other.rule.level === 'critical' &&
      other.status !== 'resolved' &&
      other.actor?.id === alert.actor?.id &&
      other.historical === alert.historical,
  );
}
