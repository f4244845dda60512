import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import type { AlertDetail } from '../api/types.ts';
import { termText } from '../events/query/terms.ts';
import { plural } from '../lib/numbers.ts';
import { ago, secondTime } from '../lib/time.ts';
import { RiskMark } from './risk-mark.tsx';
import { actorText, entityText, quietText, valueText } from './words.ts';

/** What fired, on what, and why. */
export function Why({ alert }: { alert: AlertDetail }) {
  const quiet = quietText(alert);
  return (
    <section className="section" aria-label="Why it fired">
      {alert.because !== null && <p className="why">{alert.because}</p>}
      {alert.description !== null && (
        <p className={alert.because === null ? 'why' : 'why-note'}>{alert.description}</p>
      )}
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
  const { actor, target, source, group, risk } = alert;
  const facts: [string, ReactNode][] = [];
  if (actor) {
    const q = termText('actor.id', actor.id, false);
    facts.push([
      'Actor',
      <Entity key="actor" q={q} text={actorText(alert)} score={risk.actor?.score} />,
    ]);
  }
  if (target) {
    const q = termText('target', target.name ?? target.id, false);
    const name = entityText(target);
    facts.push(['Target', <Entity key="target" q={q} text={name} score={risk.target?.score} />]);
  }
  if (source !== null) {
    const q = termText('source', source, false);
    facts.push(['Source', <EventsLink key="source" q={q} text={source} />]);
  }
  // What the lines above say already is not said again.
  const told = new Set([actor?.id, target?.id, source]);
  const more = Object.entries(group).filter(([, value]) => !told.has(value ?? undefined));
  if (more.length > 0) facts.push(['Grouped by', <GroupPairs key="group" pairs={more} />]);
  return [...facts, ['Seen', <Seen key="seen" alert={alert} />]];
}

function GroupPairs({ pairs }: { pairs: readonly [string, string | null][] }) {
  return pairs.map(([field, value]) => (
    <span key={field} className="group-pair">
      <span className="faint">{field}</span>{' '}
      <span className="mono" title={value ?? undefined}>
        {value === null ? 'nothing' : valueText(value)}
      </span>
    </span>
  ));
}

function Seen({ alert: { count, findings, first, last } }: { alert: AlertDetail }) {
  return (
    <>
      {plural(count, 'event')}
      {findings > 1 && ` in ${plural(findings, 'finding')}`}, {first !== last && 'last '}
      <time dateTime={last} title={last}>
        {secondTime(last)}
      </time>{' '}
      <span className="faint">
        · {ago(last, Date.now())}
        {first !== last && ` · first ${secondTime(first)}`}
      </span>
    </>
  );
}

function Entity({ q, text, score = 0 }: { q: string; text: string; score: number | undefined }) {
  return (
    <span className="entity">
      <EventsLink q={q} text={text} />
      <RiskMark score={score} />
    </span>
  );
}

function EventsLink({ q, text }: { q: string; text: string }) {
  return (
    <Link to="/events" search={{ q, range: '30d' }} className="link">
      {text}
    </Link>
  );
}
