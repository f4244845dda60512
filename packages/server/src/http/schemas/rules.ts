// Rules as the API has them.
import type { RuleReason } from '@acta/sdk';
import { z } from 'zod';
import { level } from './alerts.ts';
import { count, cursorParameter, limitParameter, named, ruleProblem, time } from './parts.ts';

const kind = z.enum(['detection', 'correlation', 'filter']);
const values = z.array(z.union([z.string().max(8_192), z.number()])).max(10_000);
const names = z.array(z.string().max(1_024)).max(100);
const aliases = z.record(z.string().max(1_024), names);
const placeholders = z.record(z.string().max(256), values);

const overlay = z.object({
  off: z.boolean().optional(),
  level: level.optional(),
  aliases: aliases.optional().describe('Fields to look at where the rule’s own is not there'),
  placeholders: placeholders.optional(),
});

const part = z.string().min(1).max(256).optional();

export const logsourceParameters = z
  .object({ product: part, service: part, category: part })
  .refine((source) => Object.values(source).some(Boolean), 'names nothing');

export const ruleFieldsAnswer = z.object({
  items: z.array(
    named(
      'RuleField',
      z.object({
        name: z.string(),
        rules: count.describe('Known rules that look at it'),
        seen: z.number().describe('The part of the records received last that have it, 0 to 1'),
        values: z.array(z.string()).describe('What rules compare it with'),
      }),
    ),
  ),
});

/** Null goes back to what the file says. */
export const rulePatch = z
  .strictObject({
    off: z.boolean().nullable().optional(),
    level: level.nullable().optional(),
    aliases: aliases.nullable().optional(),
    placeholders: placeholders.nullable().optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'changes nothing');

const ruleFields = {
  id: z.string(),
  title: z.string(),
  level,
  kind,
  state: z.enum(['on', 'off', 'rejected']),
  problem: z.string().nullable().describe('Why it is rejected'),
  reason: z.string().nullable().describe('Why it is off, where that was not said here'),
  origin: z.string().describe('The folder; `own` for rules written here'),
  file: z.string(),
  logsource: z.string().nullable().describe('product/service/category'),
  part: z.boolean().describe('It only feeds correlations of its file'),
  tags: z.array(z.string()),
  author: z.string().nullable(),
  version: count.describe('0 for a rule that nobody changed here'),
  overlay,
  hits: z.object({
    alerts: count,
    open: count,
    false_positives: count,
    last: z.string().nullable(),
  }),
};

const rule = named('Rule', z.object(ruleFields));

export const rulesAnswer = named(
  'RulesAnswer',
  z.object({
    rules: z.array(rule),
    unreadable: z.array(ruleProblem.extend({ file: z.string() })),
    next: z.string().nullable(),
  }),
);
export const rulesParameters = z.object({
  limit: limitParameter.optional(),
  cursor: cursorParameter,
});

export const ruleDetail = named(
  'RuleDetail',
  z.object({
    ...ruleFields,
    text: z.string(),
    hash: z.string().describe('SHA-256 of the rule’s own text'),
    description: z.string().nullable(),
    license: z.string().nullable(),
    source: z.string().nullable(),
    references: z.array(z.string()),
    falsepositives: z.array(z.string()),
    triage: z.string().nullable(),
    fixtures: z.string().nullable(),
    effective: overlay.describe('All overlays together'),
  }),
);

/** How long a text may be is the limit `rules.text_chars`; this is only far beyond it. */
const text = z.string().min(1).max(1_048_576);

export const ruleInput = z.strictObject({
  text: text.describe('Sigma, as YAML'),
  fixtures: text.nullable().optional().describe('Events on which it fires and does not'),
});

export const ruleVersions = z.object({
  items: z.array(
    named(
      'RuleVersion',
      z.object({
        version: count,
        created: time,
        created_by: z.string(),
        text: z.string().nullable(),
        fixtures: z.string().nullable(),
        overlay,
      }),
    ),
  ),
});

export const ruleVersionParameter = z.object({
  id: z.string().min(1).max(256),
  version: z.coerce.number().int().min(1),
});

export const ruleParameter = z.object({ id: z.string().min(1).max(256) });

export const ruleCheck = named(
  'RuleCheck',
  z.object({
    problems: z.array(ruleProblem),
    fixtures: z.array(
      z.object({
        title: z.string(),
        wanted: z.boolean(),
        fired: z.boolean(),
        by: z.array(z.string()),
      }),
    ),
    rules: z.array(z.object({ id: z.string(), title: z.string(), kind })),
  }),
);

export const explainRequest = z
  .strictObject({
    rule: z.string().max(256).optional(),
    text: text.optional(),
    event: z.string().min(1).max(128).describe('Id of an event in the log'),
    reason: z.string().trim().min(1).max(1_000).optional().describe('Why what is masked is read'),
  })
  .refine(
    ({ rule: id, text: own }) => (id === undefined) !== (own === undefined),
    'names either a rule or a text',
  );

const reason: z.ZodType<RuleReason> = named(
  'RuleReason',
  z.object({
    label: z.string(),
    kind: z.enum(['and', 'or', 'not', 'search', 'test']),
    matched: z.boolean(),
    found: z.array(z.string()).optional(),
    get items() {
      return z.array(reason);
    },
  }),
);

export const explanation = named(
  'RuleExplanation',
  z.object({
    event: z.object({ id: z.string(), index: count }),
    withheld: z.array(z.string()),
    problems: z.array(ruleProblem),
    rules: z.array(
      z.object({
        rule: z.string(),
        title: z.string(),
        applies: z.boolean(),
        document: z.enum(['record', 'event']),
        matched: z.boolean(),
        reason,
      }),
    ),
  }),
);

const nameable = z.object({ id: z.string(), name: z.string().optional() });

export const replay = named(
  'RuleReplay',
  z.object({
    id: z.string(),
    rule: z.string().nullable(),
    title: z.string(),
    status: z.enum(['running', 'done', 'cancelled', 'interrupted', 'failed']),
    created: time,
    created_by: z.string(),
    finished: z.string().nullable(),
    from: time,
    to: time,
    progress: z.object({ done: count, total: count }).describe('Entries of the log'),
    events: count.describe('Events of the range that were judged'),
    findings: count.describe('How often it would have fired'),
    alerts: count.describe('Alerts that this would have made, each open until now'),
    days: z.array(z.object({ day: z.string(), findings: count })),
    examples: z.array(
      z.object({
        rule: z.string(),
        title: z.string(),
        time,
        count,
        group: z.record(z.string(), z.string().nullable()),
        actor: nameable.nullable(),
        target: nameable.nullable(),
        because: z.string().nullable(),
        events: z.array(z.object({ index: count, id: z.string() })),
      }),
    ),
    problem: z.string().nullable(),
  }),
);

const range = { from: z.string(), to: z.string().optional().describe('Default: now') };
export const ruleReplayRequest = z.strictObject(range);
export const textReplayRequest = z.strictObject({ ...range, text });

export const filterProposal = named(
  'FilterProposal',
  z.object({
    text: z.string().describe('A Sigma filter, to be saved by POST /v1/rules'),
    fields: z.record(z.string(), z.string()),
    rules: z.array(z.string()),
  }),
);
