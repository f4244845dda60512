import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { meQuery } from '../api/queries.ts';
import type { Sink } from '../api/types.ts';
import { ago } from '../lib/time.ts';
import { plural } from '../lib/numbers.ts';
import { Button } from '../ui/button.tsx';
import { CrumbHead } from '../ui/crumb-head.tsx';
import { Confirm } from '../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { SinkAddresses } from './create-sink-page.tsx';
import { Deliveries } from './deliveries.tsx';
import { EditSink } from './edit-sink.tsx';
import { sinkKindsQuery, sinkQuery, useChangeSink, useDeleteSink } from './queries.ts';
import { SinkState } from './sink-state.tsx';
import { TestSink } from './test-sink.tsx';
import '../sources/sources.css';
import './sinks.css';

/** One sink: its health, its settings, and everything that was sent to it. */
export function SinkPage() {
  const { name } = useParams({ from: '/app/sinks/$name' });
  const query = useQuery(sinkQuery(name));
  const me = useQuery(meQuery()).data;
  const sink = query.data;
  const mayWrite = me?.permissions.includes('sinks.write') === true;
  useEffect(() => {
    document.title = `${name} · Sinks · Acta`;
  }, [name]);
  return (
    <div className="page page-wide">
      <CrumbHead back={<Link to="/sinks">Sinks</Link>} here={name}>
        {sink && mayWrite && <SinkActions sink={sink} />}
      </CrumbHead>
      {query.isError && !sink && (
        <ErrorNote error={query.error} retry={() => void query.refetch()} />
      )}
      {query.isPending && <SkeletonLines lines={8} label="Reading the sink" />}
      {sink && (
        <>
          <SinkFacts sink={sink} />
          {mayWrite && <TestSink name={sink.name} />}
          <Deliveries sink={sink} mayWrite={mayWrite} />
        </>
      )}
    </div>
  );
}

function SinkFacts({ sink }: { sink: Sink }) {
  const kinds = useQuery(sinkKindsQuery());
  const kind = kinds.data?.items.find((each) => each.kind === sink.kind);
  const { health } = sink;
  const titleOf = (name: string) =>
    kind?.settings.find((setting) => setting.name === name)?.title ?? name;
  return (
    <section className="section" aria-label="Health">
      <dl className="facts">
        <dt>State</dt>
        <dd>
          <SinkState health={health} />
          {health.problem !== null && <p className="sink-problem">{health.problem}</p>}
        </dd>
        <dt>Kind</dt>
        <dd>{kind?.title ?? sink.kind}</dd>
        <dt>Last told</dt>
        <dd>{health.last_delivered ? ago(health.last_delivered, Date.now()) : 'never'}</dd>
        <dt>At most</dt>
        <dd>{plural(sink.per_minute, 'message')} a minute</dd>
        {Object.entries(sink.settings).map(([name, value]) => [
          <dt key={name}>{titleOf(name)}</dt>,
          <dd key={`${name}-value`}>{value === true ? 'yes' : value === false ? 'no' : value}</dd>,
        ])}
        {sink.secrets.map((name) => [
          <dt key={name}>{titleOf(name)}</dt>,
          <dd key={`${name}-value`} className="faint">
            set, and never shown
          </dd>,
        ])}
      </dl>
      <SinkAddresses sink={sink} />
    </section>
  );
}

function SinkActions({ sink }: { sink: Sink }) {
  const [asking, setAsking] = useState<'edit' | 'off' | 'delete' | null>(null);
  const navigate = useNavigate();
  const change = useChangeSink(sink.name);
  const remove = useDeleteSink(sink.name);
  const close = () => setAsking(null);
  return (
    <div className="source-actions">
      <Button onClick={() => setAsking('edit')}>Edit</Button>
      {sink.enabled ? (
        <Button icon="pause" onClick={() => setAsking('off')}>
          Turn off
        </Button>
      ) : (
        <Button
          icon="play"
          disabled={change.isPending}
          onClick={() => change.mutate({ enabled: true })}
        >
          Turn on
        </Button>
      )}
      <Button icon="trash" look="danger" onClick={() => setAsking('delete')}>
        Delete
      </Button>
      {asking === 'edit' && <EditSink sink={sink} onClose={close} />}
      <Confirm
        open={asking === 'off'}
        title={`Turn ${sink.name} off`}
        about="Nothing is told there until it is turned on again. It is an event in the log."
        action="Turn the sink off"
        change={change}
        onConfirm={() => change.mutate({ enabled: false }, { onSuccess: close })}
        onClose={close}
      />
      <Confirm
        open={asking === 'delete'}
        title={`Delete ${sink.name}`}
        about={`Its settings and secrets are forgotten, and ${plural(sink.health.pending, 'message')} that ${sink.health.pending === 1 ? 'waits' : 'wait'} for it. It is an event in the log.`}
        action="Delete the sink"
        change={remove}
        onConfirm={() =>
          remove.mutate(undefined, { onSuccess: () => void navigate({ to: '/sinks' }) })
        }
        onClose={close}
      />
    </div>
  );
}
