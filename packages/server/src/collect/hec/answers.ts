// The answers of Splunk's HTTP Event Collector: a status, a text and a code that senders look at.
import type { RecordOutcome } from '../../ingest/index.ts';
import type { ActaError } from '../../lib/errors.ts';
import { jsonAnswer, type DoorAnswer } from '../request.ts';
import { envelopeInvalid, eventBlank, eventMissing } from './envelopes.ts';

type Row = readonly [status: number, code: number, text: string];

const byError: Readonly<Record<string, Row>> = {
  unauthenticated: [401, 2, 'Token is required'],
  credential_malformed: [401, 3, 'Invalid authorization'],
  credential_refused: [403, 4, 'Invalid token'],
  key_without_source: [400, 4, 'Invalid token'],
  source_paused: [403, 1, 'Token disabled'],
  body_empty: [400, 5, 'No data'],
  channel_missing: [400, 10, 'Data channel is missing'],
  channel_invalid: [400, 11, 'Invalid data channel'],
};

const byStatus: Readonly<Record<number, Row>> = {
  401: [401, 3, 'Invalid authorization'],
  403: [403, 4, 'Invalid token'],
  404: [404, 404, 'The requested URL was not found on this server.'],
  413: [413, 27, 'Request entity too large'],
  429: [429, 4, 'Invalid token'],
  500: [500, 8, 'Internal server error'],
  503: [503, 9, 'Server is busy'],
};

/**
 * Reasons for single events that HEC has a code for; what else is unreadable lies in quarantine.
 */
const byEvent: Readonly<Record<string, Row>> = {
  [envelopeInvalid]: [400, 6, 'Invalid data format'],
  [eventMissing]: [400, 12, 'Event field is required'],
  [eventBlank]: [400, 13, 'Event field cannot be blank'],
  too_deep: [400, 6, 'Invalid data format'],
};

/** A refusal in HEC's words, with the reason in `detail`. */
export function refusal(error: ActaError): DoorAnswer {
  const [status, code, text] = byError[error.code] ??
    byStatus[error.status] ?? [error.status, 6, 'Invalid data format'];
  return jsonAnswer(status, { text, code, detail: error.message });
}

/** @param ack the number to ask `/ack` for, where the request came with a channel */
export function outcome(outcomes: readonly RecordOutcome[], ack: number | undefined): DoorAnswer {
  const extra = ack === undefined ? {} : { ackId: ack };
  for (const [place, one] of outcomes.entries()) {
    const row = one.ok ? undefined : byEvent[one.code];
    if (row === undefined) continue;
    const [status, code, text] = row;
    return jsonAnswer(status, { text, code, 'invalid-event-number': place, ...extra });
  }
  return jsonAnswer(200, { text: 'Success', code: 0, ...extra });
}
