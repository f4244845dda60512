import { verifyAuthorization } from '../authorization.ts';
import { secretHeader } from '../echoed-header.ts';
import { listTexts, memberText, valuesOf } from '../envelope.ts';
import { verifyHmacHeader } from '../hmac.ts';
import { text } from '../reader.ts';
import { eventsOfTexts } from '../record-list.ts';
import {
  NotNormalizable,
  type Adapter,
  type Delivery,
  type Normalized,
  type Secrets,
  type VerifyResult,
} from '../types.ts';
import { snykActions } from './actions.ts';
import { auditEvent } from './audit.ts';
import { isWebhook, webhookEvents } from './webhook.ts';
import { settingsOf } from '../pull.ts';
import { snykPull } from './pull.ts';

const scheme = {
  header: 'X-Hub-Signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
} as const;

/** Webhooks by their signature alone; audit records by the secret of what forwards them. */
function verify(delivery: Delivery, secrets: Secrets): VerifyResult {
  const { headers, body } = delivery;
  const signature = headers['x-hub-signature'];
  const byToken =
    signature === undefined &&
    headers['x-snyk-event'] === undefined &&
    (headers['authorization'] !== undefined || headers[secretHeader] !== undefined);
  return byToken
    ? verifyAuthorization(delivery, secrets, { via: 'stream', headers: [secretHeader] })
    : verifyHmacHeader(signature, scheme, body, secrets);
}

/** Events of a webhook, or of a page or lines of the audit log. */
function normalize(delivery: Delivery): Normalized {
  const texts = valuesOf(delivery).flatMap(
    (raw) => listTexts(memberText(raw, 'data') ?? raw, 'items') ?? [raw],
  );
  const normalized = eventsOfTexts(texts, (record, raw) =>
    isWebhook(record) ? webhookEvents(record, raw, delivery.headers) : [auditEvent(record)],
  );
  const only = normalized.failed[0];
  if (normalized.items.length === 0 && only !== undefined) {
    throw new NotNormalizable(only.code, only.detail);
  }
  const id = text(delivery.headers['x-snyk-transport-id']);
  return id === undefined ? normalized : { ...normalized, delivery: id };
}

/** Snyk: webhooks of tested projects, and the audit log. */
export const snyk: Adapter = {
  type: 'snyk',
  title: 'Snyk',
  summary:
    'Tests and the vulnerabilities that they found or saw fixed; ignores, policies, members and service accounts from the audit log.',
  doors: ['webhook', 'stream', 'pull'],
  pull: snykPull,
  settings: [
    { name: 'organization', title: 'Organisation', kind: 'text', required: false },
    {
      name: 'secret',
      title: 'Webhook secret (made up when empty)',
      kind: 'secret',
      required: false,
    },
    ...settingsOf(snykPull),
  ],
  setup: [
    {
      title: 'Webhook of an organisation',
      text: 'By the API only; once for each organisation.',
      copy: 'curl -sS "https://api.snyk.io/v1/org/$SNYK_ORG/webhooks" \\\n  -H "Authorization: token $SNYK_TOKEN" -H \'Content-Type: application/json\' \\\n  -d \'{"url":"{intake_url}","secret":"{secret}"}\'',
    },
    {
      title: 'Audit log',
      text: 'A scheduled job; a page sent again adds nothing.',
      copy: 'curl -sS "https://api.snyk.io/rest/groups/$SNYK_GROUP/audit_logs/search?version=2024-10-15&size=100" \\\n  -H "Authorization: token $SNYK_TOKEN" \\\n  | curl -sS "{intake_url}" -H "Authorization: Bearer {secret}" -H \'Content-Type: application/json\' --data-binary @-',
    },
  ],
  verify,
  normalize,
  actions: snykActions,
};
