import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { eventsQuery, type Search } from '../api/queries.ts';
import type { Covered, LoggedEvent, Total } from '../api/types.ts';
import { resolveRange } from '../lib/range.ts';
import type { EventsSearch } from '../lib/url-search.ts';
import { useTail, type Tail } from './use-tail.ts';

export interface EventRows {
  search: Search;
  rows: LoggedEvent[];
  total: Total;
  covered: Covered | null;
  /** Reading for the first time: there is nothing to show yet. */
  loading: boolean;
  /** Rows of the search before this one, while this one is read. */
  stale: boolean;
  error: unknown;
  hasMore: boolean;
  readMore: () => void;
  reload: () => void;
  tail: Tail;
  /** Whether new events can belong to this list at all. */
  open: boolean;
}

const PAUSED_AT_ROWS = 50_000;

/** The list's rows: pages by cursor, and on top of them what the tail brought. */
export function useEventRows(params: EventsSearch, atTop: boolean): EventRows {
  const [asked_ms, setAsked] = useState(() => Date.now());
  const { range, from, to } = params;
  const search = useMemo<Search>(
    () => ({
      q: params.q ?? '',
      ...resolveRange({ range, from, to }, asked_ms),
      order: params.order ?? '-time',
    }),
    [params.q, params.order, range, from, to, asked_ms],
  );
  const pages = useInfiniteQuery(eventsQuery(search));
  const first = pages.data?.pages[0];
  const ready = first !== undefined && !pages.isPlaceholderData;
  const open = search.to === null && search.order === '-time';
  const tail = useTail({
    q: search.q,
    after: ready ? first.covered.through_index : null,
    enabled: open,
    flowing: params.live === '1' && atTop,
    reset: search,
  });
  const rows = useMemo(() => {
    const read = pages.data?.pages.flatMap((page) => page.events) ?? [];
    if (tail.fresh.length === 0) return read;
    const seen = new Set(tail.fresh.map((event) => event.id));
    return [...tail.fresh, ...read.filter((event) => !seen.has(event.id))];
  }, [pages.data, tail.fresh]);
  const { fetchNextPage, isFetching, hasNextPage } = pages;
  const readMore = useCallback(() => {
    if (!isFetching && hasNextPage && rows.length < PAUSED_AT_ROWS) void fetchNextPage();
  }, [fetchNextPage, isFetching, hasNextPage, rows.length]);
  return {
    search,
    rows,
    total: addTo(first?.total ?? 0, tail.fresh.length),
    covered: coverOf(first?.covered ?? null, tail.fresh),
    loading: pages.isPending,
    stale: pages.isPlaceholderData,
    error: pages.isError ? pages.error : null,
    hasMore: hasNextPage,
    readMore,
    reload: useCallback(() => setAsked(Date.now()), []),
    tail,
    open,
  };
}

function addTo(total: Total, more: number): Total {
  return typeof total === 'number' ? total + more : { at_least: total.at_least + more };
}

/** The tail comes in the log's order: what it brought last says how far the list now reaches. */
function coverOf(covered: Covered | null, fresh: LoggedEvent[]): Covered | null {
  if (!covered || fresh.length === 0) return covered;
  const last = fresh.reduce((highest, event) => Math.max(highest, event.index), 0);
  return { ...covered, through_index: Math.max(covered.through_index, last + 1) };
}
