import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sourceQuery, sourceTypesQuery } from '../api/queries.ts';
import type { Source, SourceHealth } from '../api/types.ts';
import { termText } from '../events/query/terms.ts';
import { count, plural } from '../lib/numbers.ts';
import { ago, duration } from '../lib/time.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { CrumbHead } from '../ui/crumb-head.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { SourceCoverageSections } from './coverage/source-coverage.tsx';
import { UnmappedTypes } from './mapping/unmapped-types.tsx';
import { PullSection } from './pull/pull-section.tsx';
import { Quarantine } from './quarantine.tsx';
import { refusalText } from './refusals.ts';
import { SettingsSection } from './settings/settings-section.tsx';
import { SetupSteps } from './setup-steps.tsx';
import { SourceActions } from './source-actions.tsx';
import { SourceState } from './source-state.tsx';
import './sources.css';

export function SourcePage() {
  const { name } = useParams({ from: '/app/sources/$name' });
  const query = useQuery(sourceQuery(name));
  const types = useQuery(sourceTypesQuery());
  const source = query.data;
  const type = types.data?.items.find((one) => one.type === source?.type);
  useEffect(() => {
    document.title = `${name} · Sources · Acta`;
  }, [name]);
  return (
    <div className="page">
      <CrumbHead back={<Link to="/sources">Sources</Link>} here={name}>
        {source && <SourceActions source={source} />}
      </CrumbHead>
      {query.isError && !source && (
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines lines={8} label="Reading the source" />}
      {source && (
        <>
          <Health source={source} />
          {type && <PullSection source={source} type={type} />}
          {source.coverage && (
            <SourceCoverageSections source={source.name} coverage={source.coverage} />
          )}
          <UnmappedTypes source={source} />
          <Quarantine source={source.name} />
          {type && <SettingsSection source={source} type={type} />}
          {type && (
            <section className="section" aria-label="Setup">
              <h2>Setup</h2>
              <SetupSteps
                type={type}
                name={source.name}
                intakeUrl={source.intake_url}
                secret={null}
              />
            </section>
          )}
        </>
      )}
    </div>
  );
}

function Health({ source }: { source: Source }) {
  const { health } = source;
  const q = termText('source', source.name, false);
  return (
    <section className="section" aria-label="Health">
      <dl className="facts">
        <dt>State</dt>
        <dd>
          <SourceState state={health.state} />
        </dd>
        <dt>Last received</dt>
        <dd title={health.last_received ?? undefined}>
          {health.last_received ? ago(health.last_received, Date.now()) : 'never'}
          {health.lag_s !== null && (
            <span className="faint"> · {duration(health.lag_s)} after it happened</span>
          )}
        </dd>
        {health.last_rejected && (
          <>
            <dt>Last refused</dt>
            <dd title={health.last_rejected}>
              {ago(health.last_rejected, Date.now())}
              <span className="faint"> · {refusalText(health.last_refusal)}</span>
            </dd>
          </>
        )}
        <dt>Events</dt>
        <dd>
          <Link to="/events" search={{ q, range: 'all' }} className="link">
            {count(health.events)}
          </Link>{' '}
          in all,{' '}
          <Link to="/events" search={{ q, range: '24h' }} className="link">
            {count(health.events_24h)}
          </Link>{' '}
          in the last 24 hours{' '}
          <span className="faint">· {plural(health.deliveries, 'delivery', 'deliveries')}</span>
        </dd>
        <dt>Clock skew</dt>
        <dd>
          {health.skew_ms === null ? (
            <span className="faint">not known yet</span>
          ) : (
            `${health.skew_ms > 0 ? '+' : health.skew_ms < 0 ? '−' : ''}${duration(Math.abs(health.skew_ms) / 1000)}`
          )}
        </dd>
        <dt>Intake address</dt>
        <dd className="mono with-copy">
          {source.intake_url}
          <CopyButton text={source.intake_url} label="Copy the intake address" />
        </dd>
      </dl>
      <Counters health={health} />
    </section>
  );
}

function Counters({ health }: { health: SourceHealth }) {
  const figures: [string, number, string][] = [
    [
      'Unmapped',
      health.unmapped,
      'Kept whole, with the product’s own name: this version knows no better one',
    ],
    ['Duplicates', health.duplicates, 'Delivered again; answered with the first receipt'],
    ['Conflicts', health.conflicts, 'The same delivery with other content'],
    [
      'Replays suspected',
      health.replays_suspected,
      'A signed body seen before under another delivery id',
    ],
    ['Rejected', health.rejected, 'Refused: bad signature, too large, malformed'],
    ['In quarantine', health.quarantined, 'Authenticated, but not understood; see below'],
  ];
  return (
    <dl className="counters">
      {figures.map(([label, value, about]) => (
        <div key={label} title={about} data-zero={value === 0 || undefined}>
          <dt>{label}</dt>
          <dd>{count(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
