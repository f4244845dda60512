import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { quarantineItemQuery, quarantineQuery } from '../api/queries.ts';
import type { QuarantineItem } from '../api/types.ts';
import { bytes } from '../lib/numbers.ts';
import { ago } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Confirm, Modal } from '../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';

/** What was authenticated but not understood: kept whole, to look at, replay or discard. */
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
        <div className="scroll-x" tabIndex={0} role="region" aria-label="Deliveries in quarantine">
          <table className="table">
            <thead>
              <tr>
                <th>Received</th>
                <th>Reason</th>
                <th className="number">Size</th>
                <th>
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <ItemRow key={item.id} item={item} onView={() => setViewed(item.id)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {viewed && <Viewer id={viewed} onClose={() => setViewed(null)} />}
    </section>
  );
}

function ItemRow({ item, onView }: { item: QuarantineItem; onView: () => void }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const path = `/v1/quarantine/${encodeURIComponent(item.id)}`;
  const refresh = async () => {
    setAsking(false);
    await queries.invalidateQueries({ queryKey: ['quarantine', item.source] });
    await queries.invalidateQueries({ queryKey: ['source', item.source] });
  };
  const replay = useMutation({
    mutationFn: () => send('POST', `${path}/replay`),
    onSuccess: refresh,
  });
  const discard = useMutation({ mutationFn: () => send('DELETE', path), onSuccess: refresh });
  return (
    <tr>
      <td title={item.received}>{ago(item.received, Date.now())}</td>
      <td>
        <strong>{item.reason.replaceAll('_', ' ')}</strong>{' '}
        <span className="soft">{item.detail}</span>
        {replay.isError && <ErrorNote error={replay.error} />}
        {discard.isError && <ErrorNote error={discard.error} />}
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
          busy={discard.isPending}
          onConfirm={() => discard.mutate()}
          onClose={() => setAsking(false)}
        />
      </td>
    </tr>
  );
}

function Viewer({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(quarantineItemQuery(id));
  const item = query.data;
  return (
    <Modal
      open
      onClose={onClose}
      title="Delivery in quarantine"
      about={item ? `${item.reason.replaceAll('_', ' ')}: ${item.detail}` : undefined}
      className="wide"
    >
      {query.isError && <ErrorNote error={query.error} />}
      {query.isPending && <SkeletonLines lines={6} label="Reading the delivery" />}
      {item && (
        <div className="delivery">
          <dl className="facts small">
            {Object.entries(item.headers).map(([name, value]) => [
              <dt key={name}>{name}</dt>,
              <dd key={`${name}-value`} className="mono">
                {value}
              </dd>,
            ])}
          </dl>
          <JsonView text={item.preview} pretty />
        </div>
      )}
      <div className="actions">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Modal>
  );
}
