import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../api/client.ts';
import { keysQuery } from '../api/queries.ts';
import type { Key } from '../api/types.ts';
import { ago, fullTime } from '../lib/time.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { CreateKey } from './create-key.tsx';
import { Table } from '../ui/table.tsx';

export function Keys() {
  const query = useQuery(keysQuery());
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Key | null>(null);
  const keys = query.data?.items.filter((key) => key.revoked === null);
  return (
    <section className="section" aria-label="Keys">
      <div className="section-head">
        <h2>Keys</h2>
        <Button icon="plus" onClick={() => setCreating(true)}>
          Create a key
        </Button>
      </div>
      {query.isError && <ErrorNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <SkeletonLines lines={3} label="Reading keys" />}
      {keys?.length === 0 && (
        <p className="prose">
          No keys yet. A key lets a program read, or send events, with a role of its own. Each is
          shown once, and its creation and its use are in the log.
        </p>
      )}
      {keys && keys.length > 0 && <KeyTable keys={keys} onRevoke={setRevoking} />}
      <CreateKey open={creating} onClose={() => setCreating(false)} />
      {revoking && <Revoke of={revoking} onClose={() => setRevoking(null)} />}
    </section>
  );
}

function KeyTable({ keys, onRevoke }: { keys: Key[]; onRevoke: (key: Key) => void }) {
  return (
    <Table
      label="API keys"
      columns={['Name', 'Role', 'Limited to', 'Created', 'Last used', 'Expires']}
      actions
      className="keys-table"
    >
      {keys.map((key) => (
        <tr key={key.id}>
          <td>
            <strong>{key.name}</strong>
          </td>
          <td>{key.role}</td>
          <td className="mono">{key.scope ?? key.source ?? <span className="faint">—</span>}</td>
          <td title={key.created}>{ago(key.created, Date.now())}</td>
          <td title={key.last_used ?? undefined}>
            {key.last_used ? ago(key.last_used, Date.now()) : <span className="faint">never</span>}
          </td>
          <td>{key.expires ? fullTime(key.expires) : <span className="faint">never</span>}</td>
          <td className="number">
            <Button look="plain" onClick={() => onRevoke(key)} aria-label={`Revoke ${key.name}`}>
              Revoke
            </Button>
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Revoke({ of: key, onClose }: { of: Key; onClose: () => void }) {
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => send('DELETE', `/v1/keys/${encodeURIComponent(key.id)}`),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: ['keys'] });
    },
  });
  return (
    <Confirm
      open
      title={`Revoke ${key.name}`}
      about="Programs that use it are refused from the next request on. What it did stays in the log. This can not be undone."
      action="Revoke the key"
      change={revoke}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    />
  );
}
