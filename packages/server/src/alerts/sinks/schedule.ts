// When a delivery is tried again: the times of Standard Webhooks, over a day from the first
// attempt, each a little late by chance so that many do not come at once. Pure.

const S = 1_000;
const MIN = 60 * S;
const H = 60 * MIN;

/** Since the first attempt. */
export const SCHEDULE_MS: readonly number[] = [
  0,
  5 * S,
  5 * MIN,
  30 * MIN,
  2 * H,
  5 * H,
  10 * H,
  14 * H,
  20 * H,
  24 * H,
];

const JITTER = 0.1;

/**
 * Milliseconds to wait after a number of attempts, or null when there were enough.
 * @param tries attempts so far, at least 1
 * @param chance from 0 to below 1
 */
export function waitAfter(tries: number, chance: number, retry_after_ms: number | null) {
  const at = SCHEDULE_MS[tries];
  if (at === undefined) return null;
  const gap = at - (SCHEDULE_MS[tries - 1] ?? 0);
  return Math.max(Math.round(gap * (1 + JITTER * chance)), retry_after_ms ?? 0);
}

const THROTTLE_MS = 30 * S;
const THROTTLE_MAX_MS = 10 * MIN;

/** How long a sink that asks for less is left alone, after that many times in a row. */
export const throttleFor = (times: number, retry_after_ms: number | null): number =>
  retry_after_ms ?? Math.min(THROTTLE_MS * 2 ** (times - 1), THROTTLE_MAX_MS);

/** A token bucket that holds as many messages as it lets through in ten seconds, at least one. */
export interface Bucket {
  tokens: number;
  at: number;
}

export const fullBucket = (per_minute: number, now: number): Bucket => ({
  tokens: burst(per_minute),
  at: now,
});

const burst = (per_minute: number): number => Math.max(1, Math.floor(per_minute / 6));

/** The bucket a moment later, and how long to wait for a token: 0 if it has one. */
export function refilled(bucket: Bucket, per_minute: number, now: number) {
  const per_ms = per_minute / MIN;
  const grown = bucket.tokens + Math.max(0, now - bucket.at) * per_ms;
  const tokens = Math.min(grown, burst(per_minute));
  return {
    bucket: { tokens, at: now },
    wait_ms: tokens >= 1 ? 0 : Math.ceil((1 - tokens) / per_ms),
  };
}
