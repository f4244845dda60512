// Records of GitHub's audit log stream, of our own making after its documentation.
import { organisation, type Office, egress } from '../organisation.ts';
import type { Item } from '../item.ts';
import type { Random } from '../random.ts';
import type { Account } from './parts.ts';

export interface AuditRecord {
  action: string;
  actor: Account;
  time: number;
  office?: Office;
  country?: string;
  ip?: string;
  fields?: Record<string, unknown>;
}

/** One record of the stream. */
export function auditItem(random: Random, record: AuditRecord): Item {
  const { actor, time, office } = record;
  const place = office === undefined ? undefined : egress[office];
  const ip = record.ip ?? place?.ip;
  const country = record.country ?? place?.country;
  return {
    time,
    door: 'stream',
    record: {
      '@timestamp': time,
      _document_id: random.hex(22),
      action: record.action,
      actor: actor.login,
      actor_id: actor.id,
      actor_is_bot: actor.login.endsWith('[bot]'),
      ...(ip === undefined ? {} : { actor_ip: ip }),
      ...(country === undefined ? {} : { actor_location: { country_code: country } }),
      created_at: time,
      org: organisation.login,
      org_id: organisation.id,
      operation_type: operationOf(record.action),
      ...record.fields,
    },
  };
}

function operationOf(action: string): string {
  if (/(destroy|remove|delete)/.test(action)) return 'remove';
  if (/(create|add)/.test(action)) return 'create';
  if (/(clone|fetch|login)/.test(action)) return 'access';
  return 'modify';
}
