// Every reason for which the intake refuses, with what the sender should change.
import { ActaError } from '../lib/errors.ts';

type Refusal = readonly [status: number, detail: string, next: string];

const refusals = {
  source_unknown: [
    404,
    'There is no source of this name.',
    'Check the path against the source’s page.',
  ],
  source_removed: [
    403,
    'The source that this key writes for was removed.',
    'Create the source anew, or use a key of another one.',
  ],
  source_paused: [403, 'This source is paused and takes nothing.', 'Resume it on its page.'],
  source_without_door: [
    404,
    'Sources of this type have no webhook.',
    'Send to POST /v1/events instead.',
  ],
  challenge_unknown: [
    404,
    'This source answers no check of its address.',
    'Send deliveries by POST.',
  ],
  encoding_invalid: [400, 'The body is not UTF-8.', 'Send UTF-8.'],
  body_empty: [400, 'The body is empty.', 'Send at least one event.'],
  quarantine_full: [
    503,
    'The delivery can’t be read as events, and the quarantine is full.',
    'Replay or discard what is held, or raise intake.quarantine_bytes.',
  ],
  quarantine_unknown: [404, 'There is no such item in quarantine.', 'List them anew.'],
  quarantine_not_held: [409, 'This item is no longer held.', 'List them anew.'],
  renormalisation_running: [
    409,
    'Records of this source are being mapped again.',
    'Wait until that has ended, or cancel it.',
  ],
  index_behind: [
    503,
    'The index is behind the log, so that what was mapped before can’t be told.',
    'Start it again once the index has caught up.',
  ],
  quarantine_payload_lost: [
    500,
    'The payload of this item is missing from spool/.',
    'Discard the item; have the product deliver it again.',
  ],
} satisfies Record<string, Refusal>;

export type RefusalCode = keyof typeof refusals;

/** The refusal as an error; `detail` in place of the general sentence. */
export function refusal(code: RefusalCode, detail?: string): ActaError {
  const [status, general, next] = refusals[code];
  return new ActaError({
    code,
    status,
    fault: status >= 500 ? 'operator' : 'caller',
    detail: detail ?? general,
    next,
    ...(status === 503 ? { retry_after_s: 60 } : {}),
  });
}

/** 401 for a delivery whose authenticity does not hold. */
export function unauthentic(code: string, detail: string): ActaError {
  return new ActaError({
    code,
    status: 401,
    fault: 'caller',
    detail,
    next: 'Compare the secret in the product with that of the source.',
  });
}

/** 400 for an authentic delivery that is no readable text; it was kept in quarantine. */
export function unreadable(code: string, detail: string): ActaError {
  return new ActaError({
    code,
    status: 400,
    fault: 'caller',
    detail,
    next: 'It is kept in quarantine: see the source’s page.',
  });
}
