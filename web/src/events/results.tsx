import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ApiError } from '../api/client.ts';
import { meQuery } from '../api/queries.ts';
import type { LoggedEvent } from '../api/types.ts';
import { plural } from '../lib/numbers.ts';
import { presetOf } from '../lib/range.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Empty, ErrorNote } from '../ui/states.tsx';
import { EventList, EventsSkeleton } from './list/event-list.tsx';
import { OWN_HIDDEN } from './query/own.ts';
import type { EventRows } from './use-event-rows.ts';
import type { EventsScreen } from './use-events-screen.ts';
import type { EventsUrl } from './use-events-url.ts';

/** The list, or what stands in its place: reading, failed, nothing found. */
export function Results({ screen }: { screen: EventsScreen }) {
  const { url, results, selection } = screen;
  const waiting = useWaiting(results);
  return (
    <div className="list-box">
      {waiting > 0 && (
        <button type="button" className="new-pill" onClick={screen.showNew}>
          <Icon name="up" size={14} />
          {waiting} new
        </button>
      )}
      <div className="visually-hidden" role="status">
        {waiting > 0 ? `${plural(waiting, 'new event')} to show` : ''}
      </div>
      {results.error !== null && <Failed screen={screen} error={results.error} />}
      {results.loading && results.error === null && <EventsSkeleton />}
      {!results.loading && results.rows.length === 0 && results.error === null && (
        <NothingFound url={url} results={results} />
      )}
      {results.rows.length > 0 && (
        <EventList
          handle={screen.list}
          rows={results.rows}
          total={typeof results.total === 'number' ? results.total : -1}
          activeId={selection.activeId}
          openId={url.search.event ?? null}
          selected={selection.selected}
          stale={results.stale}
          hasMore={results.hasMore}
          onMore={results.readMore}
          onOpen={screen.open}
          onSelect={selection.toggle}
          onTerm={url.addTerm}
          onScrolled={screen.setAtTop}
        />
      )}
    </div>
  );
}

/** A query that can't be read is told where it stands, in the bar; all else is told here. */
function Failed({ screen, error }: { screen: EventsScreen; error: unknown }) {
  const { bar, results } = screen;
  if (!(error instanceof ApiError) || error.problem.column === undefined) {
    return (
      <div className="results-error">
        <ErrorNote error={error} retry={results.reload} />
      </div>
    );
  }
  return (
    <Empty
      title="The query can’t be read"
      icon="search"
      actions={
        <Button look="primary" onClick={() => bar.current?.focus()}>
          Correct it
        </Button>
      }
    >
      Nothing was asked. The bar marks the place and says what could stand there.
    </Empty>
  );
}

/** What waits to be shown; one's own reading is in the log too, but is no news to oneself. */
function useWaiting({ tail }: EventRows): number {
  const me = useQuery(meQuery()).data?.id;
  const ownReading = (event: LoggedEvent) =>
    event.source.type === 'acta' && event.effect === 'read' && event.actor?.id === me;
  return tail.pending.filter((event) => !ownReading(event)).length;
}

/** An empty log teaches how to fill it; an empty answer how to widen the question. */
function NothingFound({ url, results }: { url: EventsUrl; results: EventRows }) {
  if ((results.covered?.through_index ?? 0) === 0) {
    return (
      <Empty
        title="No events yet"
        icon="events"
        actions={
          <Link to="/sources/new" className="button primary">
            Add a source
          </Link>
        }
      >
        Each row here will be one thing that somebody did, with its proof. Connect a source such as
        GitHub, or send one by hand: <code>./acta send</code>. To look around first, start with{' '}
        <code>npm start -- --demo</code>.
      </Empty>
    );
  }
  const whole = presetOf(url.search)?.id === 'all';
  if (whole && url.q === OWN_HIDDEN) return <OnlyOwn onShow={() => url.setQuery('')} />;
  return (
    <Empty
      title="Nothing matches"
      icon="search"
      actions={
        <>
          {!whole && (
            <Button
              look="primary"
              onClick={() => url.change({ range: 'all', from: undefined, to: undefined })}
            >
              Search the whole record
            </Button>
          )}
          {url.q && <Button onClick={() => url.setQuery('')}>Clear the query</Button>}
        </>
      }
    >
      No event in this range fits the query. The answer covers every event below #
      {results.covered?.through_index.toLocaleString('en')}, so this is a finding, not a gap.
    </Empty>
  );
}

/** A log that holds nothing yet but what Acta wrote of itself. */
function OnlyOwn({ onShow }: { onShow: () => void }) {
  return (
    <Empty
      title="Only Acta’s own events yet"
      icon="events"
      actions={
        <>
          <Link to="/sources/new" className="button primary">
            Add a source
          </Link>
          <Button onClick={onShow}>Show Acta’s own</Button>
        </>
      }
    >
      Nothing of your team has come in. Connect a source such as GitHub, or send one by hand:{' '}
      <code>./acta send</code>.
    </Empty>
  );
}
