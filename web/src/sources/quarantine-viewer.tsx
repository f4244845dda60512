import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { quarantineItemQuery } from '../api/queries.ts';
import type { QuarantineDetail } from '../api/types.ts';
import { plural } from '../lib/numbers.ts';
import { Button } from '../ui/button.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { Modal } from '../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { useQuarantineRefresh } from './quarantine-refresh.ts';

/** The server cuts what it shows here; a cut text can't be corrected. */
const SHOWN_BYTES = 65_536;

interface ViewerProps {
  id: string;
  source: string;
  onClose: () => void;
}

/** One held delivery, secrets masked: to read, and to correct. */
export function QuarantineViewer({ id, source, onClose }: ViewerProps) {
  const query = useQuery(quarantineItemQuery(id));
  const [corrected, setCorrected] = useState<string | null>(null);
  const refresh = useQuarantineRefresh(source);
  const replay = useMutation({
    mutationFn: () =>
      send(
        'POST',
        `/v1/quarantine/${encodeURIComponent(id)}/replay`,
        corrected === null ? undefined : { text: corrected },
      ),
    onSuccess: async () => {
      onClose();
      await refresh();
    },
  });
  const item = query.data;
  const canCorrect = item !== undefined && item.bytes <= SHOWN_BYTES && item.state === 'held';
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
      {item && <Delivery item={item} text={corrected} onText={setCorrected} />}
      {replay.isError && <ErrorNote error={replay.error} />}
      <div className="actions">
        {canCorrect && corrected === null && (
          <Button onClick={() => setCorrected(item.preview)}>Correct the text</Button>
        )}
        <Button onClick={onClose}>Close</Button>
        <Button look="primary" disabled={replay.isPending || !item} onClick={() => replay.mutate()}>
          {corrected === null ? 'Replay' : 'Replay the corrected text'}
        </Button>
      </div>
    </Modal>
  );
}

interface DeliveryProps {
  item: QuarantineDetail;
  text: string | null;
  onText: (text: string) => void;
}

function Delivery({ item, text, onText }: DeliveryProps) {
  return (
    <div className="delivery">
      <details className="delivery-headers">
        <summary>{plural(Object.keys(item.headers).length, 'header')}</summary>
        <dl className="facts small">
          {Object.entries(item.headers).map(([name, value]) => [
            <dt key={name}>{name}</dt>,
            <dd key={`${name}-value`} className="mono">
              {value}
            </dd>,
          ])}
        </dl>
      </details>
      {text === null ? (
        <JsonView text={item.preview} pretty />
      ) : (
        <div className="field">
          <label htmlFor="corrected">Corrected text</label>
          <textarea
            id="corrected"
            className="input mono"
            rows={14}
            spellCheck={false}
            value={text}
            onChange={(event) => onText(event.target.value)}
          />
          <p className="hint">
            Its events say that the text was corrected by hand: they are no longer what the source
            sent, and who did it is only claimed. That you did this is an event in the log.
          </p>
        </div>
      )}
    </div>
  );
}
