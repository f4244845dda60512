import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { meQuery } from '../api/queries.ts';
import type { Alert, AlertAction, Me } from '../api/types.ts';
import { plural } from '../lib/numbers.ts';
import { groupsOf, steadyOrder, type AlertGroup } from './inbox-rows.ts';
import { alertsQuery, useAct, type Acted } from './queries.ts';
import { levelsOf, statusesOf, type AlertsSearch } from './search.ts';

export type InboxDialog = 'resolve' | 'silence' | null;

/** The inbox: what its address asks for, the rows in their places, and which of them are meant. */
export function useInbox() {
  const search = useSearch({ from: '/app/alerts' });
  const navigate = useNavigate();
  const me = useQuery(meQuery()).data;
  const filter = {
    status: statusesOf(search.status),
    level: levelsOf(search.level),
    rule: search.rule,
    actor: search.actor,
    target: search.target,
    quiet: search.quiet === '1' ? undefined : false,
    order: `-${search.first ?? 'level'}` as const,
  };
  const query = useInfiniteQuery(alertsQuery(filter));
  const all = query.data?.pages.flatMap((page) => page.alerts);
  const rows = useSteady(all, JSON.stringify(filter), query.isPlaceholderData);
  const groups = useMemo<AlertGroup[]>(
    () => groupsOf(rows.alerts, search.by, search.first === 'risk'),
    [rows.alerts, search.by, search.first],
  );
  const flat = useMemo(() => groups.flatMap((group) => group.alerts), [groups]);
  const marks = useMarks(flat);
  const [dialog, setDialog] = useState<InboxDialog>(null);
  const actions = useActions(marks.meant, me);
  return {
    search,
    change: (next: Partial<AlertsSearch>) =>
      void navigate({
        to: '/alerts',
        search: (now: AlertsSearch) => ({ ...now, ...next }),
        replace: true,
      }),
    open: (alert: Alert) => void navigate({ to: '/alerts/$id', params: { id: alert.id } }),
    query,
    counts: query.data?.pages[0]?.open,
    /** Scores of actors. */
    risk: Object.assign({}, ...(query.data?.pages ?? []).map(({ risk }) => risk)) as Record<
      string,
      number
    >,
    groups,
    flat,
    quiet: query.data?.pages[0]?.quiet ?? 0,
    waiting: rows.waiting,
    showNew: rows.showNew,
    me,
    mayAct: me?.permissions.includes('alerts.write') === true,
    dialog,
    setDialog,
    ...marks,
    ...actions,
  };
}

export type Inbox = ReturnType<typeof useInbox>;

/** Rows of another filter, shown until those of this one come, have no place to keep. */
function useSteady(alerts: Alert[] | undefined, key: string, isOfAnother: boolean) {
  const [known, setKnown] = useState<{ key: string; ids: string[] }>({ key, ids: [] });
  const byId = new Map((alerts ?? []).map((alert) => [alert.id, alert]));
  const { order, waiting } = steadyOrder(known.key === key ? known.ids : [], [...byId.keys()]);
  const orderKey = order.join();
  const isSettled = alerts !== undefined && !isOfAnother;
  useEffect(() => {
    if (isSettled) setKnown({ key, ids: orderKey === '' ? [] : orderKey.split(',') });
    // The order is a value of its own; the list is a new one with each reading.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, orderKey, isSettled]);
  const allKey = [...byId.keys()].join();
  const showNew = useCallback(
    () => setKnown({ key, ids: allKey === '' ? [] : allKey.split(',') }),
    [key, allKey],
  );
  const steady = order.map((id) => byId.get(id)!);
  return { alerts: steady, waiting: waiting.length, showNew };
}

/** The row that the keyboard stands on, and those that are selected. */
function useMarks(flat: readonly Alert[]) {
  const [activeId, activate] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = useMemo(
    () => new Set(flat.filter(({ id }) => chosen.has(id)).map(({ id }) => id)),
    [flat, chosen],
  );
  const toggle = useCallback((id: string) => {
    setChosen((now) => {
      const next = new Set(now);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const activeIndex = flat.findIndex(({ id }) => id === activeId);
  const active = flat[activeIndex];
  const meant =
    selected.size > 0 ? flat.filter(({ id }) => selected.has(id)) : active ? [active] : [];
  return {
    activeId,
    activeIndex,
    active,
    activate,
    selected,
    toggle,
    select: (ids: readonly string[]) => setChosen(new Set(ids)),
    clear: () => setChosen(new Set()),
    meant,
  };
}

const DONE_WORDS: Record<AlertAction['action'], string> = {
  acknowledge: 'acknowledged',
  start: 'started',
  assign: 'assigned',
  note: 'noted',
  resolve: 'resolved',
  reopen: 'reopened',
};

/** What is done to the alerts that are meant, and what came of it. */
function useActions(meant: readonly Alert[], me: Me | undefined) {
  const mutation = useAct();
  const [said, setSaid] = useState<{ text: string; failed: unknown[] } | null>(null);
  const act = async (asked: AlertAction): Promise<Acted> => {
    const ids = meant.map(({ id }) => id);
    if (ids.length === 0) return { done: 0, failed: [] };
    const acted = await mutation.mutateAsync({ ids, asked });
    const text =
      acted.done === 0 ? '' : `${plural(acted.done, 'alert')} ${DONE_WORDS[asked.action]}.`;
    setSaid({ text, failed: acted.failed });
    return acted;
  };
  return {
    act,
    acting: mutation.isPending,
    said,
    say: (text: string) => setSaid({ text, failed: [] }),
    forget: () => setSaid(null),
    acknowledge: () => void act({ action: 'acknowledge' }),
    start: () => void act({ action: 'start' }),
    assignToMe: () => {
      if (me) void act({ action: 'assign', assignee: me.name });
    },
  };
}
