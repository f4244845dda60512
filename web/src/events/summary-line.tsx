import { count, totalText } from '../lib/numbers.ts';
import { shortTime, zoneOf } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { hidesOwn, OWN_HIDDEN_ABOUT, toggleOwn } from './query/own.ts';
import type { EventRows } from './use-event-rows.ts';
import type { EventsScreen } from './use-events-screen.ts';
import type { EventsUrl } from './use-events-url.ts';
import { ViewsMenu } from './views-menu.tsx';

/** Says what the list holds and how far the answer reaches, beside the tools that work on it. */
export function SummaryLine({ screen }: { screen: EventsScreen }) {
  const { url, results, facetsShown } = screen;
  const { search, change } = url;
  const live = search.live === '1';
  const total = results.covered ? totalText(results.total) : '';
  return (
    <div className="summary">
      <Button
        look="plain"
        icon="filter"
        on={facetsShown}
        aria-pressed={facetsShown}
        aria-label="Counts by field"
        title="Counts by field"
        onClick={screen.toggleFacets}
      />
      <p
        className="summary-text truncate"
        data-stale={results.stale || undefined}
        aria-live="polite"
      >
        <Cover results={results} />
      </p>
      <div className="summary-tools">
        <OwnSwitch url={url} />
        <ViewsMenu url={url} />
        <Button
          look="plain"
          icon={live ? 'pause' : 'play'}
          on={live}
          aria-pressed={live}
          disabled={!results.open}
          title={
            results.open
              ? 'New events enter the list as they come (l)'
              : 'The range ends in the past: no new event can enter it'
          }
          onClick={() => change({ live: live ? undefined : '1' }, { replace: true })}
        >
          <span className="tool-word">{live ? 'Pause' : 'Live'}</span>
          {live && <i className="live-dot" data-state={results.tail.state} />}
        </Button>
        <Button look="plain" icon="download" onClick={() => screen.setOverlay('export')}>
          <span className="tool-word">Export{total && ` ${total}`}</span>
        </Button>
      </div>
    </div>
  );
}

/** Leaves out what Acta recorded of itself, or brings it back. */
function OwnSwitch({ url }: { url: EventsUrl }) {
  const hidden = hidesOwn(url.q);
  return (
    <Button
      look="plain"
      icon="eye"
      on={!hidden}
      aria-pressed={!hidden}
      title={`${hidden ? OWN_HIDDEN_ABOUT : 'What Acta recorded of itself is shown too.'} (a)`}
      onClick={() => url.setQuery(toggleOwn(url.q))}
    >
      <span className="tool-word">Acta’s own</span>
    </Button>
  );
}

function Cover({ results }: { results: EventRows }) {
  const { covered, search } = results;
  if (!covered) return <span className="faint">Reading…</span>;
  const now = new Date();
  const from = search.from ? shortTime(search.from, now) : 'the beginning';
  const to = search.to ? shortTime(search.to, now) : 'now';
  return (
    <>
      <strong>{totalText(results.total)}</strong>
      <span className="soft"> {results.total === 1 ? 'event' : 'events'}</span>
      <span className="faint dot-between">
        {from} to {to} {zoneOf(now)}
      </span>
      <span
        className="faint dot-between"
        title="Every event with a lower number was considered for this answer"
      >
        complete through #{count(covered.through_index)}
      </span>
    </>
  );
}
