import type { Limit } from '../../lib/limits.ts';

export const DOWN_MS: Limit = {
  name: 'coverage.down_ms',
  default: 60_000,
  description:
    'Acta not running for longer than this is said in the log: shorter is a restart that senders bridge.',
};

export const PARTIAL_DOWN_MS: Limit = {
  name: 'coverage.partial_down_ms',
  default: 900_000,
  description:
    'A day is partial where Acta did not run for longer than this: many products try again for a quarter of an hour.',
};

export const DAY_GRACE_MS: Limit = {
  name: 'coverage.day_grace_ms',
  default: 600_000,
  description: 'After the end of a day (UTC) before it is recorded: what comes late still counts.',
};

export const GAP_GRACE_MS: Limit = {
  name: 'coverage.gap_grace_ms',
  default: 120_000,
  description:
    'A missing number may come so much later before a gap is said: deliveries overtake each other.',
};

export const KINDS: Limit = {
  name: 'coverage.kinds',
  default: 500,
  description: 'Kinds of events remembered for a source; the one not seen for longest gives way.',
};

export const STREAMS: Limit = {
  name: 'coverage.streams',
  default: 1_000,
  description: 'Counters followed for a source; the one not seen for longest gives way.',
};

export const GAPS: Limit = {
  name: 'coverage.gaps',
  default: 200,
  description: 'Gaps remembered for a source; the oldest one that was told gives way.',
};
