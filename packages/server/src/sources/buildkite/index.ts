import { categories } from '@acta/event';
import { verifyAuthorization } from '../authorization.ts';
import { hmacMatches, mismatch, outsideWindow, refused } from '../hmac.ts';
import { object, text, type JsonObject } from '../reader.ts';
import { bodyText, normalizeRecords } from '../records.ts';
import {
  NotNormalizable,
  type Adapter,
  type Delivery,
  type Normalized,
  type Secrets,
  type VerifyResult,
} from '../types.ts';
import { auditActions } from './audit-actions.ts';
import { auditEvent, hookActions, hookEvent } from './event.ts';

const signature = /^timestamp=(\d{1,12}),\s*signature=([0-9a-f]{64})$/i;

/**
 * `timestamp.body` under `X-Buildkite-Signature`, five minutes; else the plain `X-Buildkite-Token`.
 */
function verify(delivery: Delivery, secrets: Secrets): VerifyResult {
  const { headers, body, received } = delivery;
  const header = headers['x-buildkite-signature'];
  if (header === undefined) {
    return verifyAuthorization(delivery, secrets, { headers: ['x-buildkite-token'] });
  }
  const part = signature.exec(header.trim());
  if (part === null) {
    return refused(
      'signature_malformed',
      'X-Buildkite-Signature is not `timestamp=…,signature=…`.',
    );
  }
  const [, time = '', hex = ''] = part;
  const late = outsideWindow('X-Buildkite-Signature', time, received);
  if (late !== undefined) return late;
  return hmacMatches('sha256', [`${time}.`, body], Buffer.from(hex, 'hex'), secrets)
    ? { ok: true, assurance: 'source_signed', via: 'webhook' }
    : mismatch('X-Buildkite-Signature');
}

/** Events of a webhook, of EventBridge, or of a page of audit events. */
function normalize({ headers, body }: Delivery): Normalized {
  const header = text(headers['x-buildkite-event']);
  const read = (record: JsonObject) =>
    isAudit(record) ? auditEvent(record) : hookEvent(record, header);
  const { items, failed } = normalizeRecords(bodyText(body).trim(), read, { lists: ['items'] });
  const only = failed[0];
  if (items.length === 0 && only !== undefined) throw new NotNormalizable(only.code, only.detail);
  return { items, failed };
}

function isAudit(record: JsonObject): boolean {
  return (
    record['occurred_at'] !== undefined ||
    record['occurredAt'] !== undefined ||
    record['detail-type'] === 'Audit Event Logged' ||
    (object(record['subject']) !== undefined && record['type'] !== undefined)
  );
}

/** Buildkite: webhooks, EventBridge and audit events. */
export const buildkite: Adapter = {
  type: 'buildkite',
  title: 'Buildkite',
  summary:
    'Builds, jobs and agents from webhooks; members, tokens, secrets and pipelines from audit events.',
  doors: ['webhook', 'pull'],
  settings: [
    { name: 'organization', title: 'Organisation', kind: 'text', required: false },
    {
      name: 'secret',
      title: 'Webhook token (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Webhook',
      text: 'Organisation settings → Notification Services → Add → Webhook. Choose every event, paste the token, and “Send an HMAC signature”.',
      copy: 'Webhook URL: {intake_url}\nToken: {secret}',
    },
  ],
  verify,
  normalize,
  actions: [
    ...new Set([
      ...hookActions,
      ...auditActions,
      ...categories.map((category) => `${category}.other`),
    ]),
  ],
};
