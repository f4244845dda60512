import { catalogue } from '@acta/event/catalogue';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { facetsQuery } from '../api/queries.ts';
import { useMediaQuery } from '../lib/use-media-query.ts';
import { usePreferences } from '../lib/preferences.ts';
import { Modal } from '../ui/modal.tsx';
import { Button } from '../ui/button.tsx';
import { Histogram } from './chart/histogram.tsx';
import { CompareDialog } from './compare/compare-dialog.tsx';
import { SelectionBar } from './compare/selection-bar.tsx';
import { EventDrawer } from './drawer/event-drawer.tsx';
import { ExportDialog } from './export/export-dialog.tsx';
import { Facets } from './facets.tsx';
import type { ListHandle } from './list/event-list.tsx';
import { QueryBar, type QueryBarHandle } from './query/query-bar.tsx';
import { Results } from './results.tsx';
import { SummaryLine } from './summary-line.tsx';
import { RangePicker } from './time/range-picker.tsx';
import { useEventRows } from './use-event-rows.ts';
import { useEventsKeys } from './use-events-keys.ts';
import { useEventsUrl } from './use-events-url.ts';
import { useSelection } from './use-selection.ts';
import './events-page.css';

const ACTIONS = [...catalogue.values()];

export function EventsPage() {
  const url = useEventsUrl();
  const { search, change } = url;
  const list = useRef<ListHandle>(null);
  const bar = useRef<QueryBarHandle>(null);
  const [atTop, setAtTop] = useState(true);
  const [exporting, setExporting] = useState(false);
  const results = useEventRows(search, atTop);
  const facets = useQuery(facetsQuery(results.search));
  const selection = useSelection(results.rows);
  const [preferences, setPreferences] = usePreferences();
  const small = useMediaQuery('(max-width: 900px)');
  const [filters, setFilters] = useState(false);
  const facetsShown = !small && preferences.facets !== 'hidden';

  const open = (index: number) => {
    const event = results.rows[index];
    if (!event) return;
    selection.activate(event.id);
    change({ event: event.id }, { replace: search.event !== undefined });
  };
  const close = () => {
    change({ event: undefined, panel: undefined });
    list.current?.focus();
  };
  const showNew = () => {
    results.tail.take();
    list.current?.scrollToTop();
    list.current?.focus();
  };
  useEventsKeys({
    url,
    results,
    selection,
    open,
    close,
    showNew,
    focusQuery: () => bar.current?.focus(),
    focusList: () => list.current?.focus(),
    startExport: () => setExporting(true),
  });
  useEffect(() => {
    document.title = url.q ? `${url.q} · Acta` : 'Events · Acta';
  }, [url.q]);

  return (
    <div className="events">
      <h1 className="visually-hidden">Events</h1>
      <div className="events-bar">
        <QueryBar
          handle={bar}
          q={url.q}
          known={{ actions: ACTIONS, facets: facets.data?.facets ?? [] }}
          onSubmit={url.setQuery}
          onLeave={() => list.current?.focus()}
        />
        <RangePicker params={search} onChange={(range) => change(range)} />
        <Button
          icon="refresh"
          aria-label="Read again"
          title="Read again"
          onClick={results.reload}
        />
      </div>
      <SummaryLine
        url={url}
        results={results}
        facetsShown={facetsShown}
        onFacets={() =>
          small ? setFilters(true) : setPreferences({ facets: facetsShown ? 'hidden' : 'shown' })
        }
        onExport={() => setExporting(true)}
      />
      <div className="events-body" data-drawer={search.event ? true : undefined}>
        {facetsShown && (
          <aside className="events-facets" aria-label="Counts by field" tabIndex={0}>
            <Facets search={results.search} onTerm={url.addTerm} />
          </aside>
        )}
        <div className="events-main">
          <Histogram
            search={results.search}
            onRange={(from, to) => change({ from, to, range: undefined })}
          />
          <Results
            url={url}
            results={results}
            selection={selection}
            list={list}
            onOpen={open}
            onScrolled={setAtTop}
            onShowNew={showNew}
          />
          <SelectionBar
            selection={selection}
            onCompare={(ids) => change({ compare: ids.join(',') })}
          />
        </div>
        {search.event && (
          <EventDrawer
            key="drawer"
            id={search.event}
            known={results.rows.find((event) => event.id === search.event)}
            panel={search.panel ?? 'overview'}
            onPanel={(panel) =>
              change({ panel: panel === 'overview' ? undefined : panel }, { replace: true })
            }
            onTerm={url.addTerm}
            onClose={close}
          />
        )}
      </div>
      <Modal open={filters} onClose={() => setFilters(false)} title="Filter">
        <Facets search={results.search} onTerm={url.addTerm} />
        <div className="actions">
          <Button look="primary" onClick={() => setFilters(false)}>
            Show events
          </Button>
        </div>
      </Modal>
      <ExportDialog
        open={exporting}
        onClose={() => setExporting(false)}
        search={results.search}
        total={results.total}
      />
      <CompareDialog
        ids={search.compare?.split(',').slice(0, 5) ?? []}
        onClose={() => change({ compare: undefined })}
      />
    </div>
  );
}
