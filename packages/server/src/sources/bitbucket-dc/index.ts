import { categories } from '@acta/event';
import { verifyAuthorization } from '../authorization.ts';
import { verifyHmacHeader } from '../hmac.ts';
import { longText, present, text, type JsonObject } from '../reader.ts';
import { bodyText, keptHeaders, normalizeRecords, parseObject } from '../records.ts';
import {
  NotNormalizable,
  type Adapter,
  type Delivery,
  type Normalized,
  type Secrets,
  type VerifyResult,
} from '../types.ts';
import { webhookActions } from './actions.ts';
import { auditActions } from './audit-actions.ts';
import { auditEvent } from './audit.ts';
import { webhookEvents } from './webhook.ts';

const meaningful = ['x-event-key', 'x-request-id'];

/** Webhooks by their signature; lines of the audit log by the token of what forwards them. */
function verify(delivery: Delivery, secrets: Secrets): VerifyResult {
  const { headers, body } = delivery;
  const webhook = headers['x-event-key'] !== undefined || headers['x-hub-signature'] !== undefined;
  if (!webhook && headers['authorization'] !== undefined) {
    return verifyAuthorization(delivery, secrets, { via: 'stream' });
  }
  return verifyHmacHeader(
    headers['x-hub-signature'],
    { header: 'X-Hub-Signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' },
    body,
    secrets,
  );
}

/** Events of a webhook or of audit records. Throws `NotNormalizable`. */
function normalize(delivery: Delivery): Normalized {
  const { headers } = delivery;
  const raw = bodyText(delivery.body).trim();
  const isWebhook =
    headers['x-event-key'] !== undefined || /"eventKey"\s*:/.test(raw.slice(0, 200_000));
  if (!isWebhook) {
    return normalizeRecords(raw, (record: JsonObject) => auditEvent(record), {
      lists: ['entities'],
      envelopes: ['event'],
      own: ['auditType', 'affectedObjects'],
    });
  }
  const payload = parseObject(raw);
  const key = text(headers['x-event-key']) ?? text(payload['eventKey']);
  if (key === undefined) throw new NotNormalizable('event_missing', 'The body has no eventKey.');
  const context = present({
    user_agent: longText(headers['user-agent']),
    request: present({ headers: keptHeaders(headers, meaningful) }),
  });
  const id = text(headers['x-request-id']);
  return {
    ...(id === undefined ? {} : { delivery: id }),
    items: webhookEvents(key, payload, context).map(({ event, unmapped }) => ({
      event,
      unmapped,
      raw,
    })),
    failed: [],
  };
}

/** Bitbucket Data Center and Server: webhooks, and the audit log of file and API. */
export const bitbucketDc: Adapter = {
  type: 'bitbucket-dc',
  title: 'Bitbucket Data Center',
  summary:
    'Pushes and pull requests from webhooks; permissions, keys, tokens, settings and sign-ins from the audit log.',
  doors: ['webhook', 'stream', 'file'],
  settings: [
    { name: 'server', title: 'Server', kind: 'text', required: false },
    {
      name: 'secret',
      title: 'Webhook secret (made up when empty)',
      kind: 'secret',
      required: false,
    },
  ],
  setup: [
    {
      title: 'Webhook of a project or repository',
      text: 'Project (or repository) settings → Webhooks → Create webhook. Paste URL and secret and choose every event.',
      copy: `curl -sS -H "Authorization: Bearer $BITBUCKET_TOKEN" -H 'Content-Type: application/json' \\\n  "$BITBUCKET_URL/rest/api/latest/projects/PRJ/webhooks" \\\n  -d '{"name":"acta","url":"{intake_url}","active":true,"configuration":{"secret":"{secret}"},"events":["repo:refs_changed","repo:modified","repo:forked","repo:secret_detected","pr:opened","pr:from_ref_updated","pr:modified","pr:reviewer:updated","pr:reviewer:approved","pr:reviewer:unapproved","pr:reviewer:needs_work","pr:merged","pr:declined","pr:deleted"]}'`,
    },
    {
      title: 'Audit log',
      text: 'Administration → Audit log → Settings: coverage level Advanced or Full. Ship the files of log/audit of the home directory; each line is a record.',
      copy: '[INPUT]\n  Name tail\n  Path /var/atlassian/application-data/bitbucket/log/audit/*.log\n[OUTPUT]\n  Name http\n  Host {host}\n  Port {port}\n  TLS {tls}\n  Uri /intake/{name}\n  Format json_lines\n  Header Authorization Bearer {secret}',
    },
  ],
  verify,
  normalize,
  actions: [
    ...new Set([
      ...webhookActions,
      ...auditActions,
      ...categories.map((category) => `${category}.other`),
    ]),
  ],
};
