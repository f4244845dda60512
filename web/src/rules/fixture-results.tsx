import { useQuery } from '@tanstack/react-query';
import type { RuleCheck } from '../api/types.ts';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { checkQuery } from './queries.ts';

/** The fixtures of a rule, run now. */
export function FixtureResults({ text, fixtures }: { text: string; fixtures: string }) {
  const check = useQuery(checkQuery({ text, fixtures }));
  if (check.isError) return <ErrorNote error={check.error} />;
  if (!check.data) return <SkeletonLines lines={3} label="Running the fixtures" />;
  return <FixtureList fixtures={check.data.fixtures} />;
}

export function FixtureList({ fixtures }: { fixtures: RuleCheck['fixtures'] }) {
  if (fixtures.length === 0) {
    return (
      <p className="faint small">No fixture ran: the rule or its fixtures are not right yet.</p>
    );
  }
  return (
    <ul className="fixtures">
      {fixtures.map(({ title, wanted, fired }, at) => {
        const ok = wanted === fired;
        return (
          <li key={at} data-wrong={!ok || undefined}>
            <Icon name={ok ? 'check' : 'close'} size={14} />
            <span className="truncate" title={title}>
              {title}
            </span>
            <span className="faint small">
              {fired ? 'fires' : 'does not fire'}
              {ok ? '' : `, should ${wanted ? '' : 'not'}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
