import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { meQuery } from '../api/queries.ts';
import type { Silence } from '../api/types.ts';
import { silencesQuery } from '../alerts/queries.ts';
import { rulesQuery } from '../rules/queries.ts';
import { ago, fullTime } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { SilenceForm } from './silence-form.tsx';
import { Table } from '../ui/table.tsx';

/** What nobody is told of, until when and why; and windows that are planned. */
export function Silences() {
  const query = useQuery(silencesQuery());
  const me = useQuery(meQuery()).data;
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<Silence | null>(null);
  const mayWrite = me?.permissions.includes('alerts.write') === true;
  const now = new Date().toISOString();
  const items = query.data?.items.filter(({ ends }) => ends > now);
  return (
    <section className="section" aria-label="Silences">
      <div className="section-head">
        <h2>Silences and maintenance windows</h2>
        {mayWrite && (
          <Button icon="plus" onClick={() => setMaking(true)}>
            Silence alerts
          </Button>
        )}
      </div>
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonLines lines={2} label="Reading silences" />}
      {items?.length === 0 && (
        <p className="prose">
          None: every alert is told. A silence keeps alerts and tells nobody of them for a while;
          one that starts later is a maintenance window.
        </p>
      )}
      {items && items.length > 0 && (
        <SilenceTable items={items} now={now} mayWrite={mayWrite} onEnd={setEnding} />
      )}
      {making && <SilenceForm onClose={() => setMaking(false)} />}
      {ending && <EndSilence silence={ending} onClose={() => setEnding(null)} />}
    </section>
  );
}

interface SilenceTableProps {
  items: readonly Silence[];
  now: string;
  mayWrite: boolean;
  onEnd: (silence: Silence) => void;
}

function SilenceTable({ items, now, mayWrite, onEnd }: SilenceTableProps) {
  return (
    <Table
      label="All silences"
      columns={['Alerts of', 'Reason', 'By', 'State', 'Ends']}
      actions
      className="silences-table"
    >
      {items.map((silence) => (
        <tr key={silence.id}>
          <td>
            <MatchText match={silence.match} />
          </td>
          <td>{silence.reason}</td>
          <td className="soft">{silence.created_by}</td>
          <td>
            {silence.starts <= now ? (
              <span className="badge warn">In force</span>
            ) : (
              <span className="badge" title={fullTime(silence.starts)}>
                Starts {ago(silence.starts, Date.now())}
              </span>
            )}
          </td>
          <td title={fullTime(silence.ends)}>{ago(silence.ends, Date.now())}</td>
          <td className="number">
            {mayWrite && (
              <Button look="plain" onClick={() => onEnd(silence)}>
                End
              </Button>
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function MatchText({ match }: Pick<Silence, 'match'>) {
  const rules = useQuery(rulesQuery());
  return Object.entries(match).map(([part, value], place) => {
    const title = rules.data?.rules.find((rule) => rule.id === value)?.title;
    return (
      <span key={part} className="match-part">
        {place > 0 && <span className="faint"> and </span>}
        <span className="soft">{part}</span>{' '}
        {part === 'rule' ? (
          <Link to="/rules/$id" params={{ id: value }} className="link">
            {title ?? value}
          </Link>
        ) : (
          <strong>{value}</strong>
        )}
      </span>
    );
  });
}

function EndSilence({ silence, onClose }: { silence: Silence; onClose: () => void }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => send('DELETE', `/v1/silences/${encodeURIComponent(silence.id)}`),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['silences'] });
    },
  });
  return (
    <Confirm
      open
      title="End the silence"
      about={`“${silence.reason}”: such alerts are told again from now on. Those that were kept quiet stay quiet.`}
      action="End it now"
      change={end}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    />
  );
}
