import type { Limit } from '../../lib/limits.ts';

export const PULLS_AT_ONCE: Limit = {
  name: 'pull.at_once',
  default: 4,
  description: 'Sources polled at the same time: each may hold a page of 64 MiB.',
};

export const PULL_REQUESTS: Limit = {
  name: 'pull.requests_per_poll',
  default: 500,
  description:
    'Requests of one poll; the next goes on right after, so that one source can’t keep others waiting.',
};

export const PULL_INTERVAL_MS: Limit = {
  name: 'pull.interval_ms',
  default: 15_000,
  description: 'The shortest time between two polls of a source, whatever its settings say.',
};

export const PULL_BACKOFF_MS: Limit = {
  name: 'pull.backoff_ms',
  default: 1_800_000,
  description: 'The longest wait after polls that failed one after the other: half an hour.',
};

export const RECONCILE_MS: Limit = {
  name: 'pull.reconcile_ms',
  default: 31_622_400_000,
  description: 'The longest time that one comparison with the product goes over: 366 days.',
};
