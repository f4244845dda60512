// Time is handed in, so that a test can stop it, turn it back or jump.

export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that a test moves by hand. */
export function manualClock(
  start_ms: number,
): Clock & { set(ms: number): void; add(ms: number): void } {
  let now_ms = start_ms;
  return {
    now: () => now_ms,
    set(ms) {
      now_ms = ms;
    },
    add(ms) {
      now_ms += ms;
    },
  };
}
