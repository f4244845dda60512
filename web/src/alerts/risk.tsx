import { Link } from '@tanstack/react-router';
import type { AlertDetail, EntityRisk } from '../api/types.ts';
import { SeverityMark } from '../events/list/outcome-mark.tsx';
import { count, plural } from '../lib/numbers.ts';
import { ago } from '../lib/time.ts';
import type { AlertsSearch } from './search.ts';
import { actorText, entityText, severityOf } from './words.ts';

/** What different rules found on who and what the alert is about, and how heavy it is together. */
export function Risk({ alert }: { alert: AlertDetail }) {
  const { actor, target, risk } = alert;
  return (
    <>
      {actor && risk.actor && (
        <RiskOf
          what="Actor"
          name={actorText(alert)}
          risk={risk.actor}
          here={alert.id}
          search={{ actor: actor.id }}
        />
      )}
      {target && risk.target && (
        <RiskOf
          what="Target"
          name={entityText(target)}
          risk={risk.target}
          here={alert.id}
          search={{ target: target.id }}
        />
      )}
    </>
  );
}

interface RiskOfProps {
  what: 'Actor' | 'Target';
  name: string;
  risk: EntityRisk;
  /** The alert that is shown. */
  here: string;
  search: AlertsSearch;
}

function RiskOf({ what, name, risk, here, search }: RiskOfProps) {
  const { score, rules, parts } = risk;
  return (
    <section className="section" aria-label={`Risk of the ${what.toLowerCase()}`}>
      <div className="section-head">
        <h2 title={name}>
          {what}’s risk <span className="risk-score number">{count(score)}</span>
        </h2>
        {parts.length > 0 && (
          <Link to="/alerts" search={{ ...search, quiet: '1' }} className="link small">
            Its alerts
          </Link>
        )}
      </div>
      {parts.length === 0 ? (
        <p className="faint small">Nothing of weight on {name} in 30 days that is not resolved.</p>
      ) : (
        <>
          <ul className="risk-parts">
            {parts.map((part) => (
              <li key={part.rule}>
                <SeverityMark severity={severityOf(part.level)} />
                {part.alert === here ? (
                  <span>This alert</span>
                ) : (
                  <Link
                    to="/alerts/$id"
                    params={{ id: part.alert }}
                    search={{}}
                    className="link"
                    title={`Seen ${ago(part.last, Date.now())}`}
                  >
                    {part.title}
                  </Link>
                )}
                <span className="number soft">+{count(part.points)}</span>
              </li>
            ))}
          </ul>
          <p className="faint small">
            {plural(rules, 'rule')} on {name} in 30 days, each counted once.
          </p>
        </>
      )}
    </section>
  );
}
