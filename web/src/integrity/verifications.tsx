import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { send } from '../api/client.ts';
import { verificationQuery } from '../api/queries.ts';
import type { Finding, Integrity, Verification } from '../api/types.ts';
import { count, plural } from '../lib/numbers.ts';
import { ago, duration } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { CopyLine } from '../ui/copy-button.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { Table } from '../ui/table.tsx';

/** The server's own full check: every entry hashed again, every tile, every root. */
export function Verifications({ integrity }: { integrity: Integrity }) {
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: () => send<Verification>('POST', '/v1/integrity/verify'),
  });
  const id = start.data?.id ?? integrity.last_verification?.id ?? null;
  const query = useQuery({ ...verificationQuery(id ?? ''), enabled: id !== null });
  const shown = query.data ?? start.data ?? integrity.last_verification;
  const running = shown?.state === 'running' || start.isPending;
  const finished = shown?.finished ?? null;
  useEffect(() => {
    if (finished) void queries.invalidateQueries({ queryKey: ['integrity'] });
  }, [finished, queries]);
  return (
    <section className="section" aria-label="Full verification">
      <div className="section-head">
        <h2>Full verification</h2>
        <Button look="primary" disabled={running} onClick={() => start.mutate()}>
          {running ? 'Verifying…' : `Verify ${plural(integrity.size, 'entry', 'entries')} now`}
        </Button>
      </div>
      {start.isError && <ErrorNote error={start.error} />}
      {shown ? (
        <Report verification={shown} />
      ) : (
        <p className="prose">
          Not run yet. It hashes every entry again, rebuilds every tile and every root, and compares
          them with the signed checkpoint. It reads the whole log, and takes about a minute for a
          million entries.
        </p>
      )}
      <div className="verify-elsewhere">
        <p className="small faint">The same from a terminal, or from another machine:</p>
        <CopyLine
          text={`./acta verify --url ${window.location.origin} --vkey '${integrity.vkeys[0] ?? ''}'`}
          label="Copy the command"
        />
      </div>
    </section>
  );
}

function Report({ verification }: { verification: Verification }) {
  const { state, size, checked } = verification;
  const share = size === 0 ? 1 : checked / size;
  if (state === 'running') {
    return (
      <div className="verify-running" role="status">
        <div
          className="meter"
          role="progressbar"
          aria-label="Full verification"
          aria-valuenow={Math.round(share * 100)}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <div style={{ width: `${share * 100}%` }} />
        </div>
        <p className="soft">
          {count(checked)} of {count(size)} entries checked.
        </p>
      </div>
    );
  }
  return (
    <>
      <Verdict verification={verification} />
      {verification.findings.length > 0 && <Findings findings={verification.findings} />}
    </>
  );
}

function Verdict({ verification }: { verification: Verification }) {
  const { state, size, started, finished } = verification;
  const took = finished ? (Date.parse(finished) - Date.parse(started)) / 1000 : null;
  const when = finished ? `${ago(finished, Date.now())}, in ${duration(took ?? 0)}` : '';
  if (state === 'passed') {
    return (
      <div className="note good" data-verification="passed">
        <Icon name="integrity" />
        <div>
          <strong>All {count(size)} entries hold.</strong>
          <p className="soft">No finding. Finished {when}.</p>
        </div>
      </div>
    );
  }
  return (
    <div className="note bad" role="alert" data-verification={state}>
      <Icon name="warning" />
      <div>
        <strong>
          {state === 'error'
            ? 'The verification could not finish.'
            : `${plural(verification.findings.length, 'finding')}: the log does not hold.`}
        </strong>
        <p>
          {state === 'error'
            ? 'Nothing is known about the log from this run. Look at the server log, then run it again.'
            : 'Stop changing this data directory, keep a copy of it, and compare with a backup or a mirror.'}{' '}
          {when && `Finished ${when}.`}
        </p>
      </div>
    </div>
  );
}

function Findings({ findings }: { findings: Finding[] }) {
  return (
    <Table label="Findings" columns={['What', 'Where', 'Expected', 'Found']} className="findings">
      {findings.map((finding, place) => (
        <tr key={place}>
          <td>{finding.what}</td>
          <td className="mono">{finding.where}</td>
          <td className="mono">{finding.expected}</td>
          <td className="mono">{finding.found}</td>
        </tr>
      ))}
    </Table>
  );
}
