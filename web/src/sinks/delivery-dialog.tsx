import { useQuery } from '@tanstack/react-query';
import type { SinkDeliveryDetail } from '../api/types.ts';
import { duration, fullTime } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Modal } from '../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { deliveryQuery, useReplay } from './queries.ts';
import { answerText } from './sink-state.tsx';

interface DeliveryDialogProps {
  sink: string;
  id: string;
  mayWrite: boolean;
  onClose: () => void;
}

/** Every attempt of one message, with the answer; a dead letter can be sent again. */
export function DeliveryDialog({ sink, id, mayWrite, onClose }: DeliveryDialogProps) {
  const query = useQuery(deliveryQuery(sink, id));
  const replay = useReplay(sink);
  const delivery = query.data;
  return (
    <Modal
      open
      onClose={onClose}
      title={delivery?.title ?? 'Delivery'}
      about={<code>{id}</code>}
      className="wide"
    >
      {query.isError && <ErrorNote error={query.error} />}
      {query.isPending && <SkeletonLines lines={3} label="Reading the attempts" />}
      {delivery && <Tries delivery={delivery} />}
      {replay.isError && <ErrorNote error={replay.error} />}
      <div className="actions">
        <Button onClick={onClose}>Close</Button>
        {mayWrite && delivery?.state === 'failed' && (
          <Button look="primary" disabled={replay.isPending} onClick={() => replay.mutate(id)}>
            Send it again
          </Button>
        )}
      </div>
    </Modal>
  );
}

function Tries({ delivery }: { delivery: SinkDeliveryDetail }) {
  if (delivery.tries.length === 0) return <p className="prose">No attempt yet.</p>;
  return (
    <ol className="tries">
      {delivery.tries.map((attempt, at) => (
        <li key={at} data-outcome={attempt.outcome}>
          <Icon name={attempt.outcome === 'delivered' ? 'check' : 'close'} size={14} />
          <time className="mono" dateTime={attempt.at}>
            {fullTime(attempt.at)}
          </time>
          <span className="faint small">{duration(attempt.latency_ms / 1000)}</span>
          <p className="mono sink-answer">{answerText(attempt)}</p>
        </li>
      ))}
    </ol>
  );
}
