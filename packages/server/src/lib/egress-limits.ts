import type { Limit } from './limits.ts';

export const EGRESS_ANSWER_BYTES: Limit = {
  name: 'egress.answer_bytes',
  default: 67_108_864,
  description: 'An answer to a request of our own, after decompression. It is held in memory.',
};

export const EGRESS_TIMEOUT_MS: Limit = {
  name: 'egress.timeout_ms',
  default: 60_000,
  description: 'A request of our own from its begin to the last byte of its answer.',
};
