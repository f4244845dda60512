// What is known of a sink while the server runs: what is on its way, how fast it may go, whether it
// asked for less, and how it does.
import type { SinkRecord } from '../../store/index.ts';
import { fullBucket, refilled } from './schedule.ts';

export interface Lane {
  /** Ids of deliveries that are being sent. */
  flying: Set<string>;
  /** Nothing is sent before this time (ms since 1970). */
  paused_until: number;
  /** When the next token is there; 0 while there is one. */
  token_at: number;
  /** How often in a row the receiver asked for less. */
  throttled: number;
  /** What the last attempt said; null after a success or before the first. */
  problem: string | null;
  /** An event told that the sink fails; anew after a success. */
  isTold: boolean;
  take(per_minute: number, now: number): boolean;
  succeeded(): void;
  failed(answer: string): void;
}

/** @param problem what the last attempt of an earlier run said */
export function createLane({ per_minute }: SinkRecord, now: number, problem: string | null): Lane {
  let bucket = fullBucket(per_minute, now);
  return {
    flying: new Set(),
    paused_until: 0,
    token_at: 0,
    throttled: 0,
    problem,
    isTold: false,
    take(rate, at) {
      const { bucket: next, wait_ms } = refilled(bucket, rate, at);
      bucket = wait_ms === 0 ? { ...next, tokens: next.tokens - 1 } : next;
      this.token_at = wait_ms === 0 ? 0 : at + wait_ms;
      return wait_ms === 0;
    },
    succeeded() {
      this.throttled = 0;
      this.problem = null;
      this.isTold = false;
    },
    failed(answer) {
      this.problem = answer;
    },
  };
}
