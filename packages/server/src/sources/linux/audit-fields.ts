// Records of the Linux audit system: `type=… msg=audit(seconds.ms:serial): name=value …`. Values
// are bare, quoted, or hexadecimal where the kernel did not trust what a process wrote.

export interface AuditRecord {
  type: string;
  node?: string | undefined;
  /** `seconds.ms:serial`: the same in all records of one event. */
  stamp: string;
  fields: Readonly<Record<string, string>>;
  raw: string;
}

const header =
  /(?:^|\s)(?:node=(\S{1,255}) )?type=([A-Z_0-9[\]]{2,40}) msg=audit\((\d+\.\d+:\d+)\):/;
const pair = /([a-zA-Z][\w-]{0,40})=(?:"([^"]{0,8192})"|'([^']{0,16384})'|([^\s'"]{0,8192}))/g;
const hexed = new Set([
  'proctitle',
  'comm',
  'exe',
  'name',
  'cmd',
  'acct',
  'cwd',
  'key',
  'data',
  'dir',
  'file',
  'path',
  'terminal',
]);
const fieldsMax = 200;
const separator = String.fromCharCode(0x1d);

/** The record in a line, or undefined where there is none. */
export function auditRecord(raw: string): AuditRecord | undefined {
  const found = header.exec(raw.slice(0, 1_000));
  if (found === null) return undefined;
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  // Enriched logs put a group separator before the names that they add; syslog escapes it.
  const rest = raw.slice(found.index + found[0].length);
  readPairs(rest.replaceAll(separator, ' ').replaceAll('#035', ' '), fields);
  return { type: found[2] as string, node: found[1], stamp: found[3] as string, fields, raw };
}

function readPairs(text: string, fields: Record<string, string>): void {
  let count = 0;
  for (const [, name, double, single, bare] of text.matchAll(pair)) {
    if (++count > fieldsMax) return;
    if (single !== undefined && name === 'msg') {
      readPairs(single, fields); // `msg='op=login acct="ann" … res=success'`
      continue;
    }
    const key = name as string;
    if (key in fields) continue;
    const value = double ?? single ?? bare ?? '';
    fields[key] = double === undefined && isHexed(key, value) ? unhexed(value) : value;
  }
}

function isHexed(name: string, value: string): boolean {
  const argument = /^a\d{1,3}$/.test(name);
  return (hexed.has(name) || argument) && value.length % 2 === 0 && /^[0-9A-F]{4,}$/.test(value);
}

function unhexed(value: string): string {
  return Buffer.from(value, 'hex').toString('utf8').replaceAll('\0', ' ').trim();
}

/** Events of programs are one record; those of the kernel are several up to PROCTITLE or EOE. */
const programs = new RegExp(
  '^(?:(?:USER|CRED|DAEMON|SERVICE|SYSTEM|ADD|DEL|GRP|ACCT|ROLE|CRYPTO|VIRT|SOFTWARE|USYS|LABEL|' +
    'DEV|FS|CHUSER|CHGRP)_|LOGIN$|TEST$|TRUSTED_APP$)',
);
/** Events are written within this time of their stamp. */
const openSeconds = 2;

/** Lines before the first event that may have further records. */
export function wholeAuditLines(lines: readonly string[]): number {
  const open = new Map<string, number>();
  let latest = 0;
  for (const [at, line] of lines.entries()) {
    const found = header.exec(line.slice(0, 1_000));
    if (found === null) continue;
    const [, node = '', type = '', stamp = ''] = found;
    const key = `${node} ${stamp}`;
    latest = Math.max(latest, Number.parseFloat(stamp));
    if (type === 'EOE' || type === 'PROCTITLE') open.delete(key);
    else if (!programs.test(type) && !open.has(key)) open.set(key, at);
  }
  for (const [key, at] of open) {
    const seconds = Number.parseFloat(key.slice(key.indexOf(' ') + 1));
    if (latest - seconds <= openSeconds) return at;
  }
  return lines.length;
}
