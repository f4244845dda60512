// Text of a Linux host: syslog lines, `journalctl -o json`, and records of the audit system, of
// which those of one event become one event where one delivery holds them all.
import { ipOf, labelsOf, thing, type Target } from '../event-parts.ts';
import { actorNamed } from '../naming.ts';
import { firstText, list, longText, present, text, type JsonObject } from '../reader.ts';
import { bodyText, digestId, fail, readObject, reasonIn, recordTexts } from '../records.ts';
import { parseSyslog, syslogLabels, type SyslogOptions } from '../syslog-line.ts';
import { timeOf } from '../time-text.ts';
import {
  NotNormalizable,
  type Delivery,
  type EventBody,
  type FailedItem,
  type Normalized,
  type NormalizedItem,
  type Settings,
} from '../types.ts';
import { changesOrNone } from '../values.ts';
import { auditEvent } from './audit-event.ts';
import { auditRecord, type AuditRecord } from './audit-fields.ts';
import { exportedEntries, isExport } from './journal-export.ts';
import type { HostLine } from './line.ts';
import type { Meaning } from './meaning.ts';
import { messageMeaning } from './message.ts';
import { sequenceOf } from './sequence.ts';
import {
  withoutSecretsInEntry,
  withoutSecretsInExport,
  withoutSecretsInLine,
} from './secrets-text.ts';

const linesMax = 50_000;

/** Events of host messages. Throws `NotNormalizable`. */
export function normalizeLinux(delivery: Delivery, settings: Settings): Normalized {
  const body = bodyText(delivery.body);
  const options = { zone: text(settings['zone']) ?? 'UTC', received: delivery.received };
  const host = text(settings['host']) ?? text(delivery.headers['envelope-host']);
  const failed: FailedItem[] = [];
  const start = body.trimStart();
  const lines =
    start.startsWith('{') || start.startsWith('[{')
      ? journalLines(body, failed)
      : isExport(body)
        ? exportedLines(delivery.body, failed)
        : textLines(body, options);
  const items: NormalizedItem[] = [];
  const seen = new Map<string, number>();
  // Syslog can't read again: an event's records may be cut apart, so each stands alone.
  const join = delivery.via !== 'syslog';
  for (const group of joined(lines, join)) {
    const { event, id, raw } = itemOf(group, host);
    const named = group.records[0]?.node ?? group.line.host ?? host ?? 'localhost';
    const sequence = sequenceOf(named, group.line, group.records[0]);
    items.push({
      event,
      ...(sequence === undefined ? {} : { sequence }),
      raw,
      unmapped: false,
      delivery: (join ? id : undefined) ?? digestId(raw, seen),
      ...(group.line.redacted ? { redacted: true } : {}),
    });
  }
  return { items, failed };
}

function textLines(body: string, options: SyslogOptions): HostLine[] {
  const lines = body.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > linesMax) {
    throw new NotNormalizable('too_many_records', `More than ${linesMax} lines at once.`);
  }
  return lines.map((line) => {
    const given = line.endsWith('\r') ? line.slice(0, -1) : line;
    const raw = withoutSecretsInLine(given);
    const redacted = raw !== given;
    if (raw.startsWith('type=') || raw.startsWith('node='))
      return { app: 'auditd', message: raw, raw, redacted };
    const parsed = parseSyslog(raw, options);
    const { time, host, app, process, message } = parsed;
    return {
      time,
      host,
      app: app ?? 'unknown',
      process,
      message,
      labels: syslogLabels(parsed),
      raw,
      redacted,
    };
  });
}

/** `journalctl -o json`: values are texts, or lists of bytes where they are not UTF-8. */
function journalLines(body: string, failed: FailedItem[]): HostLine[] {
  const lines: HostLine[] = [];
  for (const raw of recordTexts(body, { envelopes: ['event'], own: ['MESSAGE', '__CURSOR'] })) {
    const read = readObject(raw);
    if ('reason' in read) fail({ items: lines, failed }, raw, read.reason);
    else pushEntry(lines, failed, raw, withoutSecretsInEntry(read.record, raw));
  }
  return lines;
}

/** `journalctl -o export`. */
function exportedLines(body: Buffer, failed: FailedItem[]): HostLine[] {
  const entries = exportedEntries(body);
  if (entries.length > linesMax) {
    throw new NotNormalizable('too_many_records', `More than ${linesMax} entries at once.`);
  }
  const lines: HostLine[] = [];
  for (const entry of entries) {
    const { clean, given } = withoutSecretsInExport(entry);
    pushEntry(lines, failed, given, clean);
  }
  return lines;
}

