import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../api/client.ts';
import type { Source } from '../api/types.ts';
import { count } from '../lib/numbers.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/modal.tsx';

/** Pausing and deleting: both stop intake, neither touches what is recorded. */
export function SourceActions({ source }: { source: Source }) {
  const [asking, setAsking] = useState<'pause' | 'delete' | null>(null);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const path = `/v1/sources/${encodeURIComponent(source.name)}`;
  const refresh = async () => {
    setAsking(null);
    await queries.invalidateQueries({ queryKey: ['source', source.name] });
    await queries.invalidateQueries({ queryKey: ['sources'] });
  };
  const pause = useMutation({
    mutationFn: (paused: boolean) => send('PATCH', path, { paused }),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: () => send('DELETE', path),
    onSuccess: async () => {
      await navigate({ to: '/sources' });
      await queries.invalidateQueries({ queryKey: ['sources'] });
    },
  });
  const kept = `Its ${count(source.health.events)} events stay in the log, with their proofs.`;
  return (
    <div className="source-actions">
      <Link to="/sources/$name/mapping" params={{ name: source.name }} className="button">
        Mapping
      </Link>
      {source.paused ? (
        <Button icon="play" disabled={pause.isPending} onClick={() => pause.mutate(false)}>
          Resume
        </Button>
      ) : (
        <Button icon="pause" onClick={() => setAsking('pause')}>
          Pause
        </Button>
      )}
      <Button icon="trash" look="danger" onClick={() => setAsking('delete')}>
        Delete
      </Button>
      <Confirm
        open={asking === 'pause'}
        title={`Pause ${source.name}`}
        about={`Deliveries are refused with 503 while it is paused: the product will send them again for as long as it retries, and what it gives up on is missing from the record. ${kept} Pausing is an event in the log.`}
        action="Pause the source"
        change={pause}
        onConfirm={() => pause.mutate(true)}
        onClose={() => setAsking(null)}
      />
      <Confirm
        open={asking === 'delete'}
        title={`Delete ${source.name}`}
        about={`Its intake address stops working and its secret is forgotten. ${kept} Deleting is an event in the log.`}
        action="Delete the source"
        change={remove}
        onConfirm={() => remove.mutate()}
        onClose={() => setAsking(null)}
      />
    </div>
  );
}
