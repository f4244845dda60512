// The words for what an alert is: level, status, verdict, and why nobody was told.
import type { Alert, AlertLevel, AlertStatus, AlertStep, AlertVerdict } from '../api/types.ts';

/** Heaviest first. */
export const LEVELS: readonly AlertLevel[] = ['critical', 'high', 'medium', 'low', 'informational'];

export const STATUS_WORDS: Record<AlertStatus, string> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  in_progress: 'In progress',
  resolved: 'Resolved',
};

export const VERDICT_WORDS: Record<AlertVerdict, { name: string; about: string }> = {
  true_positive: { name: 'True positive', about: 'The rule was right, and it mattered.' },
  false_positive: {
    name: 'False positive',
    about: 'The rule was wrong: this is not what it looks for. A filter is proposed.',
  },
  benign: { name: 'Benign', about: 'The rule was right, and it was meant: planned or allowed.' },
  test: { name: 'Test', about: 'Somebody tried the rule, or practised.' },
};

export const VERDICTS = Object.keys(VERDICT_WORDS) as AlertVerdict[];

export const STEP_WORDS: Record<AlertStep['what'], string> = {
  raised: 'raised it',
  folded: 'found it again',
  acknowledged: 'acknowledged it',
  started: 'started to work on it',
  assigned: 'assigned it',
  noted: 'wrote a note',
  resolved: 'resolved it',
  reopened: 'reopened it',
};

/** The catalogue's severity for a level. */
export const severityOf = (level: AlertLevel): string =>
  level === 'informational' ? 'info' : level;

export function quietText({ quiet }: Pick<Alert, 'quiet'>): string | null {
  if (quiet === null) return null;
  return quiet === 'inhibited'
    ? 'Nobody was told: a critical alert on the same actor is open.'
    : 'Nobody was told: a silence was in force.';
}

/** Its name, else its id as people read it: `github:audit_log_stream:3` is “audit log stream 3”. */
export function entityText({ id, name }: { id: string; name?: string }): string {
  if (name !== undefined && name !== '' && name !== id) return name;
  const [, kind, ...rest] = id.split(':');
  if (kind === undefined || rest.length === 0 || id.startsWith(MASKED)) return valueText(id);
  return `${kind.replaceAll('_', ' ')} ${valueText(rest.join(':'))}`;
}

const MASKED = 'masked:hmac-sha256:';

/** The same masked value has the same few letters; the rest tells nobody anything. */
export const valueText = (value: string): string =>
  value.startsWith(MASKED) ? `masked ${value.slice(MASKED.length, MASKED.length + 8)}` : value;

/** What an alert is about beside its rule: its target, else what it is grouped by. */
export function aboutText(alert: Alert): string {
  if (alert.target !== null) return entityText(alert.target);
  return Object.values(alert.group)
    .filter((value) => value !== null)
    .join(' · ');
}

export const actorText = ({ actor }: Pick<Alert, 'actor'>): string =>
  actor === null ? '' : entityText(actor);

/** `ATT&CK T1562` and such, with the page that explains it; null for a tag without one. */
export function tagLink(tag: string): { text: string; href: string | null } {
  const technique = /^attack\.t(\d{4})(?:\.(\d{3}))?$/.exec(tag);
  if (technique) {
    const [, number, part] = technique;
    const path = part === undefined ? `T${number}` : `T${number}/${part}`;
    return {
      text: `ATT&CK T${number}${part === undefined ? '' : `.${part}`}`,
      href: `https://attack.mitre.org/techniques/${path}/`,
    };
  }
  const risk = /^cicd-sec\.0?(\d{1,2})$/.exec(tag);
  if (risk) {
    return {
      text: `CICD-SEC-${risk[1]}`,
      href: 'https://owasp.org/www-project-top-10-ci-cd-security-risks/',
    };
  }
  const tactic = /^attack\.([a-z-]+)$/.exec(tag);
  if (tactic) return { text: `ATT&CK ${tactic[1]!.replaceAll('-', ' ')}`, href: null };
  return { text: tag, href: null };
}
