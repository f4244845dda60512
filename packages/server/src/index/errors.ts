// What can go wrong with a question to the index, as errors that tell the reader what to do.
import { ActaError, messageOf } from '../lib/errors.ts';

const TIMEOUT_CODES = new Set(['159', '160', '209']);
const MEMORY_CODES = new Set(['241', '173']);

function timedOut(cause: unknown): ActaError {
  return new ActaError({
    code: 'query_timeout',
    status: 422,
    fault: 'caller',
    detail: 'The query took too long and was given up (index.query_time_ms).',
    next: 'Ask for a shorter time range, or add a field or a whole word.',
    cause,
  });
}

function tooLarge(cause: unknown): ActaError {
  return new ActaError({
    code: 'query_too_large',
    status: 422,
    fault: 'caller',
    detail: 'The query needs more memory than one may use (index.query_memory_bytes).',
    next: 'Ask for a shorter time range or a smaller page.',
    cause,
  });
}

function unavailable(cause: unknown): ActaError {
  return new ActaError({
    code: 'index_unavailable',
    status: 503,
    fault: 'operator',
    detail: 'The index does not answer at the moment; nothing is lost, the log is complete.',
    next: 'Try again in a few seconds.',
    retry_after_s: 2,
    cause,
  });
}

/** An error of the engine or of the way to it, as one of ours. */
export function indexError(error: unknown): ActaError {
  if (error instanceof ActaError) return error;
  const code = codeOf(error);
  if (code === undefined) return unavailable(error);
  if (TIMEOUT_CODES.has(code)) return timedOut(error);
  if (MEMORY_CODES.has(code)) return tooLarge(error);
  return new ActaError({
    code: 'index_failed',
    status: 500,
    fault: 'bug',
    detail: `The index refused a question of ours (${code}): ${messageOf(error).slice(0, 300)}`,
    next: 'Report it with the request id.',
    cause: error,
  });
}

/** The engine's number of an error; undefined for one of the network. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^\d+$/.test(code) ? code : undefined;
}

export function cursorInvalid(): ActaError {
  return new ActaError({
    code: 'cursor_invalid',
    status: 400,
    fault: 'caller',
    detail: 'The cursor is not one that this query gave.',
    next: 'Start again without a cursor.',
  });
}

export function fieldInvalid(field: string, why: string): ActaError {
  return new ActaError({
    code: 'field_invalid',
    status: 400,
    fault: 'caller',
    detail: `There is no facet of ${field.slice(0, 60)}: ${why}.`,
    next: 'Name fields as in a query, such as actor, action or label.team.',
  });
}
