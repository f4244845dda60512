import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { meQuery } from '../api/queries.ts';
import type { Sink } from '../api/types.ts';
import { silencesQuery } from '../alerts/queries.ts';
import { count } from '../lib/numbers.ts';
import { ago } from '../lib/time.ts';
import { Icon } from '../ui/icon.tsx';
import { Empty, ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { routesQuery, sinkKindsQuery, sinksQuery } from './queries.ts';
import { Routes } from './routes.tsx';
import { Silences } from './silences.tsx';
import { SinkState } from './sink-state.tsx';
import '../sources/sources.css';
import { Table } from '../ui/table.tsx';
import './sinks.css';

/** Where alerts are told, which of them, and what nobody is told of. */
export function SinksPage() {
  const query = useQuery(sinksQuery());
  // All three are shown together: what is read first must not move when the others come.
  const others = [useQuery(routesQuery()), useQuery(silencesQuery())];
  const isReading = query.isPending || others.some(({ isPending }) => isPending);
  const me = useQuery(meQuery()).data;
  const mayWrite = me?.permissions.includes('sinks.write') === true;
  const sinks = isReading ? undefined : query.data?.items;
  useEffect(() => {
    document.title = 'Sinks · Acta';
  }, []);
  return (
    <div className="page page-wide">
      <div className="page-head">
        <h1>Sinks</h1>
        {mayWrite && <AddSink />}
      </div>
      {query.isError && !query.data && (
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      )}
      {isReading && <SkeletonLines lines={4} label="Reading sinks" />}
      {sinks?.length === 0 && (
        <Empty title="No sink yet" icon="sinks" actions={mayWrite && <AddSink />}>
          A sink is a place where alerts are told: a chat, an on-call service, a mailbox, your own
          program. Here you will see whether each of them still takes what is sent, and every
          attempt with its answer. Until there is one, alerts only stand in the inbox.
        </Empty>
      )}
      {sinks && sinks.length > 0 && <SinkTable sinks={sinks} />}
      {sinks && sinks.length > 0 && <Routes sinks={sinks} mayWrite={mayWrite} />}
      {!isReading && <Silences />}
    </div>
  );
}

function AddSink() {
  return (
    <Link to="/sinks/new" search={{}} className="button primary">
      <Icon name="plus" />
      Add a sink
    </Link>
  );
}

function SinkTable({ sinks }: { sinks: readonly Sink[] }) {
  const kinds = useQuery(sinkKindsQuery());
  const titleOf = (sink: Sink) =>
    kinds.data?.items.find(({ kind }) => kind === sink.kind)?.title ?? sink.kind;
  return (
    <section className="section" aria-label="Sinks">
      <Table
        label="All sinks"
        columns={['Sink', 'State', 'Last told', { number: 'Waiting' }, { number: 'Dead letters' }]}
        className="sinks-table"
      >
        {sinks.map((sink) => (
          <tr key={sink.id}>
            <td>
              <Link to="/sinks/$name" params={{ name: sink.name }} className="source-name">
                {sink.name}
              </Link>
              <span className="faint small"> {titleOf(sink)}</span>
            </td>
            <td>
              <SinkState health={sink.health} />
              {sink.health.problem !== null && (
                <p className="sink-problem">{sink.health.problem}</p>
              )}
            </td>
            <td title={sink.health.last_delivered ?? undefined}>
              {sink.health.last_delivered ? (
                ago(sink.health.last_delivered, Date.now())
              ) : (
                <span className="faint">never</span>
              )}
            </td>
            <td className={`number ${sink.health.pending === 0 ? 'faint' : ''}`}>
              {count(sink.health.pending)}
            </td>
            <td className={`number ${sink.health.failed === 0 ? 'faint' : 'figure-bad'}`}>
              {count(sink.health.failed)}
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
