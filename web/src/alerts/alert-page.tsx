import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import type { AlertDetail } from '../api/types.ts';
import { EventDrawer, type Panel } from '../events/drawer/event-drawer.tsx';
import { SeverityMark } from '../events/list/outcome-mark.tsx';
import { withTerm } from '../events/query/terms.ts';
import { isTyping } from '../lib/keys.ts';
import { CrumbHead } from '../ui/crumb-head.tsx';
import { Guidance } from '../rules/guidance.tsx';
import { ErrorNote, SkeletonLines } from '../ui/states.tsx';
import { AlertActions } from './alert-actions.tsx';
import { Marks, StatusMark } from './alert-row.tsx';
import { Around } from './around.tsx';
import { Evidence } from './evidence.tsx';
import { History } from './history.tsx';
import { alertQuery } from './queries.ts';
import { Risk } from './risk.tsx';
import { RuleFacts } from './rule-facts.tsx';
import { Similar } from './similar.tsx';
import { Why } from './why.tsx';
import { severityOf } from './words.ts';
import '../events/events-page.css';
import '../events/list/list.css';
import './alerts.css';
import './alert-page.css';

export interface AlertSearch {
  event?: string | undefined;
  panel?: Exclude<Panel, 'overview'> | undefined;
}

/** One alert: what fired and why, the events that prove it, what to do, what was done. */
export function AlertPage() {
  const { id } = useParams({ from: '/app/alerts/$id' });
  const query = useQuery(alertQuery(id));
  const alert = query.data;
  const drawer = useDrawer();
  useEffect(() => {
    document.title = `${alert?.rule.title ?? 'Alert'} · Acta`;
  }, [alert?.rule.title]);
  return (
    <div className="alert-layout" data-drawer={drawer.event !== undefined || undefined}>
      <div className="alert-scroll">
        <div className="page alert-page">
          <CrumbHead back={<Link to="/alerts">Alerts</Link>} here={alert?.rule.title ?? '…'}>
            {alert && <AlertActions alert={alert} />}
          </CrumbHead>
          {query.isError && !alert && (
            <ErrorNote error={query.error} retry={() => void query.refetch()} />
          )}
          {query.isPending && <SkeletonLines lines={12} label="Reading the alert" />}
          {alert && <Parts alert={alert} openEvent={drawer.event} onOpen={drawer.open} />}
        </div>
      </div>
      {drawer.event !== undefined && (
        <EventDrawer
          key={drawer.event}
          id={drawer.event}
          known={undefined}
          panel={drawer.panel}
          onPanel={drawer.show}
          onTerm={drawer.term}
          onClose={drawer.close}
        />
      )}
    </div>
  );
}

interface PartsProps {
  alert: AlertDetail;
  openEvent: string | undefined;
  onOpen: (id: string) => void;
}

function Parts({ alert, openEvent, onOpen }: PartsProps) {
  return (
    <>
      <div className="alert-glance">
        <SeverityMark severity={severityOf(alert.rule.level)} word />
        <StatusMark alert={alert} />
        <span className="soft">{alert.assignee ?? 'nobody assigned'}</span>
        <Marks alert={alert} />
      </div>
      <div className="alert-grid">
        <div className="alert-main">
          <Why alert={alert} />
          <Evidence alert={alert} openEvent={openEvent} onOpen={onOpen} />
          <Around alert={alert} openEvent={openEvent} onOpen={onOpen} />
          <History alert={alert} />
          <Similar alert={alert} />
        </div>
        <aside className="alert-aside" aria-label="Rule">
          <Guidance triage={alert.triage} falsepositives={alert.falsepositives} />
          <Risk alert={alert} />
          <RuleFacts rule={alert.rule} />
        </aside>
      </div>
    </>
  );
}

/** The event that is open beside the alert, in the address. */
function useDrawer() {
  const { event, panel } = useSearch({ from: '/app/alerts/$id' });
  const navigate = useNavigate({ from: '/alerts/$id' });
  const change = useCallback(
    (next: AlertSearch) =>
      void navigate({ to: '.', search: (now) => ({ ...now, ...next }), replace: true }),
    [navigate],
  );
  const close = useCallback(() => change({ event: undefined, panel: undefined }), [change]);
  useEffect(() => {
    if (event === undefined) return undefined;
    const onKey = (press: KeyboardEvent) => {
      if (press.key === 'Escape' && !press.defaultPrevented && !isTyping(press.target)) close();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [event, close]);
  return {
    event,
    panel: panel ?? ('overview' as const),
    open: (id: string) => change({ event: id }),
    close,
    show: (next: Panel) => change({ panel: next === 'overview' ? undefined : next }),
    term: (field: string, value: string, excluded: boolean) =>
      void navigate({ to: '/events', search: { q: withTerm('', field, value, excluded) } }),
  };
}
