import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { send } from '../api/client.ts';
import { meQuery } from '../api/queries.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/states.tsx';

/** Who is signed in here, what that allows, and the way out. */
export function Session() {
  const me = useQuery(meQuery());
  const queries = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: () => send('DELETE', '/v1/session'),
    onSuccess: async () => {
      await navigate({ to: '/sign-in' });
      queries.clear();
    },
  });
  return (
    <section className="section" aria-label="Session">
      <div className="section-head">
        <h2>Session</h2>
        <Button icon="out" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out
        </Button>
      </div>
      {signOut.isError && <ErrorNote error={signOut.error} />}
      <dl className="facts">
        <dt>Signed in as</dt>
        <dd>{me.data?.name ?? '…'}</dd>
        <dt>Role</dt>
        <dd>{me.data?.role ?? '…'}</dd>
        <dt>May</dt>
        <dd className="permissions">
          {me.data?.permissions.map((permission) => (
            <code key={permission}>{permission}</code>
          ))}
        </dd>
      </dl>
    </section>
  );
}
