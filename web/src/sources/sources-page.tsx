import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { coverageQuery, sourcesQuery } from '../api/queries.ts';
import type { Source } from '../api/types.ts';
import { count } from '../lib/numbers.ts';
import { ago, duration } from '../lib/time.ts';
import { Icon } from '../ui/icon.tsx';
import { Empty, ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { Calendar } from './coverage/calendar.tsx';
import { NotHeardOverview } from './coverage/not-heard.tsx';
import { Sparkline } from './coverage/sparkline.tsx';
import { UnknownSenders } from './senders/unknown-senders.tsx';
import { SourceState } from './source-state.tsx';
import { Table } from '../ui/table.tsx';
import './sources.css';

export function SourcesPage() {
  const query = useQuery(sourcesQuery());
  const sources = query.data?.items;
  useEffect(() => {
    document.title = 'Sources · Acta';
  }, []);
  return (
    <div className="page page-wide">
      <div className="page-head">
        <h1>Sources</h1>
        <Link to="/sources/new" search={{}} className="button primary">
          <Icon name="plus" />
          Add a source
        </Link>
      </div>
      {query.isError && !sources && (
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines lines={6} label="Reading sources" />}
      {sources?.length === 0 && (
        <Empty
          title="No source yet"
          icon="sources"
          actions={
            <Link to="/sources/new" search={{}} className="button primary">
              Add a source
            </Link>
          }
        >
          A source is one place that events come from: a GitHub organisation, a cluster, your own
          scripts. Here you will see whether each of them still speaks, how far it lags, and what it
          sent that could not be read.
        </Empty>
      )}
      {sources && sources.length > 0 && <Overview sources={sources} />}
      {sources && <UnknownSenders sources={sources} />}
    </div>
  );
}

/** What is not heard, then the sources, then their days. */
function Overview({ sources }: { sources: Source[] }) {
  const coverage = useQuery(coverageQuery());
  return (
    <>
      {coverage.isError && !coverage.data && (
        <ErrorNote error={coverage.error} retry={() => void coverage.refetch()} />
      )}
      <div className="not-heard-place">
        {coverage.isPending && <SkeletonLines lines={1} label="Reading what is not heard" />}
        {coverage.data && (
          <NotHeardOverview items={coverage.data.not_heard} sources={sources.length} />
        )}
      </div>
      <SourceTable sources={sources} />
      <section className="section sources-calendar" aria-label="Calendar">
        <h2>Last 90 days</h2>
        {coverage.isPending && <SkeletonLines lines={sources.length} label="Reading the days" />}
        {coverage.data && <Calendar rows={coverage.data.sources} />}
      </section>
    </>
  );
}

function SourceTable({ sources }: { sources: Source[] }) {
  return (
    <Table
      label="Sources"
      columns={[
        'Source',
        'State',
        'Last heard',
        'Events by hour',
        { number: 'Lag' },
        { number: 'Last 24 h' },
        { number: 'Unmapped' },
        { number: 'Rejected' },
        { number: 'In quarantine' },
      ]}
      className="sources-table"
    >
      {sources.map((source) => (
        <SourceRow key={source.id} source={source} />
      ))}
    </Table>
  );
}

function SourceRow({ source }: { source: Source }) {
  const { health } = source;
  return (
    <tr>
      <td>
        <Link to="/sources/$name" params={{ name: source.name }} className="source-name">
          {source.name}
        </Link>
        <span className="faint small"> {source.type}</span>
      </td>
      <td>
        <SourceState state={health.state} />
      </td>
      <td title={health.last_received ?? undefined}>
        {health.last_received ? ago(health.last_received, Date.now()) : <Nothing />}
      </td>
      <td>
        {source.coverage ? (
          <Sparkline hours={source.coverage.hours} name={source.name} />
        ) : (
          <Nothing />
        )}
      </td>
      <td className="number">{health.lag_s === null ? <Nothing /> : duration(health.lag_s)}</td>
      <td className="number">{count(health.events_24h)}</td>
      <Figure value={health.unmapped} />
      <Figure value={health.rejected} bad />
      <Figure value={health.quarantined} bad />
    </tr>
  );
}

function Nothing() {
  return <span className="faint">—</span>;
}

/** Zero is quiet; what needs a look stands out by weight, and by colour. */
function Figure({ value, bad }: { value: number; bad?: boolean }) {
  return (
    <td className={`number ${value === 0 ? 'faint' : bad ? 'figure-bad' : ''}`}>{count(value)}</td>
  );
}
