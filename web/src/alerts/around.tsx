import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AlertDetail, LoggedEvent } from '../api/types.ts';
import { termText } from '../events/query/terms.ts';
import { totalText } from '../lib/numbers.ts';
import { shortTime } from '../lib/time.ts';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { EventRows } from './event-rows.tsx';
import { eventsOfQuery } from './queries.ts';
import { actorText } from './words.ts';

const HOUR_MS = 3_600_000;
const SHOWN_MAX = 100;
/** A correlation may span days: the hour around its end tells most. */
const SPAN_MAX_MS = 6 * HOUR_MS;

interface AroundProps {
  alert: AlertDetail;
  openEvent: string | undefined;
  onOpen: (id: string) => void;
}

/** What else the actor did in the hour before and after. */
export function Around({ alert, openEvent, onOpen }: AroundProps) {
  const { actor } = alert;
  const last = Date.parse(alert.last);
  const first = Math.max(Date.parse(alert.first), last - SPAN_MAX_MS);
  const from = new Date(first - HOUR_MS).toISOString();
  const to = new Date(last + HOUR_MS).toISOString();
  const q = actor === null ? '' : termText('actor.id', actor.id, false);
  const query = useQuery({
    ...eventsOfQuery(q, { from, to }, SHOWN_MAX),
    enabled: actor !== null,
  });
  if (actor === null) return null;
  const rows = query.data?.events ?? [];
  const evidence = new Set(alert.events.map(({ id }) => id));
  return (
    <section className="section" aria-label="Around it">
      <div className="section-head">
        <h2>
          {actorText(alert)}, an hour before and after
          {query.data && <span className="faint count-after">{totalText(query.data.total)}</span>}
        </h2>
        <Link to="/events" search={{ q, from, to }} className="link small">
          All in the list
        </Link>
      </div>
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isLoading && <SkeletonLines lines={5} label="Reading what else the actor did" />}
      {rows.length > 0 && (
        <>
          <Strip rows={rows} evidence={evidence} from={from} to={to} onOpen={onOpen} />
          <EventRows
            rows={rows}
            marked={evidence}
            openEvent={openEvent}
            stale={query.isPlaceholderData}
            onOpen={onOpen}
          />
        </>
      )}
      {query.data && rows.length === 0 && (
        <p className="prose">Nothing else of this actor is in the record at that time.</p>
      )}
    </section>
  );
}

interface StripProps {
  rows: LoggedEvent[];
  evidence: ReadonlySet<string>;
  from: string;
  to: string;
  onOpen: (id: string) => void;
}

/** The same events on a line of time; the evidence stands taller. */
function Strip({ rows, evidence, from, to, onOpen }: StripProps) {
  const start = Date.parse(from);
  const span = Date.parse(to) - start;
  const now = new Date();
  return (
    <div className="strip" aria-hidden="true">
      <div className="strip-line">
        {rows.map((event) => (
          <i
            key={event.id}
            data-evidence={evidence.has(event.id) || undefined}
            data-bad={event.outcome === 'failure' || event.outcome === 'denied' || undefined}
            style={{ left: `${((Date.parse(event.time) - start) / span) * 100}%` }}
            title={event.time}
            onClick={() => onOpen(event.id)}
          />
        ))}
      </div>
      <div className="strip-ends mono faint small">
        <span>{shortTime(from, now)}</span>
        <span>{shortTime(to, now)}</span>
      </div>
    </div>
  );
}
