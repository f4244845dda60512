import { z } from 'zod';
import { count, cursorParameter, limitParameter, named, role, time } from './parts.ts';
import { coverageSummary, sourceCoverage } from './coverage.ts';
import { tier } from './events.ts';
import { pullHealth } from './pulls.ts';

export const me = named(
  'Me',
  z.object({
    id: z.string(),
    name: z.string(),
    role,
    kind: z.enum(['token', 'key', 'session', 'workload']),
    permissions: z.array(z.string()),
  }),
);
export const signIn = z.strictObject({
  token: z.string().min(1).max(512).describe('One-time sign-in token, API key or ACTA_ADMIN_TOKEN'),
});

export const key = named(
  'Key',
  z.object({
    id: z.string(),
    name: z.string(),
    role,
    scope: z.string().nullable(),
    source: z.string().nullable(),
    created: time,
    expires: time.nullable(),
    last_used: time.nullable(),
    revoked: time.nullable(),
  }),
);
export const newKey = z.strictObject({
  name: z.string().trim().min(1).max(128),
  role,
  scope: z
    .string()
    .max(16_384)
    .optional()
    .describe('A query that every event must match; for viewers'),
  source: z.string().max(128).optional().describe('The source that a collector writes for'),
  expires: z.string().max(64).optional().describe('RFC 3339'),
  masks: z
    .array(z.enum(['actor', 'context', 'details', 'raw']))
    .max(4)
    .optional()
    .describe('Groups withheld; absent: what the role says'),
});
export const keyCreated = named('KeyCreated', z.object({ id: z.string(), key: z.string() }));

export const sourceName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'is not a name: letters, digits, ".", "_", "-", at most 63',
  );
export const sourceType = named(
  'SourceType',
  z.object({
    type: z.string(),
    title: z.string(),
    summary: z.string(),
    setup: z.array(z.object({ title: z.string(), text: z.string(), copy: z.string().optional() })),
    settings: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        kind: z.enum(['text', 'secret', 'flag', 'json']),
        required: z.boolean(),
      }),
    ),
  }),
);
export const unknownSender = named(
  'UnknownSender',
  z.object({
    door: z.enum(['udp', 'tcp', 'tls']),
    address: z.string(),
    port: count.describe('The port of ours that it sends to'),
    reason: z.enum(['sender_unknown', 'token_unknown']),
    messages: count.describe('Since the server started'),
    first: time,
    last: time,
    host: z.string().nullable().describe('As its last message names itself'),
    program: z.string().nullable(),
  }),
);
const sourceHealth = named(
  'SourceHealth',
  z.object({
    last_received: time.nullable(),
    last_event_time: time.nullable(),
    lag_s: z.number().nullable(),
    events: count,
    events_24h: count,
    deliveries: count,
    unmapped: count,
    duplicates: count,
    conflicts: count,
    replays_suspected: count,
    rejected: count,
    last_rejected: time.nullable(),
    last_refusal: z.string().nullable().describe('Why, as a code: `signature_mismatch`'),
    quarantined: count,
    skew_ms: z.number().nullable(),
    state: z.enum(['waiting', 'healthy', 'silent', 'failing', 'paused']),
  }),
);
const settings = z.record(z.string().max(64), z.union([z.string().max(4096), z.boolean()]));
export const source = named(
  'Source',
  z.object({
    id: z.string(),
    type: z.string(),
    name: z.string(),
    intake_url: z.string(),
    created: time,
    paused: z.boolean(),
    settings: z.record(z.string(), z.unknown()),
    credentials: z.array(z.string()).describe('Secret settings that are set; never their values'),
    health: sourceHealth,
    coverage: coverageSummary.nullable(),
    pull: pullHealth.nullable().describe('Null where Acta does not ask the product by itself'),
  }),
);
export const sourceDetail = named(
  'SourceDetail',
  source.extend({ coverage: sourceCoverage.nullable() }),
);
export const newSource = z.strictObject({
  type: z.string().max(64),
  name: sourceName,
  settings: settings.default({}),
});
export const sourceChange = z.strictObject({
  paused: z.boolean().optional(),
  settings: settings.optional(),
});
export const sourceCreated = named(
  'SourceCreated',
  z.object({
    id: z.string(),
    type: z.string(),
    name: z.string(),
    intake_url: z.string(),
    secret: z.string().describe('Shown this once'),
  }),
);

const quarantineParts = {
  id: z.string(),
  source: z.string(),
  received: time,
  reason: z.string(),
  detail: z.string(),
  bytes: count,
  state: z.enum(['held', 'replayed', 'discarded']),
};
export const quarantineItem = named('QuarantineItem', z.object(quarantineParts));
export const quarantineDetail = named(
  'QuarantineDetail',
  z.object({
    ...quarantineParts,
    headers: z.record(z.string(), z.string()),
    preview: z.string(),
  }),
);
export const quarantineParameters = z.object({
  source: z.string().max(128).optional(),
  limit: limitParameter.default(50),
  cursor: cursorParameter,
});

export const verification = named(
  'Verification',
  z.object({
    id: z.string(),
    state: z.enum(['running', 'passed', 'failed', 'error']),
    started: time,
    finished: time.nullable(),
    size: count,
    checked: count,
    findings: z.array(
      z.object({
        what: z.string(),
        where: z.string(),
        expected: z.string(),
        found: z.string(),
      }),
    ),
  }),
);
export const integrity = named(
  'Integrity',
  z.object({
    origin: z.string(),
    size: count,
    root: z.string(),
    checkpoint: z.string(),
    checkpoint_time: time.nullable(),
    vkeys: z.array(z.string()),
    tier,
    witnesses: z.array(
      z.object({
        name: z.string(),
        cosigned_size: count.nullable(),
        time: time.nullable(),
      }),
    ),
    published_size: count,
    indexed_through: count,
    last_verification: verification.nullable(),
  }),
);

export const exportFormat = z.enum(['pack', 'ndjson', 'csv', 'ocsf', 'ecs', 'cef', 'parquet']);
export const exportJob = named(
  'ExportJob',
  z.object({
    id: z.string(),
    status: z.enum(['queued', 'running', 'done', 'failed']),
    format: exportFormat,
    q: z.string(),
    from: time.nullable(),
    to: time.nullable(),
    created: time,
    progress: z.object({ done: count, total: count.nullable() }),
    bytes: count.nullable(),
    digest: z.string().nullable(),
    error: z.string().optional(),
  }),
);
export const newExport = z.strictObject({
  q: z.string().max(16_384).default(''),
  from: z.string().max(64).nullish(),
  to: z.string().max(64).nullish(),
  format: exportFormat,
  population: z.boolean().default(false).describe('Packs: also every leaf of the index range'),
});

export const catalogue = named(
  'Catalogue',
  z.object({
    actions: z.array(
      z.object({
        action: z.string(),
        category: z.string(),
        effect: z.string(),
        severity: z.string(),
        sentence: z.string(),
      }),
    ),
  }),
);

export const opaqueId = z.object({ id: z.string().min(1).max(128) });
export const nameParameter = z.object({ name: z.string().min(1).max(128) });
export const pageOfExports = z.object({
  limit: limitParameter.default(50),
  cursor: cursorParameter,
});