function pushEntry(lines: HostLine[], failed: FailedItem[], raw: string, entry: Entry): void {
  try {
    lines.push(entryLine(entry, raw));
  } catch (error) {
    fail({ items: lines, failed }, raw, reasonIn(error));
  }
}

interface Entry {
  record: JsonObject;
  raw: string;
}

function entryLine({ record, raw }: Entry, given: string): HostLine {
  const message = messageOf(record);
  if (message === undefined) {
    throw new NotNormalizable('journal_entry_invalid', 'The entry has no MESSAGE.');
  }
  return { ...fromJournal(record, message, raw), redacted: raw !== given };
}

function messageOf(record: JsonObject): string | undefined {
  const message = record['MESSAGE'];
  if (typeof message === 'string') return message;
  const bytes = list(message).filter((byte) => typeof byte === 'number');
  return bytes.length === 0 ? undefined : Buffer.from(bytes).toString('utf8');
}

function fromJournal(record: JsonObject, message: string, raw: string): Omit<HostLine, 'redacted'> {
  const time = firstText(record, '_SOURCE_REALTIME_TIMESTAMP', '__REALTIME_TIMESTAMP');
  return {
    time: timeOf(time),
    host: text(record['_HOSTNAME']),
    app: firstText(record, 'SYSLOG_IDENTIFIER', '_COMM', '_TRANSPORT') ?? 'unknown',
    process: firstText(record, '_PID', 'SYSLOG_PID'),
    message,
    unit: firstText(record, 'UNIT', '_SYSTEMD_UNIT'),
    uid: text(record['_AUDIT_LOGINUID']),
    id: text(record['__CURSOR']),
    raw,
  };
}

interface Group {
  line: HostLine;
  records: AuditRecord[];
}

/** Lines one by one; with `join` audit records of one host and stamp together, where the first stood. */
function joined(lines: readonly HostLine[], join: boolean): Group[] {
  const groups: Group[] = [];
  const byStamp = new Map<string, Group>();
  for (const line of lines) {
    const record = line.message.includes('msg=audit(') ? auditRecord(line.message) : undefined;
    if (record === undefined) {
      groups.push({ line, records: [] });
      continue;
    }
    const key = `${record.node ?? line.host ?? ''} ${record.stamp}`;
    const known = join ? byStamp.get(key) : undefined;
    if (known !== undefined) {
      if (record.type !== 'EOE') known.records.push(record);
      known.line = {
        ...known.line,
        raw: `${known.line.raw}\n${line.raw}`,
        redacted: known.line.redacted || line.redacted,
      };
      continue;
    }
    const group = { line, records: [record] };
    byStamp.set(key, group);
    groups.push(group);
  }
  return groups;
}

function itemOf(
  { line, records }: Group,
  fallback: string | undefined,
): { event: EventBody; id: string | undefined; raw: string } {
  const [first, ...others] = records;
  if (first === undefined) {
    const meaning = messageMeaning(line.app, line.message);
    const host = line.host ?? fallback;
    return { event: eventOf(meaning, line, line.time, host), id: line.id, raw: line.raw };
  }
  const { meaning, time, host = line.host ?? fallback, id } = auditEvent([first, ...others]);
  return { event: eventOf(meaning, line, time ?? line.time, host), id, raw: line.raw };
}

function eventOf(
  meaning: Meaning,
  line: HostLine,
  time: string | undefined,
  named: string | undefined,
): EventBody {
  const host = named ?? 'localhost';
  const machine = thing('host', `host:${host}`, host) as Target;
  const { target, user, uid = line.uid } = meaning;
  return present({
    time,
    action: meaning.action,
    native: text(meaning.native),
    outcome: meaning.outcome ?? 'success',
    actor: actorNamed(
      'user',
      user === undefined || user === ''
        ? uid === undefined
          ? undefined
          : `${host}:uid:${uid}`
        : `${host}:${user}`,
      { name: user === '' ? undefined : text(user), credential: meaning.credential },
    ),
    target:
      target === undefined || target.name === ''
        ? machine
        : (thing(target.type, `host:${host}/${target.type}:${target.name}`, target.name, machine) ??
          machine),
    context: present({ ip: ipOf(meaning.ip), session: text(meaning.session) }),
    changes: changesOrNone(meaning.changes ?? []),
    why: present({ reason: longText(meaning.reason) }),
    labels: labelsOf({
      ...line.labels,
      host,
      program: line.app,
      process: line.process,
      unit: line.unit,
      ...meaning.labels,
    }),
  }) as EventBody;
}
