import { eventSchema } from '@acta/event';
import { z } from 'zod';
import { count, cursorParameter, group, limitParameter, named, time } from './parts.ts';

const EVENT_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export const withheld = named('Withheld', z.object({ group, why: z.string() }));

export const loggedEvent = named(
  'LoggedEvent',
  z
    .object({
      ...eventSchema.shape,
      // A reader with masks gets an event without its withheld groups.
      actor: eventSchema.shape.actor.optional(),
      source: z.object({ ...eventSchema.shape.source.shape, name: z.string().optional() }),
      index: count.describe('Place in the log'),
      withheld: z.array(withheld).optional(),
    })
    .describe('An event, its place in the log, and what this reader does not get'),
);

export const covered = named(
  'Covered',
  z.object({
    from: time.nullable(),
    to: time.nullable(),
    through_index: count.describe('Every event below this log index was considered'),
  }),
);

export const searchAnswer = named(
  'SearchAnswer',
  z.object({
    events: z.array(loggedEvent),
    next: z.string().nullable(),
    covered,
    total: z.union([count, z.object({ at_least: count })]),
  }),
);

export const histogramAnswer = named(
  'HistogramAnswer',
  z.object({
    interval_s: z.number(),
    buckets: z.array(z.object({ start: time, count, failures: count })),
    covered,
    total: count,
  }),
);

export const facetsAnswer = named(
  'FacetsAnswer',
  z.object({
    facets: z.array(
      z.object({
        field: z.string(),
        values: z.array(z.object({ value: z.string(), count })),
        other: count,
      }),
    ),
    covered,
  }),
);

export const tier = z.enum(['logged', 'timestamped', 'witnessed', 'quorum', 'mirrored']);

export const proofAnswer = named(
  'ProofAnswer',
  z.object({
    index: count,
    leaf: z.string().describe("Base64 of the leaf's bytes"),
    disclosures: z.array(z.string()).describe("Base64url, RFC 9901; the event's first"),
    withheld: z.array(withheld),
    proof: z.string().describe('C2SP tlog-proof; ends with the checkpoint'),
    tier,
  }),
);

export const rawAnswer = named(
  'RawAnswer',
  z.object({
    id: z.string(),
    raw: z.string().nullable(),
    raw_sha256: z.string().nullable(),
    why: z.string().optional(),
  }),
);

export const viewersAnswer = named(
  'ViewersAnswer',
  z.object({
    viewers: z.array(z.object({ who: z.string(), action: z.string(), time, event: z.string() })),
    next: z.string().nullable(),
  }),
);

const query = z.string().max(16_384).default('').describe('Query language; empty: everything');
const from = z.string().max(64).optional().describe('RFC 3339, inclusive');
const to = z.string().max(64).optional().describe('RFC 3339, exclusive');

export const readParameters = z.object({ q: query, from, to });
export const searchParameters = readParameters.extend({
  order: z.enum(['-time', 'time']).default('-time'),
  limit: limitParameter.default(50),
  cursor: cursorParameter,
});
export const histogramParameters = readParameters.extend({
  buckets: z.coerce.number().int().min(1).max(1000).default(60),
});
export const facetsParameters = readParameters.extend({
  fields: z
    .string()
    .max(512)
    .describe('Comma list of fields; names as in a query: labels."team:owner"'),
  limit: z.coerce.number().int().min(1).max(100).default(10),
});
export const tailParameters = z.object({
  q: query,
  last_event_id: z.coerce
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('As the Last-Event-ID header, for the first connect of an EventSource'),
});

export const idParameter = z.object({ id: z.string().regex(EVENT_ID, 'is not an event id') });
export const reason = z.string().trim().min(3).max(1000).optional();
const GROUPS = '(?:actor|context|details)';
export const eventParameters = z.object({
  reveal: z
    .string()
    .regex(new RegExp(`^${GROUPS}(?:,${GROUPS}){0,2}$`), 'is no list of actor, context, details')
    .optional()
    .describe('Masked groups to show this time, with commas between: actor, context, details'),
  reason: reason.describe('Needed to reveal what is masked; it is recorded'),
});
export const rawParameters = z.object({ reason: reason.describe('Needed where raw is masked') });
export const proofParameters = z.object({
  raw: z.enum(['true', 'false']).default('true').describe('false leaves the raw disclosure out'),
  reason,
});
export const pageParameters = z.object({
  limit: limitParameter.default(50),
  cursor: cursorParameter,
});
