// What products tell back of an alert: webhooks of PagerDuty (V3), signed over their bytes, that
// say an incident was acknowledged, resolved or reopened there.
import type { AlertAction, AlertVerdict } from '@acta/sdk';
import type { Clock } from '../../lib/clock.ts';
import { ActaError } from '../../lib/errors.ts';
import { verifyPagerduty } from '../../sources/pagerduty/verify.ts';
import type { AlertCaller, Alerts } from '../alerts.ts';
import type { SinkBook } from './book.ts';
import { plain } from './text.ts';

export interface AnswerRequest {
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

export interface Answers {
  /**
   * @returns what came of it; webhooks about what Acta did not raise are ignored
   * @throws ActaError `sink_unknown` (404), `answer_refused` (401), `answer_invalid` (400)
   */
  take(sink: string, request: AnswerRequest): Promise<{ taken: boolean }>;
}

export interface AnswersOptions {
  book: SinkBook;
  alerts: Pick<Alerts, 'get' | 'act'>;
  clock: Clock;
}

interface Told {
  event_type: string;
  /** RFC 3339. */
  occurred_at: string;
  agent: string;
  alert: string;
}

/** Older ones are repeats of a captured delivery: the signature covers no time of sending. */
const AGE_MS = 86_400_000;

export function createAnswers({ book, alerts, clock }: AnswersOptions): Answers {
  return {
    async take(name, request) {
      const sink = book.named(name);
      const secret = sink?.secrets['webhook_secret'];
      if (sink === undefined || secret === undefined) {
        throw wrong('sink_unknown', 404, 'No sink of this name takes answers.');
      }
      const received = clock.now();
      const delivery = { headers: request.headers, body: request.body, received };
      const before = sink.secrets['webhook_secret_before'];
      const secrets = before === undefined ? [secret] : [secret, before];
      const verified = verifyPagerduty(delivery, secrets);
      if (!verified.ok) throw wrong('answer_refused', 401, verified.detail);
      const told = readEvent(request.body);
      if (told === null || received - Date.parse(told.occurred_at) > AGE_MS) {
        return { taken: false };
      }
      const verdict = String(sink.settings['verdict'] ?? 'true_positive') as AlertVerdict;
      return { taken: await act(alerts, told, verdict) };
    },
  };
}

async function act(
  alerts: AnswersOptions['alerts'],
  told: Told,
  verdict: AlertVerdict,
): Promise<boolean> {
  const alert = await alerts.get(told.alert).catch((error: unknown) => {
    if (error instanceof ActaError && error.status === 404) return null;
    throw error;
  });
  if (alert === null || told.occurred_at < alert.raised) return false;
  const asked = actionOf(told, alert.status, verdict);
  if (asked === null) return false;
  const by: AlertCaller = { id: `pagerduty:${told.agent}`, name: told.agent, kind: 'user' };
  await alerts.act(told.alert, asked, by);
  return true;
}

/** Nothing where the alert is there already: our own steps come back as answers too. */
function actionOf(
  { event_type, agent }: Told,
  status: string,
  verdict: AlertVerdict,
): AlertAction | null {
  const note = `In PagerDuty, by ${agent}.`;
  if (event_type === 'incident.acknowledged' && status === 'open') {
    return { action: 'acknowledge', note };
  }
  if (event_type === 'incident.resolved' && status !== 'resolved') {
    return { action: 'resolve', verdict, note };
  }
  if (event_type === 'incident.reopened' && status === 'resolved') {
    return { action: 'reopen', note };
  }
  return null;
}

type Loose = Record<string, unknown> | null | undefined;

function readEvent(body: Buffer): Told | null {
  const event = (parse(body) as { event?: Loose } | null)?.event;
  const data = event?.['data'] as Loose;
  const agent = (event?.['agent'] as Loose)?.['summary'];
  const key = data?.['incident_key'];
  const { event_type, occurred_at } = event ?? {};
  if (typeof event_type !== 'string' || typeof occurred_at !== 'string') return null;
  if (typeof key !== 'string' || Number.isNaN(Date.parse(occurred_at))) return null;
  return {
    event_type,
    occurred_at: new Date(Date.parse(occurred_at)).toISOString(),
    agent: plain(typeof agent === 'string' ? agent : 'somebody', 128),
    alert: key.slice(0, 64),
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw wrong('answer_invalid', 400, 'The body is no JSON.');
  }
}

function wrong(code: string, status: number, detail: string): ActaError {
  const next = 'Check address and secret of the webhook subscription.';
  return new ActaError({ code, status, fault: 'caller', detail, next });
}
