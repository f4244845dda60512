import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AlertDetail } from '../api/types.ts';
import { count } from '../lib/numbers.ts';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { EventRows } from './event-rows.tsx';
import { eventsOfQuery } from './queries.ts';

const SHOWN_MAX = 50;

interface EvidenceProps {
  alert: AlertDetail;
  openEvent: string | undefined;
  onOpen: (id: string) => void;
}

/** The events that the rule fired on, from the log, each with its proof. */
export function Evidence({ alert, openEvent, onOpen }: EvidenceProps) {
  const events = alert.events.slice(-SHOWN_MAX);
  const q = events.map(({ id }) => `id:${id}`).join(' OR ');
  const query = useQuery({ ...eventsOfQuery(q, {}, SHOWN_MAX), enabled: events.length > 0 });
  const found = query.data?.events ?? [];
  return (
    <section className="section" aria-label="Evidence">
      <div className="section-head">
        <h2>Evidence</h2>
        {events.length > 0 && (
          <Link to="/events" search={{ q, range: 'all' }} className="link small">
            All in the list
          </Link>
        )}
      </div>
      {events.length === 0 && (
        <p className="prose">
          No event: the rule fired because something did not happen, or its events can not be read.
        </p>
      )}
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isLoading && <SkeletonLines lines={events.length + 1} label="Reading the evidence" />}
      {query.data && found.length > 0 && (
        <EventRows
          rows={found}
          openEvent={openEvent}
          stale={query.isPlaceholderData}
          onOpen={onOpen}
        />
      )}
      {query.data && <Missing alert={alert} shown={found.length} asked={events.length} />}
    </section>
  );
}

function Missing(props: { alert: AlertDetail; shown: number; asked: number }) {
  const { alert, shown, asked } = props;
  const lines = [
    alert.count > asked && `The newest ${count(asked)} of ${count(alert.count)} events.`,
    shown < asked && `${count(asked - shown)} can not be shown to you, or are not searchable yet.`,
  ].filter((line) => line !== false);
  return lines.length === 0 ? null : <p className="faint small after-rows">{lines.join(' ')}</p>;
}
