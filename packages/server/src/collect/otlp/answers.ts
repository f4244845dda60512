// Answers of OTLP/HTTP: in the form of the request, errors as `google.rpc.Status`.
import type { RecordsAnswer } from '../../ingest/index.ts';
import type { ActaError } from '../../lib/errors.ts';
import { bytesField, numberField } from '../../lib/protobuf.ts';
import {
  jsonAnswer,
  mediaType,
  plainHeaders,
  type DoorAnswer,
  type DoorRequest,
} from '../request.ts';

/** Codes of gRPC by status of HTTP; what is neither is the sender's fault. */
const codes: Readonly<Record<number, number>> = {
  401: 16,
  403: 7,
  404: 5,
  413: 8,
  429: 8,
  500: 13,
  503: 14,
};
const invalidArgument = 3;

export const isJson = (headers: DoorRequest['headers']): boolean =>
  mediaType(plainHeaders(headers)) === 'application/json';

function binary(status: number, bytes: Buffer): DoorAnswer {
  return { status, headers: { 'content-type': 'application/x-protobuf' }, body: '', bytes };
}

export function refusal(error: ActaError, headers: DoorRequest['headers']): DoorAnswer {
  const code = codes[error.status] ?? invalidArgument;
  const { message, status } = error;
  if (isJson(headers)) return jsonAnswer(status, { code, message }, 'application/json');
  return binary(status, Buffer.concat([numberField(1, code), bytesField(2, message)]));
}

/** All taken: an empty message. Else how many lie in quarantine, and why the first does. */
export function exported(answer: RecordsAnswer, headers: DoorRequest['headers']): DoorAnswer {
  const bad = answer.outcomes.find((outcome) => !outcome.ok);
  const count = answer.failed;
  if (bad === undefined || bad.ok) {
    return isJson(headers) ? jsonAnswer(200, {}, 'application/json') : binary(200, Buffer.alloc(0));
  }
  const message = `${bad.code}: ${bad.detail} It is kept in quarantine.`;
  if (isJson(headers)) {
    const partialSuccess = { rejectedLogRecords: String(count), errorMessage: message };
    return jsonAnswer(200, { partialSuccess }, 'application/json');
  }
  const partial = Buffer.concat([numberField(1, count), bytesField(2, message)]);
  return binary(200, bytesField(1, partial));
}
