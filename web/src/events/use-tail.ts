import { useCallback, useEffect, useRef, useState } from 'react';
import { queryString } from '../api/client.ts';
import type { LoggedEvent } from '../api/types.ts';

/** Rows kept from the tail before a reload is the better way to see them. */
const TAIL_ROWS_MAX = 2000;
const BATCH_MS = 120;

export interface Tail {
  /** Newest first: taken into the list. */
  fresh: LoggedEvent[];
  /** Newest first: arrived, waiting behind the pill. */
  pending: LoggedEvent[];
  state: 'off' | 'connecting' | 'open';
  /** Moves what waits into the list. */
  take: () => void;
}

interface TailOptions {
  q: string;
  /** The log index up to which the list is complete; null while it is not known. */
  after: number | null;
  enabled: boolean;
  /** Takes new rows at once instead of holding them behind the pill. */
  flowing: boolean;
  /** Changes when the list was read anew: what the tail gathered is then part of it. */
  reset: unknown;
}

const NONE: { fresh: LoggedEvent[]; pending: LoggedEvent[] } = { fresh: [], pending: [] };

/** Follows the log by server-sent events; the browser resumes by Last-Event-ID on its own. */
export function useTail({ q, after, enabled, flowing, reset }: TailOptions): Tail {
  const [rows, setRows] = useState(NONE);
  const [state, setState] = useState<Tail['state']>('off');
  const flowingNow = useRef(flowing);
  flowingNow.current = flowing;
  const start = useRef(after);
  if (start.current === null) start.current = after;
  const ready = enabled && after !== null;

  useEffect(() => {
    setRows(NONE);
    start.current = after;
    // Only a new answer starts over; `after` alone moves with every page that is read.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [reset]);

  useEffect(() => {
    if (!ready) return undefined;
    const waiting: LoggedEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      timer = undefined;
      const arrived = waiting.splice(0).toReversed();
      setRows((now) => merge(now, arrived, flowingNow.current));
    };
    const source = new EventSource(
      `/v1/events/tail${queryString({ q, last_event_id: lastSeen(start.current) })}`,
    );
    setState('connecting');
    source.addEventListener('open', () => setState('open'));
    source.addEventListener('error', () => setState('connecting'));
    source.addEventListener('message', (message: MessageEvent<string>) => {
      waiting.push(JSON.parse(message.data) as LoggedEvent);
      timer ??= setTimeout(flush, BATCH_MS);
    });
    return () => {
      clearTimeout(timer);
      source.close();
      setState('off');
    };
  }, [q, ready, reset]);

  const take = useCallback(
    () => setRows((now) => ({ fresh: [...now.pending, ...now.fresh], pending: [] })),
    [],
  );
  useEffect(() => {
    if (flowing) take();
  }, [flowing, take]);
  return { ...rows, state, take };
}

function lastSeen(through: number | null): number | undefined {
  return through === null || through === 0 ? undefined : through - 1;
}

function merge(now: typeof NONE, arrived: LoggedEvent[], flowing: boolean): typeof NONE {
  const known = new Set([...now.fresh, ...now.pending].map((event) => event.id));
  const added = arrived.filter((event) => !known.has(event.id));
  if (added.length === 0) return now;
  if (flowing) {
    const fresh = [...added, ...now.pending, ...now.fresh].slice(0, TAIL_ROWS_MAX);
    return { fresh, pending: [] };
  }
  return { ...now, pending: [...added, ...now.pending].slice(0, TAIL_ROWS_MAX) };
}
