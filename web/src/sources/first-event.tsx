import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queryString, getJson } from '../api/client.ts';
import { sourceQuery } from '../api/queries.ts';
import type { SearchAnswer, SourceHealth } from '../api/types.ts';
import { nameOf, sentenceText } from '../events/names.ts';
import { termText } from '../events/query/terms.ts';
import { plural } from '../lib/numbers.ts';
import { ago, fullTime } from '../lib/time.ts';
import { Icon } from '../ui/icon.tsx';
import { refusalText } from './refusals.ts';

const LOOK_EVERY_MS = 1500;

/** Waits for the source's first event and turns into it; says what is wrong when only refusals come. */
export function FirstEvent({ source, type }: { source: string; type: string }) {
  const q = termText('source', source, false);
  const health = useQuery(sourceQuery(source, LOOK_EVERY_MS));
  const first = useQuery({
    queryKey: ['first-event', source],
    queryFn: ({ signal }) =>
      getJson<SearchAnswer>(`/v1/events${queryString({ q, order: 'time', limit: 1 })}`, signal),
    enabled: (health.data?.health.events ?? 0) > 0,
    refetchInterval: (query) => (query.state.data?.events.length ? false : LOOK_EVERY_MS),
  });
  const event = first.data?.events[0];
  if (event) {
    return (
      <section className="section first-event" data-first="seen" aria-live="polite">
        <div className="note good">
          <Icon name="check" />
          <div>
            <strong>The first event is in the log, #{event.index.toLocaleString('en')}.</strong>
            <p>
              {nameOf(event.actor)} {sentenceText(event)}{' '}
              <span className="faint">· {fullTime(event.time)}</span>
            </p>
            <p className="first-links">
              <Link
                to="/events"
                search={{ event: event.id, q, range: 'all' }}
                className="button primary"
              >
                Open the event
              </Link>
              {type === 'generic' && (
                <Link to="/sources/$name/mapping" params={{ name: source }} className="button">
                  Write its mapping
                </Link>
              )}
              <Link to="/sources/$name" params={{ name: source }} className="button">
                Health of {source}
              </Link>
            </p>
          </div>
        </div>
      </section>
    );
  }
  return <Waiting source={source} health={health.data?.health} />;
}

function Waiting({ source, health }: { source: string; health: SourceHealth | undefined }) {
  const rejected = health?.rejected ?? 0;
  const held = health?.quarantined ?? 0;
  return (
    <section className="section first-event" data-first="waiting" aria-live="polite">
      <div className="note">
        <span className="pulse" aria-hidden="true" />
        <div>
          <strong>Waiting for the first event.</strong>
          <p className="soft">
            This page looks by itself; leave it open while you set the product up. Most products
            send a ping as soon as the hook is saved.
          </p>
          {held > 0 && (
            <p role="status">
              {plural(held, 'delivery', 'deliveries')} came that could not be read:{' '}
              <Link to="/sources/$name" params={{ name: source }} className="link">
                look at the quarantine
              </Link>
              .
            </p>
          )}
          {rejected > 0 && (
            <p className="first-rejected" role="alert">
              {refusalText(health?.last_refusal ?? null)}{' '}
              <span className="soft">
                {plural(rejected, 'delivery', 'deliveries')} refused
                {health?.last_rejected && `, the last ${ago(health.last_rejected, Date.now())}`}.
              </span>
            </p>
          )}
        </div>
      </div>
    </section>
  );
}
