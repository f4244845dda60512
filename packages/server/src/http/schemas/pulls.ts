import { z } from 'zod';
import { count, named, time } from './parts.ts';

export const pullHealth = named(
  'PullHealth',
  z.object({
    state: z.enum(['waiting', 'polling', 'rate_limited', 'failing', 'paused']),
    last_poll: time.nullable(),
    next_poll: time.nullable(),
    through: time.nullable().describe('Everything before this time was read'),
    lag_s: z.number().nullable(),
    records: count.describe('New records since the server started'),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
  }),
);

export const newReconciliation = z.strictObject({
  from: z.string().max(64).describe('RFC 3339, inclusive'),
  to: z.string().max(64).describe('RFC 3339, exclusive'),
});

export const reconciliation = named(
  'Reconciliation',
  z.object({
    id: z.string(),
    source: z.string(),
    status: z.enum(['running', 'done', 'failed']),
    created: time,
    finished: time.nullable(),
    from: time,
    to: time,
    progress: z.object({ requests: count, share: z.number() }),
    records: count.describe('Records that the product has of this time'),
    known: count.describe('Of these, what had arrived before'),
    lost: count.describe('Of these, what had not: recorded now'),
    error: z.string().optional(),
  }),
);

export const reconciliationParameters = z.object({
  name: z.string().min(1).max(128),
  id: z.string().min(1).max(128),
});
