import type { DeliveryState, SinkHealth } from '../api/types.ts';

const STATES: Record<SinkHealth['state'], [text: string, look: string, dot: string]> = {
  new: ['Not used yet', '', 'state-waiting'],
  healthy: ['Healthy', 'good', ''],
  throttled: ['Throttled', 'warn', ''],
  failing: ['Failing', 'bad', ''],
  disabled: ['Off', '', 'state-paused'],
};

export function SinkState({ health }: { health: SinkHealth }) {
  const [text, look, dot] = STATES[health.state];
  return (
    <span className={`badge ${look}`}>
      <i className={`state-dot ${dot}`} aria-hidden="true" />
      {text}
    </span>
  );
}

const DELIVERIES: Record<DeliveryState, [text: string, look: string]> = {
  pending: ['Waiting', 'warn'],
  delivered: ['Told', 'good'],
  failed: ['Dead letter', 'bad'],
};

export const DELIVERY_STATES = Object.keys(DELIVERIES) as DeliveryState[];

export const deliveryWord = (state: DeliveryState): string => DELIVERIES[state][0];

/** A test that was not taken is no dead letter: it is not sent again. */
export function DeliveryMark({ state, isTest }: { state: DeliveryState; isTest: boolean }) {
  const [text, look] = DELIVERIES[state];
  const word = isTest && state === 'failed' ? 'Not taken' : text;
  return <span className={`badge ${look}`}>{word}</span>;
}

interface Answered {
  status: number | null;
  answer: string | null;
}

/** What the receiver said, its status once. */
export function answerText({ status, answer }: Answered): string {
  const said = answer ?? '';
  if (status === null || said.startsWith(`HTTP ${status}`)) return said;
  return `${status} ${said}`;
}
