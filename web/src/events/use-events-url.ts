import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { EventsSearch } from '../lib/url-search.ts';
import { withTerm } from './query/terms.ts';

export interface EventsUrl {
  search: EventsSearch;
  q: string;
  /** Changes parts of the address; `replace` for moves that Back should not retrace. */
  change: (part: Partial<EventsSearch>, options?: { replace?: boolean }) => void;
  setQuery: (q: string) => void;
  addTerm: (field: string, value: string, excluded: boolean) => void;
}

/** The Events screen's state is its address; this is the one place that writes it. */
export function useEventsUrl(): EventsUrl {
  const search = useSearch({ from: '/app/events' });
  const navigate = useNavigate({ from: '/events' });
  const change = useCallback(
    (part: Partial<EventsSearch>, options: { replace?: boolean } = {}) => {
      void navigate({
        to: '/events',
        search: (now) => ({ ...now, ...part }),
        replace: options.replace ?? false,
      });
    },
    [navigate],
  );
  const setQuery = useCallback((q: string) => change({ q: q.trim() || undefined }), [change]);
  const q = search.q ?? '';
  const addTerm = useCallback(
    (field: string, value: string, excluded: boolean) =>
      setQuery(withTerm(q, field, value, excluded)),
    [q, setQuery],
  );
  return { search, q, change, setQuery, addTerm };
}
