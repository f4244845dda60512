// PostgreSQL's log as it goes to syslog (`log_destination = 'syslog'`): each line with a counter,
// `[17-1]`, where a message of several lines or of more than 900 bytes is sent in parts
// (`syslog_split_messages`). Put together it is the text format, with `log_line_prefix`.
import { parseSyslog, type SyslogOptions } from '../syslog-line.ts';
import type { LogLine, ReadLine } from './line.ts';
import { textLines } from './text-format.ts';

const counter = /^\[(\d{1,20})(?:-(\d{1,10}))?\] /;
const partsMax = 10_000;

/** Whether a text is lines of syslog. */
export const isSyslog = (text: string): boolean => /^<\d{1,3}>/.test(text);

interface Message {
  key: string | undefined;
  text: string;
  raw: string;
  parts: number;
  time: string | undefined;
  process: string | undefined;
}

/** The lines of messages of syslog. */
export function syslogLines(body: string, prefix: string, options: SyslogOptions): ReadLine[] {
  return messagesOf(body, options).flatMap(({ text, raw, time, process }) => {
    const lines = textLines(text, prefix).filter((line): line is LogLine => !('failed' in line));
    const alone = lines.length === 1;
    for (const line of lines) {
      line.time ??= time;
      line.process ??= process;
      if (alone) line.raw = raw;
    }
    return lines;
  });
}

/** Parts of one message are put together where the first stood. */
function messagesOf(body: string, options: SyslogOptions): Message[] {
  const messages: Message[] = [];
  const open = new Map<string, Message>();
  for (const raw of body.split('\n')) {
    if (raw.trim() === '') continue;
    const { host = '', process = '', time, message } = parseSyslog(raw, options);
    const count = counter.exec(message);
    const text = unescaped(count === null ? message : message.slice(count[0].length));
    const key = count?.[2] === undefined ? undefined : `${host} ${process} ${count[1]}`;
    const known = key === undefined || count?.[2] === '1' ? undefined : open.get(key);
    if (known !== undefined && known.parts < partsMax) {
      // A part that begins a line begins with a tab, or with a prefix of its own.
      known.text += text.startsWith('\t') || beginsLine(text) ? `\n${text}` : text;
      known.raw += `\n${raw}`;
      known.parts++;
      continue;
    }
    const found = { key, text, raw, parts: 1, time, process: process || undefined };
    if (key !== undefined) open.set(key, found);
    messages.push(found);
  }
  return messages;
}

/** `DETAIL:`, `STATEMENT:` and such behind whatever the prefix is. */
const beginsLine = (text: string): boolean =>
  /^.{0,300}?\b(?:DETAIL|HINT|QUERY|CONTEXT|STATEMENT|LOCATION|BACKTRACE): {1,2}/.test(text);

/** Line breaks inside a message, as relays write them: the server puts a tab behind each. */
const unescaped = (text: string): string =>
  text.replaceAll('#012#011', '\n\t').replace(/^#011/, '\t');
