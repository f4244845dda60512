import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import type { AlertDetail } from '../api/types.ts';
import { termText } from '../events/query/terms.ts';
import { plural } from '../lib/numbers.ts';
import { ago, fullTime } from '../lib/time.ts';
import { actorText, quietText } from './words.ts';

/** What fired, on what, and why. */
export function Why({ alert }: { alert: AlertDetail }) {
  const quiet = quietText(alert);
  return (
    <section className="section" aria-label="Why it fired">
      {alert.because !== null && <p className="why">{alert.because}</p>}
      {quiet !== null && <p className="why-note">{quiet}</p>}
      {alert.historical && (
        <p className="why-note">
          Found in what was imported from the past: it is over, whatever it was.
        </p>
      )}
      <dl className="facts alert-facts">
        {factsOf(alert).map(([title, value]) => (
          <Fragment key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}

function factsOf(alert: AlertDetail): [string, ReactNode][] {
  const { actor, target, source, group } = alert;
  const facts: [string, ReactNode][] = [];
  if (actor) {
    const q = termText('actor.id', actor.id, false);
    facts.push(['Actor', <EventsLink key="actor" q={q} text={actorText(alert)} />]);
  }
  if (target) {
    const name = target.name ?? target.id;
    const q = termText('target', name, false);
    facts.push(['Target', <EventsLink key="target" q={q} text={name} />]);
  }
  if (source !== null) {
    const q = termText('source', source, false);
    facts.push(['Source', <EventsLink key="source" q={q} text={source} />]);
  }
  if (Object.keys(group).length > 0) {
    facts.push(['Grouped by', <GroupPairs key="group" group={group} />]);
  }
  return [...facts, ['Seen', <Seen key="seen" alert={alert} />]];
}

function GroupPairs({ group }: Pick<AlertDetail, 'group'>) {
  return Object.entries(group).map(([field, value]) => (
    <span key={field} className="group-pair">
      <span className="faint">{field}</span> <span className="mono">{value ?? 'nothing'}</span>
    </span>
  ));
}

function Seen({ alert: { count, findings, first, last } }: { alert: AlertDetail }) {
  return (
    <>
      {plural(count, 'event')}
      {findings > 1 && ` in ${plural(findings, 'finding')}`}, {first !== last && 'last '}
      <time dateTime={last} title={last}>
        {fullTime(last)}
      </time>{' '}
      <span className="faint">
        · {ago(last, Date.now())}
        {first !== last && ` · first ${fullTime(first)}`}
      </span>
    </>
  );
}

function EventsLink({ q, text }: { q: string; text: string }) {
  return (
    <Link to="/events" search={{ q, range: '30d' }} className="link">
      {text}
    </Link>
  );
}
