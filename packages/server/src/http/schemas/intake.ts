// What POST /v1/events takes and answers. Its body is read by the door, as bytes; these say in the
// OpenAPI document what the door takes.
import { sentEventSchema } from '@acta/event';
import { z } from 'zod';
import { count, named, problem } from './parts.ts';

const SENT_EVENT = 'SentEvent';
named(SENT_EVENT, sentEventSchema);

const receipt = named(
  'Receipt',
  z.object({
    id: z.string(),
    index: count.describe('Place in the log'),
    duplicate: z.literal(true).optional().describe('Recorded before: this is its first receipt'),
    conflict: z.literal(true).optional().describe('The id was known, with other content'),
  }),
);

const ingested = z.object({
  accepted: count,
  duplicates: count,
  rejected: z.array(
    z.object({
      item: count.describe('Place in the request, from 0'),
      error: z.string(),
      path: z.string().optional().describe('JSON pointer into the event'),
    }),
  ),
  receipts: z.array(receipt).describe('In the order of the request'),
});

export const ingestAnswer = named('IngestAnswer', ingested);

export const ingestProblem = named(
  'IngestProblem',
  z.object({ ...problem.shape, ...ingested.partial().shape }).describe('RFC 9457'),
);

/** Answers of `POST /v1/events` that are not the usual problem. */
export const eventAnswers = {
  200: ingestAnswer.describe('All are recorded: durable, sequenced, under a signed checkpoint'),
  207: ingestAnswer.describe('Some are recorded; `rejected` says which not, and why'),
  400: {
    description: 'None is recorded; or the body can not be read at all',
    content: { 'application/problem+json': { schema: ingestProblem } },
  },
};

const one = { $ref: `#/components/schemas/${SENT_EVENT}Input` };
const lines = { type: 'string', description: 'One event a line, as JSON' };
const cloudEvent = { type: 'object', description: 'CloudEvents 1.0' };

/** Media types that `POST /v1/events` takes, as OpenAPI says it. */
export const eventBodies: Readonly<Record<string, { schema: object }>> = {
  'application/json': { schema: { oneOf: [one, { type: 'array', items: one }] } },
  'application/x-ndjson': { schema: lines },
  'application/cloudevents+json': { schema: cloudEvent },
  'application/cloudevents-batch+json': { schema: { type: 'array', items: cloudEvent } },
};
