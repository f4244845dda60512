import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Alert, AlertDetail } from '../api/types.ts';
import { ago } from '../lib/time.ts';
import { SeverityMark } from '../events/list/outcome-mark.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { StatusMark } from './alert-row.tsx';
import { someAlertsQuery } from './queries.ts';
import { aboutText, actorText, severityOf } from './words.ts';

const SHOWN_MAX = 8;

/** What the same rule, and the same actor, raised before, and what became of it. */
export function Similar({ alert }: { alert: AlertDetail }) {
  const sameRule = useQuery(
    someAlertsQuery({ status: null, level: [], rule: alert.rule.id }, SHOWN_MAX + 1),
  );
  const sameActor = useQuery({
    ...someAlertsQuery({ status: null, level: [], actor: alert.actor?.id }, SHOWN_MAX * 2),
    enabled: alert.actor !== null,
  });
  const error = sameRule.error ?? sameActor.error;
  const ofRule = others(sameRule.data?.alerts, alert).slice(0, SHOWN_MAX);
  const ofActor = others(sameActor.data?.alerts, alert)
    .filter((other) => other.rule.id !== alert.rule.id)
    .slice(0, SHOWN_MAX);
  return (
    <section className="section" aria-label="Similar alerts">
      <h2>Similar alerts</h2>
      {error && <ErrorNote error={error} />}
      {sameRule.isPending && <SkeletonLines lines={2} label="Reading similar alerts" />}
      {sameRule.data && ofRule.length + ofActor.length === 0 && (
        <p className="prose">None: neither this rule nor this actor raised another one.</p>
      )}
      <SimilarList title="Same rule" alerts={ofRule} search={{ rule: alert.rule.id }} />
      {alert.actor && (
        <SimilarList title="Same actor" alerts={ofActor} search={{ actor: alert.actor.id }} />
      )}
    </section>
  );
}

const others = (alerts: readonly Alert[] | undefined, { id }: Alert) =>
  (alerts ?? []).filter((other) => other.id !== id);

interface SimilarListProps {
  title: string;
  alerts: readonly Alert[];
  search: { rule?: string; actor?: string };
}

function SimilarList({ title, alerts, search }: SimilarListProps) {
  if (alerts.length === 0) return null;
  return (
    <div className="similar">
      <h3>
        {title}
        <Link to="/alerts" search={{ ...search, status: 'all', quiet: '1' }} className="link small">
          All in the inbox
        </Link>
      </h3>
      <ul>
        {alerts.map((other) => (
          <li key={other.id}>
            <Link to="/alerts/$id" params={{ id: other.id }} search={{}} className="similar-row">
              <SeverityMark severity={severityOf(other.rule.level)} />
              <span className="truncate">
                <b>{other.rule.title}</b>{' '}
                <span className="soft">
                  {[actorText(other), aboutText(other)].filter(Boolean).join(' · ')}
                </span>
              </span>
              <StatusMark alert={other} />
              <time className="faint" dateTime={other.last} title={other.last}>
                {ago(other.last, Date.now())}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
