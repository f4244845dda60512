import { bodyText } from '../records.ts';
import { openedLeaves } from '../envelope.ts';
import { eventsOfTexts } from '../record-list.ts';
import { NotNormalizable, type Adapter, type Delivery, type Normalized } from '../types.ts';
import { circleciActions } from './actions.ts';
import { auditEvent, csvEvents, isCsvExport } from './audit.ts';
import { verifyCircleci } from './verify.ts';
import { webhookEvent } from './webhook.ts';

/** Events of a webhook, of streamed audit records, or of the CSV export of the audit log. */
function normalize(delivery: Delivery): Normalized {
  const body = bodyText(delivery.body);
  if (isCsvExport(body)) return csvEvents(body);
  const normalized = eventsOfTexts(openedLeaves(delivery, ['items', 'events']), (record) => [
    record['action'] === undefined ? webhookEvent(record) : auditEvent(record),
  ]);
  const only = normalized.failed[0];
  if (normalized.items.length === 0 && only !== undefined) {
    throw new NotNormalizable(only.code, only.detail);
  }
  return normalized;
}

/** CircleCI: webhooks of workflows and jobs, and the audit log. */
export const circleci: Adapter = {
  type: 'circleci',
  title: 'CircleCI',
  summary:
    'Workflows and jobs from webhooks; contexts, variables, keys, tokens and members from the audit log.',
  doors: ['webhook', 'stream', 'file'],
  settings: [
    { name: 'organization', title: 'Organisation', kind: 'text', required: false },
    {
      name: 'secret',
      title: 'Secret token of the webhook (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Webhook of a project',
      text: 'Project Settings → Webhooks → Add Webhook, events “Workflow Completed” and “Job Completed”; or by the API, once for each project.',
      copy: 'curl -sS https://circleci.com/api/v2/webhook \\\n  -H "Circle-Token: $CIRCLE_TOKEN" -H \'Content-Type: application/json\' \\\n  -d \'{"name":"acta","url":"{intake_url}","signing-secret":"{secret}","verify-tls":true,"events":["workflow-completed","job-completed"],"scope":{"id":"PROJECT_ID","type":"project"}}\'',
    },
    {
      title: 'Audit log',
      text: 'Organization Settings → Security → Audit Logs: stream to a bucket (Scale plan) or request the CSV. Send files as they are.',
      copy: 'curl -sS "{intake_url}" -H "Authorization: Bearer {secret}" --data-binary @audit-log.csv',
    },
  ],
  verify: verifyCircleci,
  normalize,
  actions: circleciActions,
};
