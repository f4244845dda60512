import { catalogue } from '@acta/event/catalogue';
import { useEffect } from 'react';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { Histogram } from './chart/histogram.tsx';
import { CompareDialog } from './compare/compare-dialog.tsx';
import { SelectionBar } from './compare/selection-bar.tsx';
import { EventDrawer } from './drawer/event-drawer.tsx';
import { ExportDialog } from './export/export-dialog.tsx';
import { Facets } from './facets.tsx';
import { OWN_HIDDEN } from './query/own.ts';
import { QueryBar } from './query/query-bar.tsx';
import { Results } from './results.tsx';
import { SummaryLine } from './summary-line.tsx';
import { RangePicker } from './time/range-picker.tsx';
import { useEventsScreen, type EventsScreen } from './use-events-screen.ts';
import './events-page.css';

const ACTIONS = [...catalogue.values()];

export function EventsPage() {
  const screen = useEventsScreen();
  const { url } = screen;
  useEffect(() => {
    document.title = url.q && url.q !== OWN_HIDDEN ? `${url.q} · Acta` : 'Events · Acta';
  }, [url.q]);
  return (
    <div className="events">
      <h1 className="visually-hidden">Events</h1>
      <Top screen={screen} />
      <SummaryLine screen={screen} />
      <Body screen={screen} />
      <Dialogs screen={screen} />
    </div>
  );
}

function Top({ screen }: { screen: EventsScreen }) {
  const { url, results, list } = screen;
  return (
    <div className="events-bar">
      <QueryBar
        handle={screen.bar}
        q={url.q}
        known={{ actions: ACTIONS, facets: screen.facets, labels: screen.labels }}
        onSubmit={url.setQuery}
        onLeave={() => list.current?.focus()}
      />
      <RangePicker params={url.search} onChange={(range) => url.change(range)} />
      <Button icon="refresh" aria-label="Read again" title="Read again" onClick={results.reload} />
    </div>
  );
}

function Body({ screen }: { screen: EventsScreen }) {
  const { url, results, selection } = screen;
  const { search, change } = url;
  return (
    <div className="events-body" data-drawer={search.event ? true : undefined}>
      {screen.facetsShown && (
        <aside className="events-facets" aria-label="Counts by field" tabIndex={0}>
          <Facets search={results.search} onTerm={url.addTerm} />
        </aside>
      )}
      <div className="events-main">
        <Histogram
          search={results.search}
          onRange={(from, to) => change({ from, to, range: undefined })}
        />
        <Results screen={screen} />
        <SelectionBar
          selection={selection}
          onCompare={(ids) => change({ compare: ids.join(',') })}
        />
      </div>
      {search.event && (
        <EventDrawer
          id={search.event}
          known={results.rows.find((event) => event.id === search.event)}
          panel={search.panel ?? 'overview'}
          onPanel={(panel) =>
            change({ panel: panel === 'overview' ? undefined : panel }, { replace: true })
          }
          onTerm={url.addTerm}
          onClose={screen.close}
        />
      )}
    </div>
  );
}

function Dialogs({ screen }: { screen: EventsScreen }) {
  const { url, results, overlay, setOverlay } = screen;
  const close = () => setOverlay(null);
  return (
    <>
      <Modal open={overlay === 'filters'} onClose={close} title="Filter">
        <Facets search={results.search} onTerm={url.addTerm} />
        <div className="actions">
          <Button look="primary" onClick={close}>
            Show events
          </Button>
        </div>
      </Modal>
      <ExportDialog
        open={overlay === 'export'}
        onClose={close}
        search={results.search}
        total={results.total}
      />
      <CompareDialog
        ids={url.search.compare?.split(',').slice(0, 5) ?? []}
        onClose={() => url.change({ compare: undefined })}
      />
    </>
  );
}
