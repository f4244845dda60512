import { openedLeaves } from '../envelope.ts';
import { settingsOf } from '../pull.ts';
import type { JsonObject } from '../reader.ts';
import { eventsOfTexts, type ListedEvent } from '../record-list.ts';
import { NotNormalizable, type Adapter, type Delivery, type Normalized } from '../types.ts';
import { auditActions, auditEvent, isAuditRecord } from './audit.ts';
import { isLogEntry, logEntryActions, logEntryEvent } from './log-entry.ts';
import { pagerdutyPull } from './pull.ts';
import { pagerdutyActions, pagerdutyEvents } from './record.ts';
import { verifyPagerduty } from './verify.ts';

/** Events of a webhook, or of a page of the audit trail or of log entries. */
function normalize(delivery: Delivery): Normalized {
  const leaves = openedLeaves(delivery, ['records', 'log_entries']);
  const normalized = eventsOfTexts(leaves, eventsOf);
  const only = normalized.failed[0];
  if (normalized.items.length === 0 && only !== undefined) {
    throw new NotNormalizable(only.code, only.detail);
  }
  return normalized;
}

function eventsOf(record: JsonObject): ListedEvent[] {
  if (isAuditRecord(record)) return [auditEvent(record)];
  return isLogEntry(record) ? [logEntryEvent(record)] : pagerdutyEvents(record);
}

/** PagerDuty: incidents, which feed recovery times, and its audit trail. */
export const pagerduty: Adapter = {
  type: 'pagerduty',
  title: 'PagerDuty',
  summary:
    'Incidents raised, acknowledged, escalated and resolved, with the service that they hit; users, teams, schedules and keys from the audit trail.',
  doors: ['webhook', 'pull'],
  pull: pagerdutyPull,
  settings: [
    {
      name: 'secret',
      title: 'Signing secret of the webhook, which PagerDuty makes (none for polls alone)',
      kind: 'secret',
      required: false,
    },
    ...settingsOf(pagerdutyPull),
  ],
  setup: [
    {
      title: 'Webhook subscription (v3)',
      text: 'Integrations → Generic Webhooks (v3) → New Webhook, scope type Account, all incident events. PagerDuty makes the secret and shows it once: give it to this source as its secret (it takes the place of {secret}).',
      copy: 'Webhook URL: {intake_url}\nSecret (from PagerDuty): {secret}',
    },
    {
      title: 'Audit trail, asked by Acta',
      text: 'Integrations → API Access Keys → Create New API Key, read-only. Give it to the settings under “Asked by Acta”. PagerDuty keeps an audit trail for plans that have it.',
      copy: 'Authorization: Token token=API_KEY',
    },
  ],
  verify: (delivery, secrets) => verifyPagerduty(delivery, secrets),
  normalize,
  actions: [...new Set([...pagerdutyActions, ...auditActions, ...logEntryActions])],
};
