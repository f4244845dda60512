// What an answer over HTTP means for a delivery (Standard Webhooks, "Deliverability and
// reliability"): 2xx is success, 410 ends the sink, 429, 502, 503 and 504 ask for less.
import type { EgressAnswer, EgressRequest } from '../../lib/egress.ts';
import { plain } from './text.ts';
import { DeliveryFailure, type Sent, type SinkTools } from './types.ts';

const ANSWER_CHARS = 300;
const THROTTLES = [429, 502, 503, 504];
/** What is sent is at fault: sending it again changes nothing. */
const DEAD = [400, 413, 422];
const DAY_MS = 86_400_000;

/** Milliseconds of a Retry-After header, seconds or a date; null without a good one. */
export function retryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const text = value.trim();
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), DAY_MS) : null;
}

/** What a receiver said, on one line. */
export const saidBy = ({ body }: EgressAnswer): string =>
  plain(body.subarray(0, ANSWER_CHARS * 4).toString('utf8'), ANSWER_CHARS);

export interface Judging {
  now: number;
  /** Also retry what says that the message is wrong: the receiver is somebody's program. */
  patient?: boolean;
}

/** @throws DeliveryFailure for everything but 2xx */
export function judged(answer: EgressAnswer, { now, patient = false }: Judging): Sent {
  const { status, headers } = answer;
  const said = saidBy(answer);
  if (status >= 200 && status < 300) return { status, answer: said };
  const isRedirect = status >= 300 && status < 400;
  const why = isRedirect ? 'It redirects, and redirects are not followed.' : said;
  throw new DeliveryFailure({
    answer: why === '' ? `HTTP ${status}` : `HTTP ${status}: ${why}`,
    status,
    fate: status === 410 ? 'disable' : !patient && DEAD.includes(status) ? 'dead' : 'retry',
    throttles: THROTTLES.includes(status),
    retry_after_ms: retryAfter(headers['retry-after'], now),
  });
}

/** Posts JSON. @throws ActaError of the way out */
export function post(
  { egress, timeout_ms, signal }: SinkTools,
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
  method: EgressRequest['method'] = 'POST',
): Promise<EgressAnswer> {
  return egress.request({
    url,
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    timeout_ms,
    signal,
  });
}

/** The address of a setting, where it is one that may be asked. */
export function addressProblem(setting: string, value: unknown) {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && url.host !== '';
  if (isWeb && url.username + url.password === '') return null;
  return { setting, why: 'is no http or https address without credentials in it' };
}
