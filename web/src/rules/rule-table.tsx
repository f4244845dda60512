import { Link } from '@tanstack/react-router';
import { SeverityMark } from '../events/list/outcome-mark.tsx';
import type { Rule } from '../api/types.ts';
import { severityOf } from '../alerts/words.ts';
import { count, plural } from '../lib/numbers.ts';
import { ago } from '../lib/time.ts';
import { falseRatio, judged, percent } from './filter-rules.ts';
import { RuleSwitch } from './rule-switch.tsx';
import { Table } from '../ui/table.tsx';

/** One rule a line: whether it runs, how bad, for which logs, and what came of it. */
export function RuleTable({ rules }: { rules: readonly Rule[] }) {
  return (
    <Table
      label="Rules"
      columns={[
        'On',
        'Rule',
        'Level',
        'Looks at',
        { number: 'Alerts' },
        { number: 'Open' },
        { number: 'False' },
        'Last alert',
      ]}
      className="rules-table"
    >
      {rules.map((rule) => (
        <RuleRow key={rule.id} rule={rule} />
      ))}
    </Table>
  );
}

function RuleRow({ rule }: { rule: Rule }) {
  const { hits } = rule;
  const ratio = falseRatio(rule);
  return (
    <tr data-state={rule.state}>
      <td>
        <RuleSwitch rule={rule} />
      </td>
      <td className="rule-title">
        <Link to="/rules/$id" params={{ id: rule.id }} className="source-name">
          {rule.title}
        </Link>
        <RuleBadges rule={rule} />
        {rule.problem !== null && <p className="wrong">{rule.problem}</p>}
        {rule.state === 'off' && rule.reason !== null && (
          <p className="faint small">{rule.reason}</p>
        )}
      </td>
      <td>
        <SeverityMark severity={severityOf(rule.level)} word />
      </td>
      <td className="soft">{rule.logsource ?? <span className="faint">other rules</span>}</td>
      <td className="number">
        {hits.alerts === 0 ? (
          <span className="faint">0</span>
        ) : (
          <Link
            to="/alerts"
            search={{ rule: rule.id, status: 'all', quiet: '1' }}
            className="link"
            aria-label={`${hits.alerts} alerts of ${rule.title}`}
          >
            {count(hits.alerts)}
          </Link>
        )}
      </td>
      <td className={`number ${hits.open === 0 ? 'faint' : ''}`}>{count(hits.open)}</td>
      <td
        className={`number ${ratio !== null && ratio > 0.5 ? 'figure-bad' : ratio ? '' : 'faint'}`}
        title={
          ratio === null
            ? 'No alert of it was resolved'
            : `${hits.false_positives} of ${plural(judged(rule), 'resolved alert')}`
        }
      >
        {ratio === null ? '—' : percent(ratio)}
      </td>
      <td className="soft rule-last" title={hits.last ?? undefined}>
        {hits.last ? ago(hits.last, Date.now()) : <span className="faint">never</span>}
      </td>
    </tr>
  );
}

export function RuleBadges({ rule }: { rule: Rule }) {
  return (
    <>
      {rule.state === 'rejected' && <span className="badge bad">Rejected</span>}
      {rule.part && (
        <span className="badge" title="It feeds other rules and makes no alert of its own">
          Part
        </span>
      )}
      {rule.kind !== 'detection' && <span className="badge">{rule.kind}</span>}
      {rule.origin === 'own' && <span className="badge">Written here</span>}
    </>
  );
}
