import { sentenceOf } from '@acta/event/catalogue';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { relatedQuery, viewersQuery } from '../../api/queries.ts';
import type { LoggedEvent, ViewersAnswer } from '../../api/types.ts';
import { totalText } from '../../lib/numbers.ts';
import { rowTime } from '../../lib/time.ts';
import { ErrorNote, SkeletonLines } from '../../ui/states.tsx';
import { nameOf } from '../names.ts';
import { relatedQueries } from './event-fields.ts';

/** What belongs to the same story, and who has looked at this event. */
export function HistoryPanel({ event }: { event: LoggedEvent }) {
  return (
    <>
      {relatedQueries(event)
        .slice(0, 4)
        .map(({ label, q }) => (
          <Related key={label} label={label} q={q} self={event.id} />
        ))}
      <Viewers id={event.id} />
    </>
  );
}

function Related({ label, q, self }: { label: string; q: string; self: string }) {
  const query = useQuery(relatedQuery(q));
  const events = query.data?.events.filter((event) => event.id !== self).slice(0, 5) ?? [];
  return (
    <section className="fields" aria-label={label}>
      <h3>
        {label}
        <Link to="/events" search={{ q, range: 'all' }} className="link small">
          {query.data ? `All ${totalText(query.data.total)}` : 'All'}
        </Link>
      </h3>
      {query.isPending && <SkeletonLines lines={2} label={`Reading: ${label}`} />}
      {query.isError && <ErrorNote error={query.error} />}
      {query.isSuccess && events.length === 0 && <p className="faint small">Only this event.</p>}
      <ul>
        {events.map((event) => (
          <li key={event.id}>
            <Link
              to="/events"
              search={(now) => ({ ...now, event: event.id, panel: undefined })}
              className="related"
            >
              <MiniTime iso={event.time} />
              <span className="truncate">
                <b>{nameOf(event.actor)}</b> {sentenceOf(event).text}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function MiniTime({ iso }: { iso: string }) {
  const { day, clock } = rowTime(iso, new Date());
  return (
    <time className="mono faint" dateTime={iso} title={iso}>
      {day} {clock}
    </time>
  );
}

const DID: Record<string, string> = {
  'event.viewed': 'opened it',
  'raw.revealed': 'revealed the raw record',
  'proof.read': 'read its proof',
};

function Viewers({ id }: { id: string }) {
  const query = useQuery(viewersQuery(id));
  return (
    <section className="fields" aria-label="Who has looked at this">
      <h3>Who has looked</h3>
      {query.isPending && <SkeletonLines lines={2} label="Reading who has looked" />}
      {query.isError && <ErrorNote error={query.error} />}
      {query.data && <ViewerList answer={query.data} />}
    </section>
  );
}

function ViewerList({ answer }: { answer: ViewersAnswer }) {
  if (answer.viewers.length === 0) return <p className="faint small">Nobody yet.</p>;
  return (
    <ul>
      {answer.viewers.map((viewer) => (
        <li key={viewer.event}>
          <Link
            to="/events"
            search={(now) => ({ ...now, event: viewer.event, panel: undefined })}
            className="related"
          >
            <MiniTime iso={viewer.time} />
            <span className="truncate">
              <b>{viewer.who}</b> {DID[viewer.action] ?? viewer.action}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
