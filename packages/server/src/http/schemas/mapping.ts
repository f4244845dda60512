import { z } from 'zod';
import { count, named, time } from './parts.ts';

const document = z.record(z.string().max(128), z.unknown());
const documentOrNone = document.nullable().optional();

export const mappingProblem = named(
  'MappingProblem',
  z.object({
    path: z.string().describe('JSON pointer into the mapping'),
    message: z.string(),
    expected: z.array(z.string()).optional(),
  }),
);
const fieldError = z.object({ path: z.string(), message: z.string() });
const draftEvent = z.looseObject({}).describe('An event as it would be recorded');

export const typeParameter = z.object({ type: z.string().min(1).max(64) });
export const tryRequest = z.strictObject({
  mapping: documentOrNone.describe('For type generic'),
  overrides: documentOrNone.describe(
    'Native name → action, for types that the adapter does not know',
  ),
  settings: z.record(z.string().max(64), z.unknown()).optional(),
  samples: z
    .array(
      z.strictObject({
        raw: z.string().max(1_048_576),
        headers: z.record(z.string().max(128), z.string().max(8_192)).optional(),
      }),
    )
    .min(1)
    .max(200),
});
export const tryAnswer = named(
  'TryAnswer',
  z.object({
    problems: z.array(mappingProblem),
    samples: z.array(
      z.object({
        events: z.array(
          z.object({
            event: draftEvent,
            unmapped: z.boolean(),
            errors: z.array(fieldError),
            raw: z.string(),
          }),
        ),
        failed: z.array(z.object({ code: z.string(), detail: z.string() })),
      }),
    ),
  }),
);

const version = z.object({
  version: count,
  created: time,
  created_by: z.string(),
  note: z.string(),
});
export const sourceMapping = named(
  'SourceMapping',
  z.object({
    version: count,
    mapping: document.nullable(),
    overrides: document.nullable(),
    versions: z.array(version).describe('Newest first'),
  }),
);
export const mappingChange = z.strictObject({
  mapping: documentOrNone,
  overrides: documentOrNone,
  note: z.string().trim().max(500).optional().describe('Why; kept with the version'),
  base: count.optional().describe('The version that the change was made on: 409 where it is older'),
});
export const versionParameter = z.object({
  name: z.string().min(1).max(128),
  version: z.coerce.number().int().min(1),
});
export const mappingVersion = named(
  'MappingVersion',
  version.extend({ mapping: document.nullable(), overrides: document.nullable() }),
);

export const unmappedAnswer = named(
  'Unmapped',
  z.object({
    items: z.array(z.object({ native: z.string(), events: count })),
    other: count.describe('Events of further types'),
  }),
);
export const sampleParameters = z.object({
  native: z.string().max(1_024).optional().describe('Of this type of the product only'),
  limit: z.coerce.number().int().min(1).max(60).default(30),
});
export const samplesAnswer = named(
  'Samples',
  z.object({
    items: z.array(
      z.object({
        id: z.string(),
        from: z.enum(['log', 'quarantine']),
        received: time,
        native: z.string().nullable(),
        action: z.string().nullable(),
        raw: z.string(),
        headers: z.record(z.string(), z.string()),
      }),
    ),
  }),
);

export const renormaliseRequest = z.strictObject({
  from: z.string().max(64).nullish().describe('RFC 3339, inclusive, by the time of the events'),
  to: z.string().max(64).nullish(),
  dry_run: z.boolean().default(false).describe('Only say what would change'),
  mapping: documentOrNone.describe('With dry_run: in place of what is saved'),
  overrides: documentOrNone,
});
const counts = { considered: count, changed: count, unchanged: count, skipped: count };
export const renormalisePreview = named(
  'RenormalisePreview',
  z.object({
    ...counts,
    complete: z.boolean().describe('Whether all events of the range were looked at'),
    examples: z.array(z.object({ id: z.string(), time, before: draftEvent, after: draftEvent })),
  }),
);
export const renormalisation = named(
  'Renormalisation',
  z.object({
    id: z.string(),
    source: z.string(),
    status: z.enum(['running', 'done', 'cancelled', 'failed']),
    from: time.nullable(),
    to: time.nullable(),
    created: time,
    finished: time.nullable(),
    revision: count,
    total: count.nullable(),
    ...counts,
    recorded: count.describe('New events in the log'),
    duplicates: count,
    error: z.string().optional(),
  }),
);
