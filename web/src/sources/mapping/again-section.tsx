import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../../api/client.ts';
import type { Renormalisation, RenormalisePreview } from '../../api/types.ts';
import { termText } from '../../events/query/terms.ts';
import { count } from '../../lib/numbers.ts';
import { ago } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../../ui/states.tsx';
import { jobsQuery } from './queries.ts';
import { PreviewNote } from './save-dialog.tsx';

/** Mapping again what was received so far: a preview first, then a job with its progress. */
export function AgainSection({ source, unsaved }: { source: string; unsaved: boolean }) {
  const [asking, setAsking] = useState(false);
  const jobs = useQuery(jobsQuery(source));
  const [last] = jobs.data?.items ?? [];
  const running = last?.status === 'running';
  return (
    <section className="section" aria-label="What was received so far">
      <div className="panel-head">
        <h2>What was received so far</h2>
        <Button icon="refresh" disabled={unsaved || running} onClick={() => setAsking(true)}>
          Map it again
        </Button>
      </div>
      <p className="prose">
        {unsaved
          ? 'Save the mapping first. '
          : 'Events that came before can be made again by the mapping of now. '}
        The log is never rewritten: new events are marked as mapped again and link to the first.
      </p>
      {last && <Job job={last} />}
      {asking && <AgainDialog source={source} onClose={() => setAsking(false)} />}
    </section>
  );
}

function Job({ job }: { job: Renormalisation }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => send('DELETE', `/v1/renormalisations/${encodeURIComponent(job.id)}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['renormalisations', job.source] }),
  });
  const { considered, total, recorded, unchanged, skipped, status } = job;
  const q = `${termText('source', job.source, false)} revision:${job.revision}`;
  return (
    <div className="note job" data-job={status} aria-live="polite">
      <div className="job-body">
        {status === 'running' ? (
          <>
            <p>
              Mapping again: {count(considered)}
              {total !== null && ` of ${count(total)}`} events looked at.
            </p>
            <div
              className="meter"
              role="progressbar"
              aria-label="Events looked at"
              aria-valuemin={0}
              aria-valuemax={total ?? undefined}
              aria-valuenow={considered}
            >
              <div style={{ width: `${total ? Math.min(100, (considered / total) * 100) : 5}%` }} />
            </div>
          </>
        ) : (
          <p>
            {words[status]} {ago(job.finished ?? job.created, Date.now())}: {count(recorded)} events
            recorded anew, {count(unchanged)} unchanged
            {skipped > 0 && `, ${count(skipped)} could not be read again`}.{' '}
            {recorded > 0 && (
              <Link to="/events" search={{ q, range: 'all' }} className="link">
                Look at them
              </Link>
            )}
            {job.error && <span className="wrong"> {job.error}</span>}
          </p>
        )}
      </div>
      {status === 'running' && (
        <Button disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          Cancel
        </Button>
      )}
    </div>
  );
}

const words = {
  running: '',
  done: 'Mapped again',
  cancelled: 'Cancelled',
  failed: 'Failed',
} as const;

function AgainDialog({ source, onClose }: { source: string; onClose: () => void }) {
  const queries = useQueryClient();
  const path = `/v1/sources/${encodeURIComponent(source)}/renormalise`;
  const preview = useQuery({
    queryKey: ['renormalise-preview', source],
    queryFn: () => send<RenormalisePreview>('POST', path, { dry_run: true }),
    gcTime: 0,
    retry: false,
  });
  const start = useMutation({
    mutationFn: () => send<Renormalisation>('POST', path, {}),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['renormalisations', source] });
      onClose();
    },
  });
  const changed = preview.data?.changed ?? 0;
  return (
    <Modal
      open
      onClose={onClose}
      title="Map again what was received so far"
      about="Each event that would say something else now is recorded anew, beside the first. Running it twice adds nothing."
      className="wide"
    >
      {preview.isPending && <SkeletonLines lines={3} label="Looking at what came so far" />}
      {preview.isError && <ErrorNote error={preview.error} />}
      {preview.data && <PreviewNote preview={preview.data} />}
      {start.isError && <ErrorNote error={start.error} />}
      <div className="actions">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          look="primary"
          disabled={start.isPending || !preview.data || (changed === 0 && preview.data.complete)}
          onClick={() => start.mutate()}
        >
          Record {preview.data?.complete ? `${count(changed)} events` : 'them'} anew
        </Button>
      </div>
    </Modal>
  );
}
