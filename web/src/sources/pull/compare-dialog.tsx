import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { send } from '../../api/client.ts';
import type { Reconciliation } from '../../api/types.ts';
import { formText } from '../../lib/form-text.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { ErrorNote } from '../../ui/states.tsx';

const DAY_MS = 86_400_000;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

interface CompareDialogProps {
  source: string;
  title: string;
  onClose: () => void;
}

/** Asks the product again for some days; both are part of the range. */
export function CompareDialog({ source, title, onClose }: CompareDialogProps) {
  const queries = useQueryClient();
  const [opened] = useState(() => Date.now());
  const today = dayOf(opened);
  const start = useMutation({
    mutationFn: (range: object) =>
      send<Reconciliation>('POST', `/v1/sources/${encodeURIComponent(source)}/reconcile`, range),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['comparisons', source] });
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const last = Date.parse(`${formText(form, 'to')}T00:00:00Z`);
    start.mutate({
      from: `${formText(form, 'from')}T00:00:00Z`,
      to: new Date(last + DAY_MS).toISOString(),
    });
  };
  return (
    <Modal
      open
      onClose={onClose}
      title={`Compare with ${title}`}
      about="Acta asks the product again what happened on these days (UTC). What had not arrived is recorded and counted, and the result is an event in the log."
    >
      <form className="settings-form" onSubmit={submit}>
        <div className="compare-range">
          <div className="field">
            <label htmlFor="from">From</label>
            <input
              id="from"
              name="from"
              type="date"
              className="input"
              required
              max={today}
              defaultValue={dayOf(opened - DAY_MS)}
            />
          </div>
          <div className="field">
            <label htmlFor="to">To, inclusive</label>
            <input
              id="to"
              name="to"
              type="date"
              className="input"
              required
              max={today}
              defaultValue={today}
            />
          </div>
        </div>
        {start.isError && <ErrorNote error={start.error} />}
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={start.isPending}>
            Compare
          </Button>
        </div>
      </form>
    </Modal>
  );
}
