// Alerts and silences as the API has them.
import { z } from 'zod';
import { count, cursorParameter, limitParameter, named, time } from './parts.ts';

export const level = z.enum(['informational', 'low', 'medium', 'high', 'critical']);
const status = z.enum(['open', 'acknowledged', 'in_progress', 'resolved']);
const verdict = z.enum(['true_positive', 'false_positive', 'benign', 'test']);
const nameable = z.object({ id: z.string(), name: z.string().optional() });

const alertRule = z.object({
  id: z.string(),
  title: z.string(),
  level,
  hash: z.string().describe('SHA-256 of the text of the rule in force'),
  tags: z.array(z.string()),
  author: z.string().optional(),
  license: z.string().optional(),
  source: z.string().optional().describe('Where the rule comes from'),
  references: z.array(z.string()),
});

const alertFields = {
  id: z.string(),
  rule: alertRule,
  status,
  verdict: verdict.nullable(),
  assignee: z.string().nullable(),
  raised: time,
  updated: time,
  first: time.describe('Time of the first event, by the event'),
  last: time,
  findings: count.describe('Findings folded into it'),
  count: count.describe('Events in all findings'),
  group: z.record(z.string(), z.string().nullable()),
  actor: nameable.nullable(),
  target: nameable.nullable(),
  source: z.string().nullable(),
  because: z.string().nullable(),
  historical: z.boolean().describe('Found in what was imported from the past'),
  quiet: z.string().nullable().describe('The silence, or `inhibited`: nobody was told'),
  events: z.array(z.object({ index: count, id: z.string() })),
};

export const alert = named('Alert', z.object(alertFields));

const entityRisk = named(
  'EntityRisk',
  z.object({
    score: count.describe(
      'Alerts on it that are not resolved, of the last 30 days, each rule once by its heaviest: ' +
        'critical 50, high 20, medium 5, low 1; without historical and silenced ones',
    ),
    rules: count,
    parts: z
      .array(
        z.object({
          alert: z.string(),
          rule: z.string(),
          title: z.string(),
          level,
          points: count,
          status,
          last: time,
        }),
      )
      .describe('What made it, the heaviest first; at most twenty'),
  }),
);

export const alertDetail = named(
  'AlertDetail',
  z.object({
    ...alertFields,
    history: z.array(
      z.object({
        at: time,
        by: z.string(),
        what: z.enum([
          'raised',
          'folded',
          'acknowledged',
          'started',
          'assigned',
          'noted',
          'resolved',
          'reopened',
        ]),
        note: z.string().optional(),
      }),
    ),
    description: z.string().nullable().describe('What the rule says that it finds'),
    triage: z.string().nullable(),
    falsepositives: z.array(z.string()),
    risk: z.object({ actor: entityRisk.nullable(), target: entityRisk.nullable() }),
  }),
);

/** A comma list of known words. */
const words = <T extends string>(item: z.ZodType<T, T>) =>
  z
    .string()
    .transform((text, context) => {
      const read = z.array(item).safeParse(text.split(','));
      if (read.success) return read.data;
      context.addIssue({ code: 'custom', message: 'names something unknown' });
      return z.NEVER;
    })
    .optional();

export const alertsParameters = z.object({
  status: words(status).describe('Comma list; all without it'),
  level: words(level),
  rule: z.string().max(256).optional(),
  actor: z.string().max(512).optional(),
  target: z.string().max(512).optional(),
  quiet: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('Only alerts that nobody was told of (silenced, inhibited), or only the others'),
  order: z
    .enum(['-updated', '-last', '-level', '-risk'])
    .default('-updated')
    .describe('Newest change, newest event, heaviest level, or riskiest actor first'),
  limit: limitParameter.default(50),
  cursor: cursorParameter,
});

export const alertsAnswer = z.object({
  alerts: z.array(alert),
  next: z.string().nullable(),
  open: z.object({
    informational: count,
    low: count,
    medium: count,
    high: count,
    critical: count,
  }),
  quiet: count.describe('How many that fit nobody was told of'),
  risk: z
    .record(z.string(), count)
    .describe('Scores of the actors of this page; those without any are left out'),
});

export const alertAction = z.strictObject({
  action: z.enum(['acknowledge', 'start', 'assign', 'note', 'resolve', 'reopen']),
  assignee: z.string().min(1).max(256).nullable().optional(),
  verdict: verdict.optional(),
  note: z.string().max(10_000).optional(),
});

const silenceMatch = z.strictObject({
  rule: z.string().max(256).optional(),
  level: level.optional(),
  actor: z.string().max(512).optional(),
  target: z.string().max(512).optional(),
  source: z.string().max(256).optional(),
});

export const silence = named(
  'Silence',
  z.object({
    id: z.string(),
    created: time,
    created_by: z.string(),
    starts: time,
    ends: time,
    reason: z.string(),
    match: silenceMatch,
  }),
);

export const newSilence = z.strictObject({
  starts: z.iso.datetime().optional().describe('Default: now'),
  ends: z.iso.datetime(),
  reason: z.string().trim().min(1).max(1_000),
  match: silenceMatch.refine((match) => Object.keys(match).length > 0, 'names nothing'),
});
