// Labelled events: for a public rule, an event on which it fires or must not. A negative is
// negative for its own rule only.
import { actionOrOther, categories } from '@acta/event';
import { readFileSync } from 'node:fs';
import {
  documentsOf,
  insideOf,
  type EventDocument,
} from '../../packages/server/src/detect/documents.ts';
import { logsourcesOf } from '../../packages/server/src/detect/logsources.ts';
import { adapters } from '../../packages/server/src/sources/all.ts';
import type { EventBody } from '../../packages/server/src/sources/types.ts';

export interface Case {
  rule_id: string;
  test_name: string;
  severity: string;
  family: string;
  log_types: string[];
  log_type: string | null;
  expected: boolean;
  event: Record<string, unknown>;
  threshold: number | null;
  has_mocks: boolean;
  rule_has_stateful_cache: boolean;
}

/** @returns the cases of a file of JSON lines */
export const readCases = (file: string): Case[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Case);

/** Cases that a single event can't decide, or whose verdict came from elsewhere. */
export const isApart = ({ threshold, has_mocks, rule_has_stateful_cache }: Case): boolean =>
  (threshold ?? 1) > 1 || has_mocks || rule_has_stateful_cache;

/** Source types of Acta by the log types of the cases. */
const SOURCES: Readonly<Record<string, string>> = {
  'AWS.CloudTrail': 'aws-cloudtrail',
  'Amazon.EKS.Audit': 'kubernetes',
  'Auth0.Events': 'auth0',
  'Azure.Audit': 'entra-id',
  'Azure.MonitorActivity': 'azure-activity',
  'GCP.AuditLog': 'gcp-audit',
  'GSuite.ActivityEvent': 'google-workspace',
  'GitHub.Audit': 'github',
  'GitHub.Webhook': 'github',
  'GitLab.Audit': 'gitlab',
  'Gravitational.TeleportAudit': 'teleport',
  'Microsoft365.Audit.AzureActiveDirectory': 'm365',
  'Microsoft365.Audit.Exchange': 'm365',
  'Microsoft365.Audit.General': 'm365',
  'Microsoft365.Audit.SharePoint': 'm365',
  'Okta.SystemLog': 'okta',
  'Snyk.GroupAudit': 'snyk',
  'Snyk.OrgAudit': 'snyk',
  'Tailscale.Audit': 'tailscale',
};

/** What rules see of a case: its record as each of its products, and Acta's event of it. */
export function documentsOfCase(each: Case): EventDocument[] {
  const types = each.log_type === null ? each.log_types : [each.log_type];
  return types.flatMap((type) => {
    const source = SOURCES[type];
    if (source === undefined) {
      const [product = '', ...service] = type.toLowerCase().split('.');
      const logsources = [{ product, service: service.join('.') }];
      return [{ document: each.event, logsources }];
    }
    const events = eventsOf(source, each.event);
    if (events.length > 0) return events.flatMap(documentsOf);
    const native = { document: each.event, logsources: logsourcesOf(source) };
    return insideOf(source, each.event).concat(native);
  });
}

function eventsOf(type: string, record: Record<string, unknown>) {
  const adapter = adapters.find((each) => each.type === type);
  if (adapter === undefined) return [];
  const raw = JSON.stringify(record);
  const delivery = { headers: {}, body: Buffer.from(raw), received: Date.now(), via: 'stream' };
  try {
    const { items } = adapter.normalize(delivery, {});
    return items.map(({ event }) => eventOf(event, { type, name: 'cases' }, raw));
  } catch {
    return [];
  }
}

/** As the intake makes it, without what only the intake knows. */
function eventOf(body: EventBody, source: { type: string; name: string }, raw: string) {
  const category = categories.find((name) => body.action.startsWith(`${name}.`)) ?? 'system';
  const said = actionOrOther(body.action, category);
  const { action, effect, severity } = said;
  return { ...body, action, category: said.category, effect, severity, source, raw };
}
