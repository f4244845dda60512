// From bytes to the queue of the source that they are for.
import type { Limits } from '../../lib/limits.ts';
import { lineText } from '../text.ts';
import type { Batches } from './batches.ts';
import type { Framed } from './framing.ts';
import { SYSLOG_MESSAGE_BYTES } from './limits.ts';
import type { DoorKind, SyslogMeters } from './meters.ts';
import type { Routes, Sender } from './routes.ts';
import type { Strangers } from './strangers.ts';
import type { Unknown } from './unknown.ts';

interface Parts {
  batches: Batches;
  meters: SyslogMeters;
  unknown: Unknown;
  strangers: Strangers;
}

/** Takes one message after the other; what nobody claims is counted and told. */
export function receiver(
  { limits, readsHeaders }: { limits: Limits; readsHeaders: (type: string) => boolean },
  routes: () => Routes,
  { batches, meters, unknown, strangers }: Parts,
): (door: DoorKind, sender: Sender, message: Framed) => void {
  return (door, sender, { bytes, cut }) => {
    meters.messages.inc({ door });
    if (cut) limits.reached(SYSLOG_MESSAGE_BYTES);
    const { text, foreign } = lineText(bytes);
    if (text === '') return;
    if (foreign) meters.foreign.inc({ door });
    const routed = routes().route(sender, cut ? `${text}…` : text);
    if ('refused' in routed) {
      meters.unknown.inc({ door, reason: routed.refused });
      unknown.note(door, sender.address, routed.refused);
      strangers.note(door, sender, routed.refused, text);
      return;
    }
    const { source, type, assurance } = routed;
    const line = readsHeaders(type) ? routed.text : contentOf(routed.text);
    batches.put({ source, assurance }, line);
  };
}

/** RFC 5424 or RFC 3164 header; what follows is the program's own record. */
const modern =
  /^<\d{1,3}>1 \S{1,40} \S{1,255} \S{1,48} \S{1,128} \S{1,32} (?:-|(?:\[(?:[^"\]]|"(?:[^"\\]|\\.)*")*\])+) ?\ufeff?/;
const classic =
  /^<\d{1,3}>(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\S{10,32}) (?:\S{1,255} )?[^\s:[{]{1,64}(?:\[\d{1,10}\])?: ?/;

/** A message without its header, for products whose records are JSON or lines of their own. */
export function contentOf(text: string): string {
  const head = modern.exec(text) ?? classic.exec(text);
  return head === null ? text : text.slice(head[0].length);
}
