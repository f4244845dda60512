import { openedLeaves } from '../envelope.ts';
import { eventsOfTexts } from '../record-list.ts';
import { NotNormalizable, type Adapter, type Delivery, type Settings } from '../types.ts';
import { auditActions } from './audit-actions.ts';
import { auditEvent, isAuditRecord } from './audit.ts';
import { verifyJira } from './verify.ts';
import { webhookActions } from './webhook-actions.ts';
import { webhookEvent } from './webhook.ts';
import { settingsOf } from '../pull.ts';
import { jiraPull } from './pull.ts';

/** Events of a webhook, or of a page or lines of the audit log. */
function normalize(delivery: Delivery, settings: Settings) {
  const normalized = eventsOfTexts(openedLeaves(delivery, ['records', 'entities']), (record) => [
    isAuditRecord(record) ? auditEvent(record) : webhookEvent(record, settings),
  ]);
  const only = normalized.failed[0];
  if (normalized.items.length === 0 && only !== undefined) {
    throw new NotNormalizable(only.code, only.detail);
  }
  return normalized;
}

/** Jira Cloud and Data Center: webhooks and the audit log. */
export const jira: Adapter = {
  type: 'jira',
  title: 'Jira',
  summary:
    'Tickets, incidents, comments and versions from webhooks; users, permissions and workflows from the audit log.',
  doors: ['webhook', 'stream', 'pull'],
  pull: jiraPull,
  settings: [
    { name: 'site', title: 'Site', kind: 'text', required: false },
    {
      name: 'incident_types',
      title: 'Issue types that are incidents (Incident, [System] Incident when empty)',
      kind: 'text',
      required: false,
    },
    {
      name: 'secret',
      title: 'Webhook secret (made up when empty)',
      kind: 'secret',
      required: false,
    },
    ...settingsOf(jiraPull),
  ],
  setup: [
    {
      title: 'Webhook',
      text: 'Settings → System → WebHooks → Create a WebHook. Paste URL and secret and choose the events of issues, comments, versions, projects and users. Leave “Exclude body” off.',
      copy: 'Name: acta\nURL: {intake_url}\nSecret: {secret}',
    },
    {
      title: 'Audit log',
      text: 'A scheduled job with the global permission “Administer Jira”; a page sent again adds nothing.',
      copy: 'curl -sS -u "$JIRA_USER:$JIRA_TOKEN" "https://acme.atlassian.net/rest/api/3/auditing/record?limit=1000" \\\n  | curl -sS "{intake_url}" -H "Authorization: Bearer {secret}" -H \'Content-Type: application/json\' --data-binary @-',
    },
  ],
  verify: verifyJira,
  normalize,
  actions: [...new Set([...webhookActions, ...auditActions, 'change.other', 'identity.other'])],
};
