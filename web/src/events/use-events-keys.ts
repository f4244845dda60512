import { onList, stepOf, useKeys } from '../lib/keys.ts';
import { toggleOwn } from './query/own.ts';
import type { EventsScreen } from './use-events-screen.ts';
import type { EventsUrl } from './use-events-url.ts';

/** The keys of the Events screen; `?` lists them. */
export function useEventsKeys(options: EventsScreen): void {
  useKeys((event) => handle(event, options));
}

function handle(event: KeyboardEvent, options: EventsScreen): boolean {
  const step = stepOf(event);
  if (step !== 0) return move(step, options);
  const { url, results, selection } = options;
  const active = results.rows[selection.activeIndex];
  const drawer = url.search.event !== undefined;
  switch (event.key) {
    case '/':
      options.bar.current?.focus();
      return true;
    case 'Enter':
      if (!active || !onList(event.target)) return false;
      options.open(selection.activeIndex);
      return true;
    case 'Escape':
      if (drawer) options.close();
      else if (selection.selected.size > 0) selection.clear();
      else return false;
      return true;
    case 'x':
      if (active) selection.toggle(active.id);
      return true;
    case 'c':
      if (selection.selected.size < 2) return false;
      url.change({ compare: [...selection.selected].join(',') });
      return true;
    case 'e':
      options.setOverlay('export');
      return true;
    case 'l':
      if (results.open) url.change({ live: url.search.live ? undefined : '1' }, { replace: true });
      return results.open;
    case 'a':
      url.setQuery(toggleOwn(url.q));
      return true;
    case 'n':
      options.showNew();
      return true;
    default:
      return drawer && panelKey(event.key, url);
  }
}

function panelKey(key: string, url: EventsUrl): boolean {
  const panels = { o: undefined, p: 'proof', r: 'raw', h: 'history' } as const;
  if (!(key in panels)) return false;
  url.change({ panel: panels[key as keyof typeof panels] }, { replace: true });
  return true;
}

function move(step: number, options: EventsScreen): boolean {
  const { results, selection, url } = options;
  if (results.rows.length === 0) return false;
  const start = selection.activeIndex;
  const open = url.search.event;
  const from = start >= 0 ? start : results.rows.findIndex((event) => event.id === open);
  const next = Math.max(0, Math.min(results.rows.length - 1, from < 0 ? 0 : from + step));
  const row = results.rows[next]!;
  selection.activate(row.id);
  if (open) url.change({ event: row.id }, { replace: true });
  else options.list.current?.focus();
  return true;
}
