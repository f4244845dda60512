import { categories } from '@acta/event';
import { verifyEchoed } from '../echoed-header.ts';
import { longText, present, text, type JsonObject } from '../reader.ts';
import { bodyText, normalizeRecords, parseObject } from '../records.ts';
import { NotNormalizable, type Adapter, type Delivery, type Normalized } from '../types.ts';
import { auditActions } from './audit-actions.ts';
import { auditEvent, isAuditRecord } from './audit.ts';
import { hookActions, hookEvents } from './hook.ts';
import { settingsOf } from '../pull.ts';
import { devopsPull } from './pull.ts';

/** Events of a service hook or of audit records in any of their shapes. */
function normalize(delivery: Delivery): Normalized {
  const raw = bodyText(delivery.body).trim();
  const hook = hookOf(raw);
  if (hook !== undefined) return normalizeHook(hook, raw, delivery);
  const read = (record: JsonObject) => {
    if (isAuditRecord(record)) return auditEvent(record);
    throw new NotNormalizable(
      'record_unknown',
      'The record has neither a resource nor an action id.',
    );
  };
  return normalizeRecords(raw, read, {
    lists: ['decoratedAuditLogEntries', 'records', 'value'],
    envelopes: ['data', 'event'],
    own: ['ActionId', 'actionId', 'OperationName'],
  });
}

/** The body as a service hook, where it is one. */
function hookOf(raw: string): JsonObject | undefined {
  if (!raw.startsWith('{') || !/"resource"\s*:/.test(raw)) return undefined;
  const payload = parseObject(raw);
  return payload['eventType'] !== undefined && payload['resource'] !== undefined
    ? payload
    : undefined;
}

function normalizeHook(payload: JsonObject, raw: string, { headers }: Delivery): Normalized {
  const agent = longText(headers['user-agent']);
  const items = hookEvents(payload).map(({ event, unmapped }) => ({
    event: agent === undefined ? event : Object.assign(event, { context: { user_agent: agent } }),
    unmapped,
    raw,
  }));
  const id = text(payload['id']);
  const subscription = text(payload['subscriptionId']) ?? '';
  const known = id === undefined ? undefined : text(`${id}:${subscription}`);
  return present({ delivery: known, items, failed: [] }) as Normalized;
}

/** Azure DevOps Services and Server: service hooks, and auditing by stream or API. */
export const azureDevops: Adapter = {
  type: 'azure-devops',
  title: 'Azure DevOps',
  summary:
    'Pushes, pull requests, builds, releases and work items from service hooks; permissions, tokens, variables and policies from auditing.',
  doors: ['webhook', 'stream', 'hec', 'pull'],
  pull: devopsPull,
  settings: [
    { name: 'organization', title: 'Organisation', kind: 'text', required: false },
    {
      name: 'secret',
      title: 'Password of the hook (made up when empty)',
      kind: 'secret',
      required: false,
    },
    ...settingsOf(devopsPull),
  ],
  setup: [
    {
      title: 'Service hooks',
      text: 'Project settings → Service hooks → Create subscription → Web Hooks, once for each event. Resource details, messages and detailed messages: All.',
      copy: 'URL: {intake_url}\nBasic authentication username: acta\nBasic authentication password: {secret}',
    },
    {
      title: 'Audit stream',
      text: 'Organisation settings → Auditing → Streams → New stream → Splunk. Azure DevOps sends batches every half hour at most.',
      copy: 'Splunk URL: {intake_url}\nToken: {secret}',
    },
  ],
  verify: (delivery, secrets) =>
    verifyEchoed(
      delivery,
      secrets,
      /^splunk /i.test(delivery.headers['authorization'] ?? '') ? 'stream' : 'webhook',
    ),
  normalize,
  actions: [
    ...new Set([
      ...hookActions,
      ...auditActions,
      ...categories.map((category) => `${category}.other`),
    ]),
  ],
};
