// Every reason for which the ledger refuses to start or to take an event.
import { ActaError } from '../lib/errors.ts';

export function overloaded(what: string): ActaError {
  return new ActaError({
    code: 'overloaded',
    status: 503,
    fault: 'operator',
    detail: `The log takes no more events for the moment: ${what}. Nothing of this request was kept.`,
    next: 'Send it again after a second.',
    retry_after_s: 1,
  });
}

export function diskFull(cause: unknown): ActaError {
  return new ActaError({
    code: 'disk_full',
    status: 503,
    fault: 'operator',
    detail: 'The disk of the data directory is full. The event was not recorded.',
    next: 'Free space on that disk, then send it again; nothing that was answered is lost.',
    retry_after_s: 10,
    cause,
  });
}

export function stopped(cause?: unknown): ActaError {
  return new ActaError({
    code: 'ledger_stopped',
    status: 503,
    fault: 'operator',
    detail: 'The log is stopped and takes no events.',
    next: 'Send it again once the server has started anew.',
    retry_after_s: 5,
    cause,
  });
}

export function unsealable(cause: unknown): ActaError {
  return new ActaError({
    code: 'event_unsealable',
    status: 500,
    fault: 'bug',
    detail: `An event can't be sealed: ${cause instanceof Error ? cause.message : String(cause)}`,
    next: 'Report this with the name of the source.',
    cause,
  });
}

/** What was read back or recomputed is not what was written: nothing may be signed any more. */
export function mismatch(what: string): ActaError {
  return new ActaError({
    code: 'second_path_mismatch',
    status: 500,
    fault: 'operator',
    detail: `Before signing, ${what}. Nothing of this batch was answered.`,
    next: 'Check memory and disk of this machine, then start again: the log is read anew.',
  });
}

export interface Place {
  what: string;
  where: string;
  expected: string;
  found: string;
}

/** The data directory is not what was signed. */
export function damaged(code: string, place: Place, next: string): ActaError {
  const { what, where, expected, found } = place;
  return new ActaError({
    code,
    status: 500,
    fault: 'operator',
    detail: `${what} (${where}): expected ${expected}, found ${found}.`,
    next,
  });
}

export const RESTORE =
  'Keep the directory as it is, run acta verify to see what differs, and restore what is damaged from a backup.';
