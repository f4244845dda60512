import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../api/client.ts';
import { exportQuery, type Search } from '../../api/queries.ts';
import type { ExportFormat, ExportJob, Total } from '../../api/types.ts';
import { bytes, count, totalText } from '../../lib/numbers.ts';
import { shortTime } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Modal } from '../../ui/modal.tsx';
import { ErrorNote } from '../../ui/states.tsx';
import './export.css';

const FORMATS: { id: ExportFormat; title: string; about: string }[] = [
  {
    id: 'pack',
    title: 'Evidence pack',
    about:
      'A zip with every proof, a report and a page that verifies it all offline. For auditors.',
  },
  {
    id: 'ndjson',
    title: 'NDJSON',
    about: 'One event a line, as the API answers them. For programs.',
  },
  { id: 'csv', title: 'CSV', about: 'One event a row, the main columns. For spreadsheets.' },
  {
    id: 'parquet',
    title: 'Parquet',
    about: 'The same columns as one typed table. For notebooks and data lakes.',
  },
  { id: 'ocsf', title: 'OCSF', about: 'One event a line, in the schema of security lakes.' },
  { id: 'ecs', title: 'ECS', about: 'One event a line, in the schema of Elastic.' },
  { id: 'cef', title: 'CEF', about: 'One event a line, as ArcSight and many SIEMs read them.' },
];

interface ExportDialogProps {
  open: boolean;
  onClose: () => void;
  search: Search;
  total: Total;
}

/** Exports what the query finds, as a job on the server; the export itself is recorded. */
export function ExportDialog({ open, onClose, search, total }: ExportDialogProps) {
  const [format, setFormat] = useState<ExportFormat>('pack');
  const start = useMutation({
    mutationFn: () =>
      send<ExportJob>('POST', '/v1/exports', {
        q: search.q,
        ...(search.from ? { from: search.from } : {}),
        ...(search.to ? { to: search.to } : {}),
        format,
      }),
  });
  const close = () => {
    onClose();
    start.reset();
  };
  const now = new Date();
  const from = search.from ? shortTime(search.from, now) : 'the beginning';
  const to = search.to ? shortTime(search.to, now) : 'now';
  return (
    <Modal
      open={open}
      onClose={close}
      title={`Export ${totalText(total)} events`}
      about={`From ${from} to ${to}. The export and its download are events in the log.`}
    >
      {search.q && <pre className="export-query">{search.q}</pre>}
      {!start.data && (
        <>
          <fieldset className="formats">
            <legend className="visually-hidden">Format</legend>
            {FORMATS.map((one) => (
              <label key={one.id} className="format" data-on={format === one.id || undefined}>
                <input
                  type="radio"
                  name="format"
                  checked={format === one.id}
                  onChange={() => setFormat(one.id)}
                />
                <span>
                  <strong>{one.title}</strong>
                  <span className="small soft">{one.about}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {start.isError && <ErrorNote error={start.error} />}
          <div className="actions">
            <Button onClick={close}>Cancel</Button>
            <Button look="primary" disabled={start.isPending} onClick={() => start.mutate()}>
              Export {totalText(total)} events
            </Button>
          </div>
        </>
      )}
      {start.data && <ExportProgress id={start.data.id} onClose={close} />}
    </Modal>
  );
}

function ExportProgress({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(exportQuery(id));
  const job = query.data;
  if (query.isError) return <ErrorNote error={query.error} />;
  if (job?.status === 'failed') {
    return (
      <div className="note bad" role="alert">
        <Icon name="warning" />
        <p>
          <strong>The export failed.</strong> {job.error} Nothing in the log is affected.
        </p>
      </div>
    );
  }
  const done = job?.progress.done ?? 0;
  const all = job?.progress.total ?? null;
  const share = job?.status === 'done' ? 1 : all ? Math.min(1, done / all) : 0;
  return (
    <div className="export-progress">
      <div
        className="meter"
        role="progressbar"
        aria-label="Export"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <p role="status">
        {job?.status === 'done'
          ? `Ready${job.bytes === null ? '' : `, ${bytes(job.bytes)}`}.`
          : `${count(done)}${all === null ? '' : ` of ${count(all)}`} events written.`}
      </p>
      {job?.digest && (
        <p className="small faint export-digest">
          <code>{job.digest}</code>
          <CopyButton text={job.digest} label="Copy the digest" />
        </p>
      )}
      <div className="actions">
        <Button onClick={onClose}>
          {job?.status === 'done' ? 'Close' : 'Go on in the background'}
        </Button>
        {job?.status === 'done' && (
          <a
            className="button primary"
            href={`/v1/exports/${encodeURIComponent(id)}/file`}
            download
          >
            <Icon name="download" />
            Download
          </a>
        )}
      </div>
    </div>
  );
}
