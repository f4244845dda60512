import type { LoggedEvent } from '../api.ts';
import { ActaApiError, ActaConnectionError } from './error.ts';
import { readServerSentEvents } from './sse.ts';
import type { Transport } from './transport.ts';

export interface TailOptions {
  q?: string;
  /** Resume after this stream position, without loss. */
  last_event_id?: string;
  signal?: AbortSignal;
  /** Told when the stream breaks and is taken up again. */
  onReconnect?: (error: unknown, wait_ms: number) => void;
}

export interface TailItem {
  /** The position to resume after. */
  id: string;
  event: LoggedEvent;
}

/**
 * Live events that match `q`, in log order. A broken stream is taken up again where it broke
 * (`Last-Event-ID`); ends when `signal` aborts. Throws ActaApiError when the server refuses.
 */
export async function* tail(transport: Transport, options: TailOptions): AsyncGenerator<TailItem> {
  let last = options.last_event_id;
  for (let attempt = 0; !options.signal?.aborted; attempt++) {
    let broken: unknown = null;
    try {
      const response = await transport.request('GET', '/v1/events/tail', {
        query: { q: options.q },
        headers: {
          accept: 'text/event-stream',
          ...(last === undefined ? {} : { 'last-event-id': last }),
        },
        signal: options.signal,
        retry: false,
        untimed: true,
      });
      if (response.body === null) return;
      for await (const item of readServerSentEvents(response.body)) {
        attempt = 0;
        if (item.id !== '') last = item.id;
        if (item.event === 'error') throw new Error(item.data);
        if (item.event !== 'event' && item.event !== 'message') continue;
        yield { id: item.id, event: JSON.parse(item.data) as LoggedEvent };
      }
    } catch (error) {
      if (options.signal?.aborted) return;
      if (error instanceof ActaApiError && !isTransient(error)) throw error;
      if (attempt === 0 && last === undefined && error instanceof ActaConnectionError) throw error;
      broken = error;
    }
    const wait = transport.backoff(attempt);
    options.onReconnect?.(broken, wait);
    await transport.sleep(wait, options.signal).catch(() => undefined);
  }
}

function isTransient(error: ActaApiError): boolean {
  return error.status === 429 || error.status >= 500;
}
