// Requests of one source to its product: signed in, to the product's own origins only.
import type { Clock } from '../../lib/clock.ts';
import type { Egress } from '../../lib/egress.ts';
import {
  PullFailed,
  type Pull,
  type PullAnswer,
  type PullRequest,
  type PullSource,
} from '../../sources/pull.ts';
import { failureOf } from './backoff.ts';

export interface Session {
  /** Throws `PullFailed`, and what the egress throws. */
  ask(request: PullRequest, signal: AbortSignal): Promise<PullAnswer>;
}

/** A token is renewed so long before it ends, or at half of a short life. */
const SPARE_MS = 60_000;

export function createSession(
  { egress, clock }: { egress: Egress; clock: Clock },
  pull: Pull,
  source: PullSource,
): Session {
  let held: { token: string; until: number } | null = null;

  async function token(signal: AbortSignal): Promise<string> {
    if (pull.signIn === undefined) return '';
    if (held !== null && clock.now() < held.until) return held.token;
    const request = pull.signIn.request(source, clock.now());
    const answer = await egress.request({ ...request, signal });
    if (!isGood(answer.status)) {
      const failed = failureOf(answer, clock.now());
      const isOurs = failed.code === 'refused' || failed.code === 'unauthorized';
      throw isOurs ? new PullFailed('unauthorized', 'The product refuses to sign us in.') : failed;
    }
    const { token: fresh, expires_in_s } = pull.signIn.read(answer);
    const life = expires_in_s * 1000;
    held = { token: fresh, until: clock.now() + Math.max(life / 2, life - SPARE_MS) };
    return fresh;
  }

  async function once(request: PullRequest, signal: AbortSignal): Promise<PullAnswer> {
    const signed = pull.authorize(request, source, clock.now(), await token(signal));
    return egress.request({ ...signed, signal });
  }

  return {
    async ask(request, signal) {
      if (!pull.origins(source).includes(originOf(request.url))) {
        throw new PullFailed('strayed', 'The product’s answer leads to another host.');
      }
      let answer = await once(request, signal);
      if (answer.status === 401 && held !== null) {
        held = null; // it may have been taken back early
        answer = await once(request, signal);
      }
      if (isGood(answer.status) || request.accepts?.includes(answer.status)) return answer;
      throw failureOf(answer, clock.now());
    },
  };
}

const isGood = (status: number): boolean => status >= 200 && status < 300;

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}
