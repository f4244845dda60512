import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { meQuery } from '../api/queries.ts';
import type { RuleDetail } from '../api/types.ts';
import { References, TagList } from '../alerts/rule-facts.tsx';
import { severityOf } from '../alerts/words.ts';
import { SeverityMark } from '../events/list/outcome-mark.tsx';
import { plural } from '../lib/numbers.ts';
import { ago } from '../lib/time.ts';
import { CrumbHead } from '../ui/crumb-head.tsx';
import { CodeView } from '../ui/code-editor.tsx';
import { Icon } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { WhoIsTold } from '../sinks/who-is-told.tsx';
import { Guidance } from './guidance.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { ExplainPanel } from './explain-panel.tsx';
import { falseRatio, percent } from './filter-rules.ts';
import { FixtureResults } from './fixture-results.tsx';
import { OverlayForm } from './overlay-form.tsx';
import { ruleQuery } from './queries.ts';
import { ReplayPanel } from './replay-panel.tsx';
import { RuleActions } from './rule-actions.tsx';
import { RuleSwitch } from './rule-switch.tsx';
import { RuleBadges } from './rule-table.tsx';
import { originText } from './rules-page.tsx';
import { Versions } from './versions.tsx';
import { yamlLine } from './yaml-tokens.ts';
import '../sources/sources.css';
import '../alerts/alert-page.css';
import './rules.css';

/** One rule: what it says, what it found, how it is set here, and what it would have found. */
export function RulePage() {
  const { id } = useParams({ from: '/app/rules/$id' });
  const query = useQuery(ruleQuery(id));
  const me = useQuery(meQuery()).data;
  const rule = query.data;
  const mayWrite = me?.permissions.includes('rules.write') === true;
  useEffect(() => {
    document.title = `${rule?.title ?? 'Rule'} · Rules · Acta`;
  }, [rule?.title]);
  return (
    <div className="page alert-page">
      <CrumbHead back={<Link to="/rules">Rules</Link>} here={rule?.title ?? '…'}>
        {rule && mayWrite && <RuleActions rule={rule} />}
      </CrumbHead>
      {query.isError && !rule && (
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines lines={12} label="Reading the rule" />}
      {rule && (
        <>
          <Glance rule={rule} />
          <div className="alert-grid">
            <RuleMain rule={rule} mayWrite={mayWrite} />
            <aside className="alert-aside" aria-label="About the rule">
              <Facts rule={rule} />
              <WhoIsTold rule={rule} />
              <OverlayForm key={rule.version} rule={rule} mayWrite={mayWrite} />
            </aside>
          </div>
        </>
      )}
    </div>
  );
}

function Glance({ rule }: { rule: RuleDetail }) {
  return (
    <div className="alert-glance">
      <span className="glance-switch">
        <RuleSwitch rule={rule} /> {rule.state === 'off' ? 'Off' : 'On'}
      </span>
      <SeverityMark severity={severityOf(rule.level)} word />
      <span>
        <RuleBadges rule={rule} />
      </span>
      {rule.state === 'off' && rule.reason !== null && <span className="soft">{rule.reason}</span>}
    </div>
  );
}

function RuleMain({ rule, mayWrite }: { rule: RuleDetail; mayWrite: boolean }) {
  return (
    <div className="alert-main">
      {rule.problem !== null && (
        <div className="note bad rule-problem">
          <Icon name="warning" />
          <div>
            <strong>It does not run</strong>
            <p>{rule.problem}</p>
          </div>
        </div>
      )}
      {rule.description !== null && (
        <section className="section" aria-label="What it finds">
          <RichText text={rule.description} />
        </section>
      )}
      <Guidance triage={rule.triage} falsepositives={rule.falsepositives} />
      <section className="section" aria-label="Text">
        <h2>The rule</h2>
        <CodeView text={rule.text} label="Text of the rule" tokens={yamlLine} />
      </section>
      {rule.fixtures !== null && (
        <section className="section" aria-label="Fixtures">
          <h2>Fixtures</h2>
          <FixtureResults text={rule.text} fixtures={rule.fixtures} />
        </section>
      )}
      <ReplayPanel subject={{ rule: rule.id }} />
      <ExplainPanel subject={{ rule: rule.id }} />
      {rule.version > 0 && <Versions rule={rule} mayWrite={mayWrite} />}
    </div>
  );
}

function Facts({ rule }: { rule: RuleDetail }) {
  const { hits } = rule;
  const ratio = falseRatio(rule);
  const facts: [string, React.ReactNode][] = [
    [
      'Alerts',
      <Link
        key="alerts"
        to="/alerts"
        search={{ rule: rule.id, status: 'all', quiet: '1' }}
        className="link"
      >
        {plural(hits.alerts, 'alert')}
      </Link>,
    ],
    ['Open', hits.open],
    ['False', ratio === null ? '—' : percent(ratio)],
    ['Last', hits.last === null ? 'never' : ago(hits.last, Date.now())],
    ['Looks at', rule.logsource ?? 'other rules'],
    ['From', originText(rule.origin)],
    ['File', <code key="file">{rule.file}</code>],
  ];
  if (rule.tags.length > 0) facts.push(['Tags', <TagList key="tags" tags={rule.tags} />]);
  if (rule.author !== null) facts.push(['Author', rule.author]);
  if (rule.license !== null) facts.push(['Licence', rule.license]);
  if (rule.source !== null) {
    facts.push(['Source', <References key="source" references={[rule.source]} />]);
  }
  if (rule.references.length > 0) {
    facts.push(['References', <References key="references" references={rule.references} />]);
  }
  facts.push(['Id', <code key="id">{rule.id}</code>]);
  return (
    <section className="section" aria-label="Facts">
      <dl className="side-facts">
        {facts.map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
