import type { Sequence } from '../types.ts';
import type { AuditRecord } from './audit-fields.ts';
import type { HostLine } from './line.ts';

/**
 * The number that the host gave: of the kernel's audit event (its serial), or of the message by RFC
 * 5424 (`sequenceId` of `meta`). The audit daemon's own events are counted apart and left out.
 */
export function sequenceOf(
  host: string,
  line: HostLine,
  record: AuditRecord | undefined,
): Sequence | undefined {
  if (record === undefined) return numbered(`${host} syslog`, line.labels?.['meta.sequenceId']);
  if (record.type.startsWith('DAEMON_')) return undefined;
  return numbered(`${host} audit`, record.stamp.slice(record.stamp.lastIndexOf(':') + 1));
}

function numbered(stream: string, text: string | undefined): Sequence | undefined {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return undefined;
  return { stream, number: Number(text) };
}
