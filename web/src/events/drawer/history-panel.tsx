import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { relatedQuery, viewersQuery } from '../../api/queries.ts';
import type { LoggedEvent, ViewersAnswer } from '../../api/types.ts';
import { rowTime } from '../../lib/time.ts';
import { ErrorNote, SkeletonLines } from '../../ui/states.tsx';
import { nameOf, sentenceText } from '../names.ts';
import { anyOf, groupByRelation, storyOf, surroundingsOf, type Relation } from './related.ts';

/** What belongs to the same story, and who has looked at this event. */
export function HistoryPanel({ event }: { event: LoggedEvent }) {
  return (
    <>
      <Story event={event} />
      <Surroundings event={event} />
      <Viewers id={event.id} />
    </>
  );
}

const SHOWN_MAX = 5;

function Story({ event }: { event: LoggedEvent }) {
  const relations = storyOf(event);
  const query = useQuery({ ...relatedQuery(anyOf(relations)), enabled: relations.length > 0 });
  if (relations.length === 0) return null;
  if (query.isError) return <ErrorNote error={query.error} />;
  if (!query.data) return <SkeletonLines lines={6} label="Reading what belongs to it" />;
  const others = query.data.events.filter(({ id }) => id !== event.id);
  const groups = groupByRelation(relations, others, Date.now());
  const filled = groups.filter(({ events }) => events.length > 0);
  return (
    <>
      {filled.map(({ relation, events }) => (
        <section key={relation.label} className="fields" aria-label={relation.label}>
          <h3>
            {relation.label}
            <RelationLink relation={relation} text="All in the list" />
          </h3>
          <ul>
            {events.slice(0, SHOWN_MAX).map((other) => (
              <RelatedEvent key={other.id} event={other} />
            ))}
          </ul>
        </section>
      ))}
      {filled.length === 0 && (
        <p className="faint small">
          No other event has its {relations.map(({ label }) => label.slice(5)).join(', ')}.
        </p>
      )}
    </>
  );
}

function RelationLink({ relation, text }: { relation: Relation; text: string }) {
  return (
    <Link to="/events" search={{ q: relation.q, range: 'all' }} className="link small">
      {text}
    </Link>
  );
}

function RelatedEvent({ event }: { event: LoggedEvent }) {
  return (
    <li>
      <Link
        to="/events"
        search={(now) => ({ ...now, event: event.id, panel: undefined })}
        className="related"
      >
        <MiniTime iso={event.time} />
        <span className="truncate">
          <b>{nameOf(event.actor)}</b> {sentenceText(event)}
        </span>
      </Link>
    </li>
  );
}

function Surroundings({ event }: { event: LoggedEvent }) {
  return (
    <ul className="surroundings">
      {surroundingsOf(event).map((relation) => (
        <li key={relation.q}>
          <RelationLink relation={relation} text={relation.label} />
        </li>
      ))}
    </ul>
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
  'event.revealed': 'revealed masked fields',
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
