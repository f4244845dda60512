import { z } from 'zod';
import { count, named, time } from './parts.ts';

const summaryParts = {
  since: time.describe('Since when it is expected'),
  hours: z.array(count).describe('Events in each of the last 24 hours, oldest first'),
  silent_since: time.nullable(),
  silent_from: time.nullable().describe('When it is called silent if nothing comes'),
  gaps: count,
  skewed: z.boolean(),
  unmapped_kinds: count,
};
export const coverageSummary = named('CoverageSummary', z.object(summaryParts));

export const coverageSettings = named(
  'CoverageSettings',
  z.object({
    silence: z.string().describe('`rhythm`, `off`, or a length of time: `30m`, `6h`, `2d`'),
    since: time.nullable().describe('Since when its history is whole, where it was imported'),
  }),
);

const kind = z.object({
  name: z.string(),
  count,
  first: time,
  last: time,
  days: count.describe('On how many days it came'),
  sample: z.string().describe('Id of the newest event of it'),
  quiet: z.boolean().describe('Came on many days, and not for unusually long'),
});
const byHourOfWeek = z.array(z.number()).describe('168 numbers; Monday 00:00 UTC first');

export const sourceCoverage = named(
  'SourceCoverage',
  z.object({
    ...summaryParts,
    settings: coverageSettings,
    polled: z.boolean().describe('Its polls tell that nothing happened: silence is that they fail'),
    rhythm: z.object({
      learned: z.boolean(),
      from: time,
      to: time,
      learned_at: time.nullable(),
      share: byHourOfWeek,
      mean: byHourOfWeek,
      heard: byHourOfWeek,
      odds_limit: count.describe('A quiet that comes by once in so many times is silence'),
      odds_now: count.describe('So often does a quiet as the present one come by'),
    }),
    skew: z.object({
      state: z.enum(['none', 'suspected', 'persisting']),
      since: time.nullable(),
      ahead_ms: z.number(),
    }),
    gap_list: z.array(
      z.object({
        stream: z.string(),
        first: count,
        last: count,
        missing: count,
        found: time,
        closed: time.nullable(),
        event: z.string().nullable(),
      }),
    ),
    silences: z.array(z.object({ from: time, to: time.nullable(), event: z.string() })),
    kinds: z.array(kind),
    unmapped: z.array(kind).describe('Types without an action of their own'),
  }),
);

const day = z.object({
  day: z.string().describe('UTC'),
  state: z.enum(['complete', 'partial', 'unknown', 'open', 'not_connected']),
  events: count.describe('Events that happened on the day, by the clock of the source'),
  expected: z.number().nullable(),
  refused: count,
  reasons: z.array(
    z.object({
      code: z.enum([
        'connected',
        'acta_down',
        'paused',
        'never_heard',
        'silent',
        'gap',
        'quarantined',
        'refused',
        'learning',
      ]),
      from: time.nullable(),
      to: time.nullable(),
      count: count.nullable(),
      detail: z.string(),
    }),
  ),
  recorded: z.string().nullable().describe('Id of the event that recorded the day'),
});

export const sourceCoverageDays = named(
  'SourceCoverageDays',
  z.object({ source: z.string(), type: z.string(), since: time, days: z.array(day) }),
);

export const coverageAnswer = named(
  'Coverage',
  z.object({
    from: z.string(),
    to: z.string(),
    sources: z.array(sourceCoverageDays),
    down: z.array(z.object({ from: time, to: time })).describe('When Acta was not running'),
    not_heard: z.array(
      z.object({
        source: z.string(),
        code: z.enum(['failing', 'silent', 'never_heard', 'paused', 'gap', 'skew', 'quarantine']),
        since: time.nullable(),
        count: count.nullable(),
        detail: z.string(),
      }),
    ),
    through_index: count,
  }),
);

const dayParameter = z
  .string()
  .max(40)
  .describe('A day, UTC, as 2026-11-19 or as RFC 3339; default: the last 90 days')
  .optional();
export const coverageParameters = z.object({ from: dayParameter, to: dayParameter });

export const coverageChange = z.strictObject({
  silence: z.string().max(16).optional(),
  since: z.string().max(40).nullable().optional(),
});
