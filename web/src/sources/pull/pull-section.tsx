import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../api/client.ts';
import type { PullHealth, Source, SourceType } from '../../api/types.ts';
import { count } from '../../lib/numbers.ts';
import { ago, duration, fullTime } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/states.tsx';
import { canBePulled } from '../settings/setting-groups.ts';
import { CompareDialog } from './compare-dialog.tsx';
import { Comparisons } from './comparisons.tsx';

const STATES: Record<PullHealth['state'], [string, string]> = {
  waiting: ['Waiting', ''],
  polling: ['Asking now', 'good'],
  rate_limited: ['Told to wait', 'warn'],
  failing: ['Failing', 'bad'],
  paused: ['Paused', ''],
};

/** How asking the product goes, asking it now, and comparing with what it has. */
export function PullSection({ source, type }: { source: Source; type: SourceType }) {
  if (source.pull !== null) return <Polled source={source} pull={source.pull} type={type} />;
  if (!canBePulled(type)) return null;
  return (
    <section className="section" aria-label="Asked by Acta">
      <h2>Asked by Acta</h2>
      <p className="prose">
        Acta can read the audit log of {type.title} by itself, and find what did not arrive. It
        needs what stands under “Asked by Acta” in the settings below.
      </p>
    </section>
  );
}

interface PolledProps {
  source: Source;
  pull: PullHealth;
  type: SourceType;
}

function Polled({ source, pull, type }: PolledProps) {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const poll = useMutation({
    mutationFn: () => send('POST', `/v1/sources/${encodeURIComponent(source.name)}/pull`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['source', source.name] }),
  });
  return (
    <section className="section" aria-label="Asked by Acta">
      <div className="section-head">
        <h2>Asked by Acta</h2>
        <div className="section-actions">
          <Button icon="refresh" disabled={poll.isPending} onClick={() => poll.mutate()}>
            {poll.isPending ? 'Asking …' : 'Ask now'}
          </Button>
          <Button icon="compare" onClick={() => setAsking(true)}>
            Compare with {type.title}
          </Button>
        </div>
      </div>
      {poll.isError && <ErrorNote error={poll.error} />}
      <PullFacts pull={pull} />
      <Comparisons source={source.name} />
      {asking && (
        <CompareDialog source={source.name} title={type.title} onClose={() => setAsking(false)} />
      )}
    </section>
  );
}

const nextText = (next: string, now: number): string =>
  Date.parse(next) <= now ? 'due now' : `next ${ago(next, now)}`;

function PullFacts({ pull }: { pull: PullHealth }) {
  const [words, look] = STATES[pull.state];
  return (
    <dl className="facts">
      <dt>State</dt>
      <dd>
        <span className={`badge ${look}`}>{words}</span>
        {pull.error && (
          <span className="soft">
            {' '}
            {pull.error.detail} <span className="mono faint">{pull.error.code}</span>
          </span>
        )}
      </dd>
      <dt>Last asked</dt>
      <dd title={pull.last_poll ?? undefined}>
        {pull.last_poll ? ago(pull.last_poll, Date.now()) : 'not yet'}
        {pull.next_poll && (
          <span className="faint" title={pull.next_poll}>
            {' '}
            · {nextText(pull.next_poll, Date.now())}
          </span>
        )}
      </dd>
      <dt>Read through</dt>
      <dd>
        {pull.through ? fullTime(pull.through) : <span className="faint">nothing yet</span>}
        {pull.lag_s !== null && <span className="faint"> · {duration(pull.lag_s)} behind</span>}
      </dd>
      <dt>New records</dt>
      <dd>
        {count(pull.records)} <span className="faint">since the server started</span>
      </dd>
    </dl>
  );
}
