// What a sender gives, checked and filled in: the one way into the schema from outside.
import { sentEventSchema, type EventInput, type SentEvent } from '../schema/event.ts';
import { parseTime } from '../time.ts';
import { completeEvent } from './complete.ts';
import { explain } from './explain.ts';
import { isPlainSentEvent } from './plain.ts';

export interface InputError {
  /** What is wrong and what would be right, for the sender. */
  message: string;
  /** JSON Pointer (RFC 6901) into the event; empty for the event itself. */
  path: string;
}

export type ParsedInput = { ok: true; event: EventInput } | { ok: false; error: InputError };

/**
 * Checks one event of a sender and fills in what it left out. Never throws; does not change the
 * value, which the event may share parts with. A known action gives category, effect and severity
 * where the sender gives none; an unknown one becomes `<category>.other` with the sender's word in
 * `native`.
 *
 * @param beforeSchema is called before a value goes to the schema that was not seen at once to be
 *   an event, and so may be of any depth; what it throws is thrown
 */
export function parseEventInput(value: unknown, beforeSchema?: () => void): ParsedInput {
  if (isPlainSentEvent(value)) return completed({ ...value });
  beforeSchema?.();
  const checked = sentEventSchema.safeParse(value);
  if (checked.success) return completed(checked.data);
  return { ok: false, error: explain(checked.error.issues[0]!, value) };
}

function completed(sent: SentEvent): ParsedInput {
  const time = sent.time === undefined ? undefined : parseTime(sent.time);
  if (time === null) {
    const message = 'must be an RFC 3339 date-time from 1970 on, like 2026-11-19T08:15:02.114Z';
    return { ok: false, error: { message, path: '/time' } };
  }
  return { ok: true, event: completeEvent(sent, time) };
}
