import type * as api from '../api.ts';
import type { Transport } from './transport.ts';

export interface DeliveriesQuery {
  state?: api.DeliveryState;
  /** Id of an alert. */
  alert?: string;
  limit?: number;
  cursor?: string;
}

/** Sinks of alerts and the ledger of what was delivered to them. */
export function sinksOf(http: Transport) {
  const at = (name: string) => `/v1/sinks/${encodeURIComponent(name)}`;
  const one = (name: string, id: string) => `${at(name)}/deliveries/${encodeURIComponent(id)}`;
  return {
    kinds: () => http.json<api.Page<api.SinkKind>>('GET', '/v1/sink-kinds'),
    list: () => http.json<api.Page<api.Sink>>('GET', '/v1/sinks'),
    get: (name: string) => http.json<api.Sink>('GET', at(name)),
    create: (data: api.SinkInput) => http.json<api.SinkCreated>('POST', '/v1/sinks', { data }),
    change: (name: string, data: api.SinkChange) =>
      http.json<api.Sink>('PATCH', at(name), { data }),
    remove: (name: string) => http.json<void>('DELETE', at(name)),
    /** Sends a message about nothing, now and once. */
    test: (name: string) => http.json<api.SinkTested>('POST', `${at(name)}/test`, { data: {} }),
    /** Newest first. */
    deliveries: (name: string, query: DeliveriesQuery = {}) =>
      http.json<api.Page<api.SinkDelivery>>('GET', `${at(name)}/deliveries`, {
        query: query as Record<string, string>,
      }),
    delivery: (name: string, id: string) => http.json<api.SinkDeliveryDetail>('GET', one(name, id)),
    /** A dead letter again, with the alert as it is now. */
    replay: (name: string, id: string) =>
      http.json<api.SinkDeliveryDetail>('POST', `${one(name, id)}/replay`, { data: {} }),
    /** All dead letters, 1,000 at a time. */
    replayAll: (name: string) =>
      http.json<{ replayed: number }>('POST', `${at(name)}/replay`, { data: {} }),
  };
}

/** Which sinks hear of which alerts. */
export function alertRoutesOf(http: Transport) {
  const at = (name: string) => `/v1/routes/${encodeURIComponent(name)}`;
  return {
    list: () => http.json<api.AlertRoutes>('GET', '/v1/routes'),
    create: (data: api.AlertRouteInput) =>
      http.json<api.AlertRoute>('POST', '/v1/routes', { data }),
    change: (name: string, data: Partial<Omit<api.AlertRouteInput, 'name'>>) =>
      http.json<api.AlertRoute>('PATCH', at(name), { data }),
    remove: (name: string) => http.json<void>('DELETE', at(name)),
  };
}
