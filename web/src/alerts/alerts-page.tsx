import { useEffect } from 'react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ErrorNote } from '../ui/states.tsx';
import { AlertList, AlertsSkeleton } from './alert-list.tsx';
import { InboxBar, InboxTools } from './inbox-bar.tsx';
import { NoAlerts } from './no-alerts.tsx';
import { ResolveDialog } from './resolve-dialog.tsx';
import { SilenceDialog } from './silence-dialog.tsx';
import { useInbox, type Inbox } from './use-inbox.ts';
import { useInboxKeys } from './use-inbox-keys.ts';
import '../events/events-page.css';
import '../events/list/list.css';
import '../events/query/query-bar.css';
import './alerts.css';

export function AlertsPage() {
  const inbox = useInbox();
  useInboxKeys(inbox);
  useEffect(() => {
    document.title = 'Alerts · Acta';
  }, []);
  const { query, flat } = inbox;
  return (
    <div className="events alerts">
      <InboxBar inbox={inbox} />
      <InboxTools inbox={inbox} />
      <Said inbox={inbox} />
      <div className="list-box">
        {inbox.waiting > 0 && (
          <button type="button" className="new-pill" onClick={inbox.showNew}>
            <Icon name="up" size={14} />
            {inbox.waiting} new
          </button>
        )}
        {query.isError && !query.data && (
          <div className="results-error">
            <ErrorNote error={query.error} retry={() => void query.refetch()} />
          </div>
        )}
        {query.isPending && <AlertsSkeleton />}
        {query.data && flat.length === 0 && <NoAlerts inbox={inbox} />}
        {flat.length > 0 && <AlertList inbox={inbox} />}
        <ActionBar inbox={inbox} />
      </div>
      <Dialogs inbox={inbox} />
    </div>
  );
}

/** What came of the last action. */
function Said({ inbox: { said, forget } }: { inbox: Inbox }) {
  const failed = said?.failed ?? [];
  return (
    <>
      <div className="visually-hidden" role="status">
        {said?.text}
      </div>
      {failed.length > 0 && (
        <div className="alerts-failed">
          <ErrorNote error={failed[0]} />
          <Button look="plain" icon="close" aria-label="Close" onClick={forget} />
        </div>
      )}
    </>
  );
}

/** Floats over the list's foot while alerts are selected. */
function ActionBar({ inbox }: { inbox: Inbox }) {
  const { selected, acting, mayAct } = inbox;
  if (selected.size === 0) return null;
  return (
    <div className="selection-bar popup" role="region" aria-label="Selection">
      <span>{selected.size} selected</span>
      {mayAct && (
        <>
          <Button disabled={acting} onClick={inbox.acknowledge}>
            Acknowledge
          </Button>
          <Button disabled={acting} onClick={inbox.assignToMe}>
            Assign to me
          </Button>
          <Button look="primary" disabled={acting} onClick={() => inbox.setDialog('resolve')}>
            Resolve …
          </Button>
          <Button disabled={acting} onClick={() => inbox.setDialog('silence')}>
            Silence …
          </Button>
        </>
      )}
      <Button look="plain" onClick={inbox.clear}>
        Clear
      </Button>
    </div>
  );
}

function Dialogs({ inbox }: { inbox: Inbox }) {
  const close = () => inbox.setDialog(null);
  if (inbox.dialog === 'resolve') {
    return (
      <ResolveDialog
        alerts={inbox.meant}
        onClose={close}
        onResolve={async (asked) => {
          const { failed } = await inbox.act(asked);
          close();
          if (failed.length === 0) inbox.clear();
        }}
        busy={inbox.acting}
      />
    );
  }
  if (inbox.dialog === 'silence' && inbox.meant[0]) {
    return (
      <SilenceDialog
        alert={inbox.meant[0]}
        onClose={close}
        onDone={() => inbox.say('Silence created.')}
      />
    );
  }
  return null;
}
