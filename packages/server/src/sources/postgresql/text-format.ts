// PostgreSQL's text log. The server writes a tab after each line break inside a message, so a line
// that begins with a tab never is a line of its own: statements can't forge lines.
import { withoutPort, type LogLine, type ReadLine } from './line.ts';

/** Debian's default. */
export const defaultPrefix = '%m [%p] %q%u@%d ';

const severities =
  'DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|QUERY|CONTEXT|STATEMENT|LOCATION|BACKTRACE';

/** What each escape of `log_line_prefix` holds, and in which field it goes. */
const escapes: Readonly<Record<string, readonly [form: string, field?: keyof LogLine]>> = {
  a: ['[^\\t]{0,64}?', 'application'],
  u: ['[^\\t]{0,63}?', 'user'],
  d: ['[^\\t]{0,63}?', 'database'],
  r: ['\\S{0,255}?', 'host'],
  h: ['\\S{0,255}?', 'host'],
  b: ['[a-z ]{0,40}?', 'backend'],
  p: ['\\d{1,10}', 'process'],
  P: ['\\d{0,10}'],
  t: ['\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [\\w+:/-]{1,32}', 'time'],
  m: ['\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} [\\w+:/-]{1,32}', 'time'],
  n: ['\\d{9,12}(?:\\.\\d{3})?', 'time'],
  i: ['[\\w() ]{0,64}?'],
  e: ['[0-9A-Z]{5}', 'state'],
  c: ['[0-9a-f]{1,16}\\.[0-9a-f]{1,8}', 'session'],
  l: ['\\d{1,12}', 'number'],
  s: ['\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [\\w+:/-]{1,32}'],
  v: ['[\\d/]{0,24}'],
  x: ['\\d{1,20}'],
  Q: ['-?\\d{1,20}'],
};

interface Prefix {
  form: RegExp;
  /** As `form`, but what users choose is as long as it can be. */
  greedy: RegExp;
  fields: readonly (keyof LogLine | undefined)[];
}

/** A prefix as an expression over the first thousand characters of a line. */
export function prefixOf(setting: string): Prefix {
  const fields: (keyof LogLine | undefined)[] = [];
  let form = '';
  let open = 0;
  for (let at = 0; at < setting.length; at++) {
    const letter = setting[at] as string;
    if (letter !== '%') {
      form += letter.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      continue;
    }
    const padded = /^-?\d{1,2}/.exec(setting.slice(at + 1))?.[0] ?? '';
    at += padded.length + 1;
    const escape = setting[at] ?? '';
    if (escape === '%') form += '%';
    else if (escape === 'q') {
      form += '(?:';
      open++;
    } else if (Object.hasOwn(escapes, escape)) {
      const [inner, field] = escapes[escape] as readonly [string, (keyof LogLine)?];
      form += padded === '' ? `(${inner})` : ` *(${inner}) *`;
      fields.push(field);
    }
  }
  const whole = `^${form}${')?'.repeat(open)}\\s{0,4}(${severities}): {1,2}`;
  return { form: new RegExp(whole), greedy: new RegExp(whole.replaceAll('}?)', '})')), fields };
}

const prefixMax = 1_000;

/** Lines with their continuations; details and statements join the line of their process. */
export function textLines(body: string, setting: string): ReadLine[] {
  const prefix = prefixOf(setting);
  const lines: LogLine[] = [];
  const last = new Map<string, LogLine>();
  let current: LogLine | undefined;
  let part: 'message' | 'detail' | 'statement' | undefined;
  for (const raw of body.split('\n').map((line) => line.replace(/\r$/, ''))) {
    if (raw === '') continue;
    const read = raw.startsWith('\t') ? undefined : lineOf(raw, prefix);
    if (read === undefined) {
      if (current === undefined || !raw.startsWith('\t')) {
        current = { message: raw, raw };
        part = 'message';
        lines.push(current);
      } else {
        if (part !== undefined) current[part] = `${current[part] ?? ''}\n${raw.slice(1)}`;
        current.raw += `\n${raw}`;
      }
      continue;
    }
    const owner = last.get(read.line.process ?? '');
    part = partOf(read.severity);
    if (part !== 'message' && owner !== undefined) {
      current = owner;
      if (part !== undefined) current[part] = read.line.message;
      current.raw += `\n${raw}`;
      continue;
    }
    part = 'message';
    current = read.line;
    last.set(read.line.process ?? '', current);
    lines.push(current);
  }
  return lines;
}

function partOf(severity: string): 'message' | 'detail' | 'statement' | undefined {
  if (severity === 'DETAIL') return 'detail';
  if (severity === 'STATEMENT') return 'statement';
  return /^(?:HINT|QUERY|CONTEXT|LOCATION|BACKTRACE)$/.test(severity) ? undefined : 'message';
}

function lineOf(raw: string, prefix: Prefix): { line: LogLine; severity: string } | undefined {
  const head = raw.slice(0, prefixMax);
  const found = prefix.form.exec(head);
  if (found === null) return undefined;
  const severity = found[found.length - 1] as string;
  const line: LogLine = { severity, message: raw.slice(found[0].length), raw };
  prefix.fields.forEach((field, place) => {
    const value = found[place + 1];
    if (field === undefined || value === undefined || value === '') return;
    (line as unknown as Record<string, unknown>)[field] =
      field === 'host' ? plainHost(value) : value;
  });
  const longest = prefix.greedy.exec(head);
  if (longest !== null && longest[0].length !== found[0].length) line.ambiguous = true;
  return { line, severity };
}

/** `203.0.113.7(53216)` of `%r`, or a bare host. */
function plainHost(value: string): string | undefined {
  const bracket = value.indexOf('(');
  return bracket > 0
    ? value.slice(0, bracket)
    : withoutPort(value.includes('.') ? value : `${value}:`);
}
