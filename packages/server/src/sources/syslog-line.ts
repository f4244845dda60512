// One syslog message: RFC 5424, RFC 3164 as daemons write it, and the lines of rsyslog's files.
import { timeOf } from './time-text.ts';
import { zonedTime } from './zones.ts';

export interface SyslogLine {
  time?: string | undefined;
  host?: string | undefined;
  app?: string | undefined;
  process?: string | undefined;
  facility?: number | undefined;
  severity?: number | undefined;
  messageId?: string | undefined;
  /** RFC 5424 structured data as `id.name`. */
  data?: Record<string, string> | undefined;
  message: string;
}

export interface SyslogOptions {
  /** The zone of times that carry none. */
  zone: string;
  /** When it came (ms since 1970): tells the year that RFC 3164 leaves out. */
  received: number;
}

const priority = /^<(\d{1,3})>/;
const version1 = /^1 (\S{1,40}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) ?/;
const classic =
  /^([A-Z][a-z]{2}) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))? /;
const iso = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) /;
const hostAndTag = /^(\S{1,255}) ([\w./@ -]{1,64}?)(?:\[(\d{1,10})\])?: ?/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The message's parts; a text of no known form is all message. */
export function parseSyslog(line: string, options: SyslogOptions): SyslogLine {
  const first = priority.exec(line);
  const value = first === null ? undefined : Number(first[1]);
  const known = value !== undefined && value <= 191 ? value : undefined;
  const rest = first === null ? line : line.slice(first[0].length);
  const head = {
    facility: known === undefined ? undefined : known >> 3,
    severity: known === undefined ? undefined : known & 7,
  };
  const modern = first === null ? null : version1.exec(rest);
  if (modern !== null) return { ...head, ...structured(modern, rest.slice(modern[0].length)) };
  const dated = iso.exec(rest);
  if (dated !== null) {
    return { ...head, time: timeOf(dated[1]), ...tagged(rest.slice(dated[0].length)) };
  }
  const old = classic.exec(rest);
  if (old === null || !months.includes(old[1] as string)) return { ...head, message: rest };
  return { ...head, time: classicTime(old, options), ...tagged(rest.slice(old[0].length)) };
}

function structured(
  part: RegExpExecArray,
  rest: string,
): Omit<SyslogLine, 'facility' | 'severity'> {
  const [, time, host, app, process, messageId] = part.map((value) =>
    value === '-' ? undefined : value,
  );
  const { data, end } = structuredData(rest);
  const message = rest.slice(end).replace(/^ /, '');
  return {
    time: timeOf(time),
    host,
    app,
    process,
    messageId,
    data,
    message: message.charCodeAt(0) === 0xfeff ? message.slice(1) : message,
  };
}

const elementsMax = 64;

/** `[id name="value" …][…]` or `-`; `\"`, `\\` and `\]` are escapes inside values. */
function structuredData(text: string): { data: Record<string, string> | undefined; end: number } {
  if (text.startsWith('-')) return { data: undefined, end: 1 };
  const data: Record<string, string> = Object.create(null) as Record<string, string>;
  let count = 0;
  let at = 0;
  while (text[at] === '[' && count < elementsMax) {
    const id = /^\[([^\s=\]"]{1,64})/.exec(text.slice(at, at + 70))?.[1];
    if (id === undefined) break;
    let next = at + 1 + id.length;
    for (;;) {
      const name = /^ {1,4}([^\s=\]"]{1,64})="/.exec(text.slice(next, next + 80));
      if (name === null) break;
      const start = next + name[0].length;
      let end = start;
      while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
      if (count++ < elementsMax) {
        data[`${id}.${name[1]}`] = text.slice(start, end).replace(/\\(["\\\]])/g, '$1');
      }
      next = end + 1;
    }
    if (text[next] !== ']') break;
    at = next + 1;
    count++;
  }
  return { data: at === 0 ? undefined : { ...data }, end: at };
}

function tagged(rest: string): Pick<SyslogLine, 'host' | 'app' | 'process' | 'message'> {
  const found = hostAndTag.exec(rest);
  if (found === null) return { message: rest };
  return { host: found[1], app: found[2], process: found[3], message: rest.slice(found[0].length) };
}

const day = 86_400_000;

/** The year is the latest in which the time is not more than a day ahead of its receipt. */
function classicTime(part: RegExpExecArray, { zone, received }: SyslogOptions): string | undefined {
  const [, month, date, year, hour, minute, second, fraction = ''] = part;
  const wall = {
    month: months.indexOf(month as string) + 1,
    day: Number(date),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ms: Number(`${fraction}000`.slice(0, 3)),
  };
  if (year !== undefined) return zonedTime({ ...wall, year: Number(year) }, zone);
  const latest = new Date(received + day).getUTCFullYear();
  for (let back = 0; back < 5; back++) {
    const time = zonedTime({ ...wall, year: latest - back }, zone);
    if (time !== undefined && Date.parse(time) <= received + day) return time;
  }
  return undefined;
}

const facilities = (
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock local0 local1 local2 ' +
  'local3 local4 local5 local6 local7'
).split(' ');
const severities = 'emerg alert crit err warning notice info debug'.split(' ');
const labelsMax = 24;

/** Facility, severity, message id and structured data as labels; undefined where there are none. */
export function syslogLabels(line: SyslogLine): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  const { facility, severity, messageId, data } = line;
  if (facility !== undefined) labels['facility'] = facilities[facility] as string;
  if (severity !== undefined) labels['severity'] = severities[severity] as string;
  if (messageId !== undefined) labels['message_id'] = messageId;
  for (const [name, value] of Object.entries(data ?? {}).slice(0, labelsMax)) labels[name] = value;
  return Object.keys(labels).length === 0 ? undefined : labels;
}
