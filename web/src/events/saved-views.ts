import type { EventsSearch } from '../lib/url-search.ts';
import { useStored } from '../lib/storage.ts';

export interface SavedView {
  name: string;
  search: EventsSearch;
}

const NONE: SavedView[] = [];

/** Named searches of this browser. */
export function useSavedViews(): [SavedView[], (views: SavedView[]) => void] {
  return useStored<SavedView[]>('acta.views', NONE);
}

/** Only what is worth coming back to: the query and its range, no open event or selection. */
export function viewSearch(search: EventsSearch): EventsSearch {
  const { q, range, from, to, order } = search;
  return { q, range, from, to, order };
}
