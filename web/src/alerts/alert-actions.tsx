import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { meQuery } from '../api/queries.ts';
import type { AlertAction, AlertDetail, Me } from '../api/types.ts';
import { inDialog, isTyping } from '../lib/keys.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { useAct } from './queries.ts';
import { ResolveDialog } from './resolve-dialog.tsx';
import { SilenceDialog } from './silence-dialog.tsx';

/** What can be done to the alert, by button and by the keys of the inbox. */
export function AlertActions({ alert }: { alert: AlertDetail }) {
  const me = useQuery(meQuery()).data;
  if (!me?.permissions.includes('alerts.write')) return null;
  return <Actions alert={alert} me={me} />;
}

function Actions({ alert, me }: { alert: AlertDetail; me: Me }) {
  const [dialog, setDialog] = useState<'resolve' | 'silence' | null>(null);
  const act = useAct();
  const does = (asked: AlertAction) => act.mutateAsync({ ids: [alert.id], asked });
  const isResolved = alert.status === 'resolved';
  const failed = act.data?.failed[0];
  const close = () => setDialog(null);
  useKeys({
    a: () => void does({ action: 'acknowledge' }),
    s: () => void does({ action: 'start' }),
    i: () => void does({ action: 'assign', assignee: me.name }),
    r: () => !isResolved && setDialog('resolve'),
    m: () => setDialog('silence'),
  });
  return (
    <div className="alert-actions">
      {isResolved ? (
        <Button disabled={act.isPending} onClick={() => void does({ action: 'reopen' })}>
          Reopen
        </Button>
      ) : (
        <>
          {alert.assignee !== me.name && (
            <Button
              disabled={act.isPending}
              onClick={() => void does({ action: 'assign', assignee: me.name })}
            >
              Assign to me
            </Button>
          )}
          {alert.status === 'open' && (
            <Button disabled={act.isPending} onClick={() => void does({ action: 'acknowledge' })}>
              Acknowledge
            </Button>
          )}
          {alert.status === 'acknowledged' && (
            <Button disabled={act.isPending} onClick={() => void does({ action: 'start' })}>
              Start
            </Button>
          )}
          <Button look="primary" disabled={act.isPending} onClick={() => setDialog('resolve')}>
            Resolve …
          </Button>
        </>
      )}
      <Button onClick={() => setDialog('silence')}>Silence …</Button>
      {dialog === 'resolve' && (
        <ResolveDialog
          alerts={[alert]}
          busy={act.isPending}
          onClose={close}
          onResolve={async (asked) => {
            await does(asked);
            close();
          }}
        />
      )}
      {dialog === 'silence' && (
        <SilenceDialog alert={alert} onClose={close} onDone={() => undefined} />
      )}
      {failed !== undefined && (
        <Modal open onClose={() => act.reset()} title="That did not work">
          <ErrorNote error={failed} />
        </Modal>
      )}
    </div>
  );
}

function useKeys(keys: Record<string, () => void>): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || inDialog()) return;
      const act = current.current[event.key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
