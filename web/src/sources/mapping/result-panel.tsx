import type { LoggedEvent, TriedEvent, TriedSample } from '../../api/types.ts';
import { nameOf, sentenceText } from '../../events/names.ts';
import { fullTime } from '../../lib/time.ts';
import { Icon } from '../../ui/icon.tsx';

interface ResultPanelProps {
  tried: TriedSample | undefined;
  /** The answer is of the document before this one. */
  stale: boolean;
}

/** The event that a record becomes. */
export function ResultPanel({ tried, stale }: ResultPanelProps) {
  const [event, ...more] = tried?.events ?? [];
  return (
    <section
      className="mapping-panel result-panel"
      aria-label="Event"
      aria-live="polite"
      data-stale={stale || undefined}
    >
      <div className="panel-head">
        <h2>Event</h2>
        {event && (
          <span className={`badge ${event.unmapped ? 'warn' : 'good'}`}>
            {event.unmapped ? 'No action yet' : 'Mapped'}
          </span>
        )}
      </div>
      {!tried && (
        <p className="soft panel-note">Choose or paste a sample: its event stands here.</p>
      )}
      {tried?.failed.map(({ code, detail }) => (
        <div className="note bad" key={code}>
          <Icon name="warning" />
          <p>{detail} It would lie in quarantine.</p>
        </div>
      ))}
      {event && <EventFacts tried={event} />}
      {more.length > 0 && (
        <p className="faint small">
          And {more.length} more {more.length === 1 ? 'event' : 'events'} of this delivery.
        </p>
      )}
    </section>
  );
}

function EventFacts({ tried: { event, errors } }: { tried: TriedEvent }) {
  return (
    <>
      <p className="sentence">
        <strong>{nameOf(event.actor)}</strong> {saidOf(event)}
      </p>
      <p className="faint small">
        {event.time ? fullTime(event.time) : 'No time: the time of receipt stands in'}
      </p>
      {errors.map(({ path, message }) => (
        <p className="wrong" key={`${path}${message}`}>
          <span className="mono">{path.replace(/^\/fields\//, '')}</span> {message}
        </p>
      ))}
      <dl className="event-facts">
        {factsOf(event).map(([name, value]) => (
          <div key={name}>
            <dt className="mono">{name}</dt>
            <dd className={name === 'action' ? 'strong' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const hidden = new Set(['source', 'raw', 'raw_sha256', 'marks', 'actor.assurance']);

/** The event as pairs of path and text. */
export function factsOf(event: object, prefix = ''): [string, string][] {
  return Object.entries(event).flatMap(([name, value]): [string, string][] => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (hidden.has(path) || value === undefined) return [];
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return factsOf(value as object, path);
    }
    return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  });
}

/** The sentence of an event that is not in the log yet. */
export function saidOf(event: TriedEvent['event']): string {
  return sentenceText(event as unknown as LoggedEvent);
}
