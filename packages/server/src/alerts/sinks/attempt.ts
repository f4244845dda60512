// One attempt to deliver a message: what is sent, and what its outcome means. It changes nothing.
import type { Alert, SinkAttempt, SinkNotice } from '@acta/sdk';
import type { Clock } from '../../lib/clock.ts';
import { ActaError, messageOf as wordsOf } from '../../lib/errors.ts';
import type { SinkRecord } from '../../store/index.ts';
import { kindNamed } from './kinds/all.ts';
import { messageOf } from './message.ts';
import { plain } from './text.ts';
import { DeliveryFailure, type SinkTools } from './types.ts';

export interface Attempted {
  attempt: SinkAttempt;
  reference?: unknown;
  /** Null where it was delivered. */
  failure: DeliveryFailure | null;
}

export interface AttemptOptions {
  clock: Clock;
  tools: SinkTools;
  public_url: string | null;
}

export interface Outgoing {
  id: string;
  what: SinkNotice;
  message: Alert;
  reference: unknown;
  /** 1 for the first. */
  attempt: number;
}

const ANSWER_CHARS = 300;
/** What the operator must change: trying again is in vain. */
const OURS = ['egress_address_refused', 'egress_not_https', 'egress_url_invalid'];

/** Sends once; every outcome comes back as one. */
export async function attemptDelivery(
  options: AttemptOptions,
  sink: SinkRecord,
  outgoing: Outgoing,
): Promise<Attempted> {
  const { clock, tools, public_url } = options;
  const begun = clock.now();
  const ended = (outcome: SinkAttempt['outcome'], status: number | null, answer: string) => ({
    at: new Date(begun).toISOString(),
    outcome,
    status,
    answer: plain(withoutSecrets(answer, sink), ANSWER_CHARS),
    latency_ms: Math.max(0, Math.round(clock.now() - begun)),
  });
  const { message: alert, ...job } = outgoing;
  const message = messageOf(alert, job.what, public_url);
  try {
    const kind = kindNamed(sink.kind);
    if (kind === undefined) throw new DeliveryFailure({ answer: 'Unknown kind.', fate: 'dead' });
    const sent = await kind.send({ ...job, sink, alert, message, now: begun }, tools);
    const attempt = ended('delivered', sent.status, sent.answer);
    return {
      attempt,
      failure: null,
      ...(sent.reference === undefined ? {} : { reference: sent.reference }),
    };
  } catch (error) {
    const failure = failureOf(error);
    return { attempt: ended('failed', failure.status, failure.message), failure };
  }
}

function failureOf(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  if (error instanceof ActaError) {
    const fate = OURS.includes(error.code) ? 'dead' : 'retry';
    return new DeliveryFailure({ answer: `${error.detail} ${error.next}`, fate });
  }
  return new DeliveryFailure({ answer: wordsOf(error) });
}

/** Receivers may say back what they were sent. */
function withoutSecrets(text: string, { secrets }: SinkRecord): string {
  return Object.values(secrets)
    .filter((secret) => secret.length >= 4)
    .reduce((left, secret) => left.replaceAll(secret, '***'), text);
}
