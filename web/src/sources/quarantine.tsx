import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { quarantineQuery } from '../api/queries.ts';
import type { QuarantineItem } from '../api/types.ts';
import { bytes, plural } from '../lib/numbers.ts';
import { ago } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { useQuarantineRefresh } from './quarantine-refresh.ts';
import { QuarantineViewer } from './quarantine-viewer.tsx';
import { Table } from '../ui/table.tsx';

const pathOf = (id: string) => `/v1/quarantine/${encodeURIComponent(id)}`;

/** What was authenticated but not understood: kept whole, to be corrected, replayed, discarded. */
export function Quarantine({ source }: { source: string }) {
  const query = useQuery(quarantineQuery(source));
  const [viewed, setViewed] = useState<string | null>(null);
  const items = query.data?.items.filter((item) => item.state === 'held');
  return (
    <section className="section" aria-label="Quarantine">
      <h2>Quarantine</h2>
      {query.isError && <ErrorNote error={query.error} />}
      {query.isPending && <SkeletonLines lines={2} label="Reading the quarantine" />}
      {items?.length === 0 && (
        <p className="prose">
          Empty. Deliveries that were authenticated but could not be turned into events wait here,
          whole, until they are replayed or discarded.
        </p>
      )}
      {items && items.length > 0 && (
        <>
          <ReplayAll source={source} items={items} more={query.data?.next !== null} />
          <Table
            label="Deliveries in quarantine"
            columns={['Received', 'Reason', { number: 'Size' }]}
            actions
          >
            {items.map((item) => (
              <ItemRow key={item.id} item={item} onView={() => setViewed(item.id)} />
            ))}
          </Table>
        </>
      )}
      {viewed && <QuarantineViewer id={viewed} source={source} onClose={() => setViewed(null)} />}
    </section>
  );
}

interface ReplayAllProps {
  source: string;
  items: QuarantineItem[];
  /** There are more than are listed. */
  more: boolean;
}

/** One after the other, oldest first: what still can't be read stays. */
function ReplayAll({ source, items, more }: ReplayAllProps) {
  const refresh = useQuarantineRefresh(source);
  const replay = useMutation({
    mutationFn: async () => {
      const result = { taken: 0, kept: 0 };
      for (const { id } of items.toReversed()) {
        try {
          await send('POST', `${pathOf(id)}/replay`);
          result.taken++;
        } catch {
          result.kept++;
        }
      }
      return result;
    },
    onSettled: refresh,
  });
  const { data } = replay;
  return (
    <div className="quarantine-all">
      <Button icon="refresh" disabled={replay.isPending} onClick={() => replay.mutate()}>
        Replay {plural(items.length, 'delivery', 'deliveries')}
      </Button>
      <p role="status" className="small soft">
        {replay.isPending && 'Replaying, oldest first.'}
        {data && `${data.taken} taken, ${data.kept} still not understood.`}
        {!data && !replay.isPending && more && 'There are more than are listed here.'}
      </p>
    </div>
  );
}

function ItemRow({ item, onView }: { item: QuarantineItem; onView: () => void }) {
  const [asking, setAsking] = useState(false);
  const reread = useQuarantineRefresh(item.source);
  const refresh = async () => {
    setAsking(false);
    await reread();
  };
  const replay = useMutation({
    mutationFn: () => send('POST', `${pathOf(item.id)}/replay`),
    onSuccess: refresh,
  });
  const discard = useMutation({
    mutationFn: () => send('DELETE', pathOf(item.id)),
    onSuccess: refresh,
  });
  return (
    <tr>
      <td title={item.received}>{ago(item.received, Date.now())}</td>
      <td>
        <strong>{item.reason.replaceAll('_', ' ')}</strong>{' '}
        <span className="soft">{item.detail}</span>
        {replay.isError && <ErrorNote error={replay.error} />}
      </td>
      <td className="number">{bytes(item.bytes)}</td>
      <td>
        <div className="row-actions">
          <Button look="plain" onClick={onView}>
            View
          </Button>
          <Button look="plain" disabled={replay.isPending} onClick={() => replay.mutate()}>
            Replay
          </Button>
          <Button look="plain" onClick={() => setAsking(true)}>
            Discard
          </Button>
        </div>
        <Confirm
          open={asking}
          title="Discard this delivery"
          about="It is deleted and never becomes an event. That it was discarded, by whom and why it was held, stays in the log."
          action="Discard 1 delivery"
          change={discard}
          onConfirm={() => discard.mutate()}
          onClose={() => setAsking(false)}
        />
      </td>
    </tr>
  );
}
