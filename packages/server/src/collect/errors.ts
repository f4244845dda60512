// Every reason for which a door refuses a request, with what the sender should change.
import { ActaError } from '../lib/errors.ts';

const refusals = {
  body_too_large: [413, 'The request body is larger than the limit {limit}.', 'Send less at once.'],
  body_inflates_too_large: [
    413,
    'The request body is larger than the limit {limit} once decompressed.',
    'Send less at once.',
  ],
  body_empty: [400, 'The request has no body.', 'Send at least one event.'],
  encoding_unknown: [
    415,
    'The Content-Encoding is not understood.',
    'Use gzip, deflate or zstd, or none.',
  ],
  encoding_broken: [
    400,
    'The body is not what its Content-Encoding says, or is cut short.',
    'Send it again; check the compressing proxy or client.',
  ],
  charset_unknown: [
    415,
    'The content type names another charset than UTF-8.',
    'Encode the body as UTF-8.',
  ],
  charset_invalid: [400, 'The body is not UTF-8.', 'Encode it as UTF-8.'],
  too_deep: [400, 'The JSON is nested deeper than the limit {limit}.', 'Flatten it.'],
  too_many_parts: [
    413,
    'The JSON has more objects and lists than the limit {limit}.',
    'Split it into several requests.',
  ],
  json_invalid: [
    400,
    'The body is not valid JSON.',
    'Send one object, an array, or one object a line.',
  ],
  too_many_events: [
    413,
    'The request has more events than the limit {limit}.',
    'Split it into several requests.',
  ],
  key_without_source: [
    400,
    'The key is not bound to a source.',
    'Create a key of the role collector with the source that it writes for.',
  ],
  bulk_action_invalid: [
    400,
    'Line {limit} of the bulk request is no action.',
    'Send {"create":{}} or {"index":{}} before each document; nothing of this request was taken.',
  ],
  bulk_document_missing: [
    400,
    'The bulk request ends before the document at line {limit}.',
    'Send a document behind each action; nothing of this request was taken.',
  ],
  protobuf_invalid: [400, 'The body is no message of this API: {limit}.', 'Check the address.'],
  otlp_body_invalid: [400, 'The body has no list of resourceLogs.', 'Send OTLP logs here.'],
  loki_body_invalid: [400, 'The body has no list of streams.', 'Send {"streams":[…]}.'],
  channel_missing: [400, 'The channel is missing.', 'Send X-Splunk-Request-Channel.'],
  channel_invalid: [400, 'The channel is no GUID.', 'Send a GUID in X-Splunk-Request-Channel.'],
  acks_invalid: [
    400,
    'The body is not {"acks":[…]} with whole numbers, or has more than the limit {limit}.',
    'Ask for the acknowledgements that answers gave.',
  ],
  idempotency_key_invalid: [
    400,
    'The Idempotency-Key is longer than 200 characters or has control characters.',
    'Use a UUID.',
  ],
  piece_invalid: [
    400,
    'file, fingerprint or first of the query is not what it must be.',
    'file: at most 500 characters; fingerprint: 8 to 64 of A-Z a-z 0-9 _ -; first: a number.',
  ],
  media_type_unknown: [
    415,
    'The content type is not understood here.',
    'Use application/json, application/x-ndjson, or a CloudEvents type.',
  ],
} satisfies Record<string, readonly [number, string, string]>;

/** The refusal as an error; `limit` names the setting that would allow it. */
export function refused(code: keyof typeof refusals, limit = '', cause?: unknown): ActaError {
  const [status, detail, next] = refusals[code];
  return new ActaError({
    code,
    status,
    fault: 'caller',
    detail: detail.replace('{limit}', limit),
    next,
    cause,
  });
}
