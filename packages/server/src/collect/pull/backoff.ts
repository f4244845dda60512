// When to ask again: products say it by Retry-After (RFC 9110 §10.2.3) or the headers of their rate
// limits; else it takes longer with each failure, by a random part so that sources don't meet.
import { PullFailed, type PullAnswer } from '../../sources/pull.ts';

const FIRST_MS = 5_000;
/** Credentials don't mend themselves. */
const UNAUTHORIZED_MS = 300_000;

/**
 * @param failures in a row, this one included
 * @param share in [0, 1)
 * @returns ms to wait
 */
export function backoffMs(failures: number, code: string, share: number, most: number): number {
  const first = code === 'unauthorized' ? UNAUTHORIZED_MS : FIRST_MS;
  const longest = Math.min(most, first * 2 ** Math.min(failures - 1, 20));
  return Math.round(longest * (0.5 + share / 2));
}

/** What an answer outside of 2xx means. */
export function failureOf(answer: PullAnswer, now: number): PullFailed {
  const { status, headers } = answer;
  const retry_at = retryAt(headers, now);
  const isLimit =
    status === 429 || (status === 403 && (retry_at !== undefined || remaining(headers) === 0));
  if (isLimit) {
    const detail = 'The product limits how often it may be asked.';
    return new PullFailed('rate_limited', detail, retry_at ?? now + 60_000);
  }
  if (status === 401 || status === 403) {
    const detail = `The product refuses the credentials (status ${status}): they expired, or may not read this.`;
    return new PullFailed('unauthorized', detail);
  }
  if (status >= 300 && status < 400) {
    const detail = `The product sends elsewhere (status ${status}): correct the address in the settings.`;
    return new PullFailed('redirected', detail);
  }
  if (status === 400 || status === 404 || status === 410 || status === 422) {
    const detail = `The product does not know what is asked for (status ${status}): compare the settings.`;
    return new PullFailed('refused', detail, retry_at);
  }
  return new PullFailed('product_failed', `The product answers with status ${status}.`, retry_at);
}

function remaining(headers: PullAnswer['headers']): number | undefined {
  const value =
    headers['x-ratelimit-remaining'] ??
    headers['x-rate-limit-remaining'] ??
    headers['ratelimit-remaining'];
  return value === undefined ? undefined : Number(value);
}

/** From Retry-After, or from when a used-up rate limit begins anew; at most a day ahead. */
function retryAt(headers: PullAnswer['headers'], now: number): number | undefined {
  const most = now + 86_400_000;
  const after = headers['retry-after'];
  if (after !== undefined) {
    const at = /^\d{1,9}$/.test(after) ? now + Number(after) * 1000 : Date.parse(after);
    if (!Number.isNaN(at)) return Math.min(Math.max(at, now), most);
  }
  const reset =
    headers['x-ratelimit-reset'] ?? headers['x-rate-limit-reset'] ?? headers['ratelimit-reset'];
  if (reset === undefined || !/^\d{1,12}(?:\.\d{1,9})?$/.test(reset)) return undefined;
  if (remaining(headers) !== 0) return undefined;
  // Some count the seconds that are left, most say when.
  const value = Number(reset);
  return Math.min(value < 1_000_000_000 ? now + value * 1000 : Math.max(value * 1000, now), most);
}
