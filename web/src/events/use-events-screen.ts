import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState, type RefObject } from 'react';
import { facetsQuery } from '../api/queries.ts';
import type { FacetsAnswer } from '../api/types.ts';
import { usePreferences } from '../lib/preferences.ts';
import { useMediaQuery } from '../lib/use-media-query.ts';
import type { ListHandle } from './list/event-list.tsx';
import type { QueryBarHandle } from './query/query-bar.tsx';
import { useEventRows, type EventRows } from './use-event-rows.ts';
import { useEventsKeys } from './use-events-keys.ts';
import { useEventsUrl, type EventsUrl } from './use-events-url.ts';
import { useSelection, type Selection } from './use-selection.ts';

export type Overlay = 'export' | 'filters' | null;

/** All that the parts of the Events screen share. */
export interface EventsScreen {
  url: EventsUrl;
  results: EventRows;
  selection: Selection;
  facets: FacetsAnswer['facets'];
  /** Names of labels on the rows. */
  labels: readonly string[];
  list: RefObject<ListHandle | null>;
  bar: RefObject<QueryBarHandle | null>;
  overlay: Overlay;
  setOverlay: (overlay: Overlay) => void;
  facetsShown: boolean;
  toggleFacets: () => void;
  open: (index: number) => void;
  close: () => void;
  showNew: () => void;
  setAtTop: (atTop: boolean) => void;
}

export function useEventsScreen(): EventsScreen {
  const url = useEventsUrl();
  const { search, change } = url;
  const list = useRef<ListHandle>(null);
  const bar = useRef<QueryBarHandle>(null);
  const [atTop, setAtTop] = useState(true);
  const [overlay, setOverlay] = useState<Overlay>(null);
  const results = useEventRows(search, atTop);
  const facets = useQuery(facetsQuery(results.search));
  const selection = useSelection(results.rows);
  const labels = useMemo(
    () => [...new Set(results.rows.flatMap(({ labels: own = {} }) => Object.keys(own)))].toSorted(),
    [results.rows],
  );
  const [preferences, setPreferences] = usePreferences();
  const small = useMediaQuery('(max-width: 900px)');
  const facetsShown = !small && preferences.facets !== 'hidden';
  const screen: EventsScreen = {
    url,
    results,
    selection,
    facets: facets.data?.facets ?? [],
    labels,
    list,
    bar,
    overlay,
    setOverlay,
    facetsShown,
    toggleFacets: () =>
      small ? setOverlay('filters') : setPreferences({ facets: facetsShown ? 'hidden' : 'shown' }),
    open: (index) => {
      const event = results.rows[index];
      if (!event) return;
      selection.activate(event.id);
      change({ event: event.id }, { replace: search.event !== undefined });
    },
    close: () => {
      change({ event: undefined, panel: undefined });
      list.current?.focus();
    },
    showNew: () => {
      results.tail.take();
      list.current?.scrollToTop();
      list.current?.focus();
    },
    setAtTop,
  };
  useEventsKeys(screen);
  return screen;
}
