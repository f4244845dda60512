// One record of the Audit Trail plugin, as its loggers write it: a local time without a zone (or
// none), then the message.
import { zonedTime } from '../zones.ts';

export interface Line {
  /** In Acta's form; absent where the line has none. */
  time: string | undefined;
  /** Whether a time stood before the message: such a line begins a record of its own. */
  dated: boolean;
  message: string;
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
/** `Mar 2, 2026 8:15:02,114 AM message`; the daily logger leaves out the blank after AM. */
const file =
  /^([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d):(\d\d)(?:[,.](\d{3}))?[ \u202f\u00a0]([AP]M)[ \t]?/;
/** `2026-03-02 08:15:02:114 - message`, with the console's prefix or without. */
const plain =
  /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:[:.,](\d{1,3}))?(Z|[+-]\d\d:?\d\d)?(?: - | )/;
const syslog5424 =
  /^(?:<\d{1,3}>)?1 (\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d)) \S+ \S+ \S+ \S+ (?:-|\[.{0,1000}?\]) /;
const syslog3164 =
  /^<\d{1,3}>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:\S+ )?(?:[\w./-]{1,48}(?:\[\d+\])?: )?/;

/** Time and message of one line, in the zone that the source is set to. */
export function lineOf(text: string, zone: string): Line {
  const head = syslog5424.exec(text);
  if (head !== null) {
    const inner = lineOf(text.slice(head[0].length).replace(/^\ufeff/, ''), zone);
    const sent = new Date(head[1] as string);
    const time = Number.isNaN(sent.getTime()) ? undefined : sent.toISOString();
    return { time: inner.time ?? time, dated: true, message: inner.message };
  }
  const old = syslog3164.exec(text);
  if (old !== null) return { ...lineOf(text.slice(old[0].length), zone), dated: true };
  return (
    local(file.exec(text), text, zone, fileWall) ??
    local(plain.exec(text), text, zone, plainWall) ?? {
      time: undefined,
      dated: false,
      message: text,
    }
  );
}

interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  ms: number;
  offset?: string | undefined;
}

function local(
  part: RegExpExecArray | null,
  text: string,
  zone: string,
  wallOf: (part: RegExpExecArray) => Wall,
): Line | undefined {
  if (part === null) return undefined;
  const { offset, ...wall } = wallOf(part);
  const written = offset === 'Z' ? 'UTC' : offset;
  const time = zonedTime(wall, written ?? zone);
  return {
    time,
    dated: true,
    message: text.slice(part[0].length).replace(/^(?:[\w.-]{1,40} - )(?=[/'A-Za-z])/, ''),
  };
}

/** Twelve-hour clock: 12 AM is midnight, 12 PM noon. */
function fileWall(part: RegExpExecArray): Wall {
  const [, month = '', day, year, hour, minute, second, ms = '0', half] = part;
  return {
    year: Number(year),
    month: months.indexOf(month) + 1,
    day: Number(day),
    hour: (Number(hour) % 12) + (half === 'PM' ? 12 : 0),
    minute: Number(minute),
    second: Number(second),
    ms: Number(ms),
  };
}

function plainWall(part: RegExpExecArray): Wall {
  const [, year, month, day, hour, minute, second, ms = '', offset] = part;
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ms: Number(`${ms}000`.slice(0, 3)),
    offset,
  };
}
