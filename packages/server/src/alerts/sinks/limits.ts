import type { Limit } from '../../lib/limits.ts';

export const OUTBOX_MESSAGES: Limit = {
  name: 'alerts.outbox_messages',
  default: 10_000,
  description:
    'Messages that may wait for one sink; what comes beyond is a dead letter at once, and can be replayed.',
};

export const SINK_TIMEOUT_MS: Limit = {
  name: 'alerts.sink_timeout_ms',
  default: 20_000,
  description: 'One attempt to deliver a message to a sink, from its begin to the answer.',
};

export const SINK_IN_FLIGHT: Limit = {
  name: 'alerts.sink_in_flight',
  default: 4,
  description: 'Messages to one sink at a time, of different alerts.',
};

export const SINKS: Limit = {
  name: 'alerts.sinks',
  default: 100,
  description: 'Sinks of alerts; each is looked at for every alert.',
};

export const ROUTES: Limit = {
  name: 'alerts.routes',
  default: 500,
  description: 'Routes of alerts; each is looked at for every alert.',
};

export const DELIVERY_DAYS: Limit = {
  name: 'alerts.delivery_days',
  default: 90,
  description: 'Days for which the ledger of deliveries is kept; the log keeps what failed.',
};
