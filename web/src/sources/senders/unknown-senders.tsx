import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { getJson } from '../../api/client.ts';
import type { Page, Source, UnknownSender } from '../../api/types.ts';
import { count, plural } from '../../lib/numbers.ts';
import { ago } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { ClaimDialog } from './claim-dialog.tsx';
import '../settings/settings.css';
import { Table } from '../../ui/table.tsx';

const LOOK_EVERY_MS = 10_000;

/** Who sends syslog that no source takes, and saying whose it is. */
export function UnknownSenders({ sources }: { sources: Source[] }) {
  const [claimed, setClaimed] = useState<UnknownSender | null>(null);
  const query = useQuery({
    queryKey: ['unknown-senders'],
    queryFn: ({ signal }) => getJson<Page<UnknownSender>>('/v1/unknown-senders', signal),
    refetchInterval: LOOK_EVERY_MS,
  });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="section" aria-label="Unknown senders">
      <h2>{plural(items.length, 'unknown sender')} of syslog</h2>
      <p className="prose">
        Their messages are not kept: no source is set to take them. That they came is in the log.
      </p>
      <Table
        label="Unknown senders of syslog"
        columns={[
          'Address',
          'Calls itself',
          'Came to',
          'Why not taken',
          { number: 'Messages' },
          'Last',
        ]}
        actions
        className="senders-table"
      >
        {items.map((sender) => (
          <tr key={`${sender.door} ${sender.address}`}>
            <td className="mono">{sender.address}</td>
            <td>
              {sender.host ?? <span className="faint">—</span>}
              {sender.program && <span className="faint"> · {sender.program}</span>}
            </td>
            <td>
              {sender.door.toUpperCase()} <span className="mono">{sender.port}</span>
            </td>
            <td>{REASONS[sender.reason]}</td>
            <td className="number">{count(sender.messages)}</td>
            <td title={sender.last}>{ago(sender.last, Date.now())}</td>
            <td>
              <div className="row-actions">
                <Button onClick={() => setClaimed(sender)}>This is …</Button>
              </div>
            </td>
          </tr>
        ))}
      </Table>
      {claimed && (
        <ClaimDialog sender={claimed} sources={sources} onClose={() => setClaimed(null)} />
      )}
    </section>
  );
}

const REASONS: Record<UnknownSender['reason'], string> = {
  sender_unknown: 'No source has this address',
  token_unknown: 'Its token is of no source',
};
