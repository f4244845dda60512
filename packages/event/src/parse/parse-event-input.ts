// What a sender gives, checked and filled in: the one way into the schema from outside.
import { eventLimits, type EventLimits } from '../limits.ts';
import { sentEventSchema, type EventInput, type SentEvent } from '../schema/event.ts';
import { parseTime } from '../time.ts';
import { completeEvent } from './complete.ts';

export interface InputError {
  /** What is wrong and what would be right, for the sender. */
  message: string;
  /** JSON Pointer into the event; empty for the event itself. */
  path: string;
}

export type ParsedInput = { ok: true; event: EventInput } | { ok: false; error: InputError };

/**
 * Checks one event of a sender, and fills in what it left out. Never throws; does not change the
 * value.
 */
export function parseEventInput(value: unknown, _limits: EventLimits = eventLimits): ParsedInput {
  const checked = sentEventSchema.safeParse(value);
  if (!checked.success) {
    const issue = checked.error.issues[0]!;
    return { ok: false, error: { message: issue.message, path: '/' + issue.path.join('/') } };
  }
  const sent: SentEvent = checked.data;
  const time = sent.time === undefined ? undefined : parseTime(sent.time);
  if (time === null) {
    return { ok: false, error: { message: 'is not an RFC 3339 date-time', path: '/time' } };
  }
  return { ok: true, event: completeEvent(sent, time) };
}
