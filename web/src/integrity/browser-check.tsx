import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Integrity } from '../api/types.ts';
import { keyChanged, readTrust, trustOnFirstUse } from '../events/proof/trust.ts';
import { count } from '../lib/numbers.ts';
import { ago } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { checkConsistency, type Consistency } from './seen-head.ts';

/** This browser's own check: today's log must contain the log that it saw before. */
export function BrowserCheck({ integrity }: { integrity: Integrity }) {
  const check = useMutation({
    mutationFn: () => {
      const trust = trustOnFirstUse(integrity.vkeys, new Date());
      return checkConsistency(trust.vkeys, new Date().toISOString());
    },
  });
  const { mutate } = check;
  useEffect(() => mutate(), [mutate]);
  const changed = keyChanged(readTrust(), integrity.vkeys);
  return (
    <section className="section" aria-label="Checked in this browser">
      <div className="section-head">
        <h2>Checked in this browser</h2>
        <Button icon="refresh" disabled={check.isPending} onClick={() => check.mutate()}>
          Check again
        </Button>
      </div>
      <div className="browser-check">
        {changed && (
          <div className="note bad" role="alert">
            <Icon name="warning" />
            <p>
              <strong>The server&apos;s key has changed</strong> since this browser first saw it.
              Ask your operator before you rely on anything here.
            </p>
          </div>
        )}
        {check.isError && <ErrorNote error={check.error} retry={() => check.mutate()} />}
        {check.isPending && !check.data && (
          <div className="note">
            <Icon name="clock" />
            <p>Reading the published tree and proving that it continues the one seen before.</p>
          </div>
        )}
        {check.data && <Result found={check.data} />}
      </div>
    </section>
  );
}

function Result({ found }: { found: Consistency }) {
  if (found.state === 'first') {
    return (
      <div className="note" data-consistency="first">
        <Icon name="bookmark" />
        <p>
          <strong>First visit.</strong> This browser now remembers the log at{' '}
          {count(found.now.size)} entries. From the next visit on it proves that nothing before that
          point was changed.
        </p>
      </div>
    );
  }
  if (found.state === 'broken') {
    return (
      <div className="note bad" role="alert" data-consistency="broken">
        <Icon name="warning" />
        <div>
          <strong>
            The log does not continue the one seen here {ago(found.before.seen, Date.now())}.
          </strong>
          <p>
            Then: {count(found.before.size)} entries, root <code>{found.before.root}</code>.
            {` Now: ${found.why}. `}
            The older head stays remembered. Keep both, and tell your security team.
          </p>
        </div>
      </div>
    );
  }
  const grown = found.now.size - found.before.size;
  return (
    <div className="note good" data-consistency={found.state}>
      <Icon name="integrity" />
      <div>
        <strong>The log continues the one seen here {ago(found.before.seen, Date.now())}.</strong>
        <p className="soft">
          {grown === 0
            ? `The same ${count(found.now.size)} entries, the same root.`
            : `${count(found.before.size)} entries then, ${count(grown)} more now; none of the earlier ones was changed, removed or reordered (consistency proof of ${found.hashes} hashes, from the published tiles).`}
        </p>
      </div>
    </div>
  );
}
