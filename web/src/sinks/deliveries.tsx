import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { SeverityMark } from '../events/list/outcome-mark.tsx';
import type { DeliveryState, Sink, SinkDelivery, SinkNotice } from '../api/types.ts';
import { severityOf } from '../alerts/words.ts';
import { plural } from '../lib/numbers.ts';
import { ago } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { DeliveryDialog } from './delivery-dialog.tsx';
import { deliveriesQuery, useReplayAll } from './queries.ts';
import { answerText, DELIVERY_STATES, DeliveryMark, deliveryWord } from './sink-state.tsx';
import { Table } from '../ui/table.tsx';

export const NOTICE_WORDS: Record<SinkNotice, string> = {
  'alert.raised': 'Raised',
  'alert.folded': 'Goes on',
  'alert.acknowledged': 'Acknowledged',
  'alert.started': 'Started',
  'alert.assigned': 'Assigned',
  'alert.noted': 'Noted',
  'alert.resolved': 'Resolved',
  'alert.reopened': 'Reopened',
  'sink.tested': 'Test',
};

/** The ledger of a sink: what was sent, when, how often, and what was answered. */
export function Deliveries({ sink, mayWrite }: { sink: Sink; mayWrite: boolean }) {
  const [state, setState] = useState<DeliveryState | undefined>(undefined);
  const [shown, setShown] = useState<string | null>(null);
  const query = useInfiniteQuery(deliveriesQuery(sink.name, state));
  const items = query.data?.pages.flatMap((page) => page.items);
  return (
    <section className="section deliveries" aria-label="Deliveries">
      <div className="section-head">
        <h2>Deliveries</h2>
        <div className="delivery-tools">
          {mayWrite && sink.health.failed > 0 && <ReplayAll sink={sink} />}
          <select
            className="input"
            aria-label="Which deliveries"
            value={state ?? ''}
            onChange={({ target }) =>
              setState((target.value || undefined) as DeliveryState | undefined)
            }
          >
            <option value="">All</option>
            {DELIVERY_STATES.map((each) => (
              <option key={each} value={each}>
                {deliveryWord(each)}
              </option>
            ))}
          </select>
        </div>
      </div>
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonLines lines={4} label="Reading the deliveries" />}
      {items?.length === 0 && (
        <p className="prose">
          {state === undefined
            ? 'Nothing was sent yet. Each message, its attempts and the answers will stand here.'
            : 'None in this state.'}
        </p>
      )}
      {items && items.length > 0 && <DeliveryTable items={items} onShow={setShown} />}
      {query.hasNextPage && (
        <p className="more-below">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older deliveries
          </Button>
        </p>
      )}
      {shown !== null && (
        <DeliveryDialog
          sink={sink.name}
          id={shown}
          mayWrite={mayWrite}
          onClose={() => setShown(null)}
        />
      )}
    </section>
  );
}

function ReplayAll({ sink }: { sink: Sink }) {
  const replay = useReplayAll(sink.name);
  return (
    <Button
      icon="refresh"
      disabled={replay.isPending}
      title={replay.isError ? replay.error.message : undefined}
      onClick={() => replay.mutate(undefined)}
    >
      Send {plural(sink.health.failed, 'dead letter')} again
    </Button>
  );
}

interface DeliveryTableProps {
  items: readonly SinkDelivery[];
  onShow: (id: string) => void;
}

function DeliveryTable({ items, onShow }: DeliveryTableProps) {
  return (
    <Table
      label="Delivery ledger"
      columns={['When', 'Message', 'About', 'State', { number: 'Attempts' }, 'Answer']}
      actions
      className="deliveries-table"
    >
      {items.map((item) => (
        <tr key={item.id}>
          <td title={item.created}>{ago(item.created, Date.now())}</td>
          <td>{NOTICE_WORDS[item.what]}</td>
          <td>
            <span className="delivery-about">
              <SeverityMark severity={severityOf(item.level)} />
              {item.alert === null ? (
                item.title
              ) : (
                <Link to="/alerts/$id" params={{ id: item.alert }} className="link">
                  {item.title}
                </Link>
              )}
            </span>
          </td>
          <td>
            <DeliveryMark state={item.state} isTest={item.alert === null} />
          </td>
          <td className="number">{item.attempts}</td>
          <td className="soft">
            <span className="delivery-answer truncate" title={item.answer ?? undefined}>
              {answerText(item)}
            </span>
            {item.state === 'pending' && item.due !== null && item.attempts > 0 && (
              <span className="faint small"> again {ago(item.due, Date.now())}</span>
            )}
          </td>
          <td className="number">
            <Button
              look="plain"
              aria-label={`Attempts of ${NOTICE_WORDS[item.what]}: ${item.title}`}
              onClick={() => onShow(item.id)}
            >
              Attempts
            </Button>
          </td>
        </tr>
      ))}
    </Table>
  );
}
