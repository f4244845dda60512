// Reads of alerts and silences, and what can be done to them.
import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { getJson, queryString, send } from '../api/client.ts';
import type {
  AlertAction,
  AlertDetail,
  AlertLevel,
  AlertOrder,
  AlertsAnswer,
  AlertStatus,
  FilterProposal,
  SearchAnswer,
  Silence,
  SilenceMatch,
} from '../api/types.ts';

const PAGE_SIZE = 100;
const LOOK_EVERY_MS = 4000;

export interface AlertFilter {
  status: readonly AlertStatus[] | null;
  level: readonly AlertLevel[];
  rule?: string | undefined;
  actor?: string | undefined;
  target?: string | undefined;
  /** Only those that nobody was told of, or only the others. */
  quiet?: boolean | undefined;
  order?: AlertOrder | undefined;
}

const listPath = (filter: AlertFilter, limit: number, cursor?: string) =>
  `/v1/alerts${queryString({
    status: filter.status?.join(',') ?? null,
    level: filter.level.join(','),
    rule: filter.rule,
    actor: filter.actor,
    target: filter.target,
    quiet: filter.quiet === undefined ? undefined : String(filter.quiet),
    order: filter.order,
    limit,
    cursor,
  })}`;

export const alertsQuery = (filter: AlertFilter) =>
  infiniteQueryOptions({
    queryKey: ['alerts', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      getJson<AlertsAnswer>(listPath(filter, PAGE_SIZE, pageParam), signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  });

/** What is not resolved and not quiet, by level: what the rail counts. */
export const openAlertsQuery = () =>
  queryOptions({
    queryKey: ['alerts', 'open'],
    queryFn: async ({ signal }) =>
      (await getJson<AlertsAnswer>(listPath({ status: ['open'], level: [] }, 1), signal)).open,
    refetchInterval: 10_000,
    retry: false,
  });

export const someAlertsQuery = (filter: AlertFilter, limit: number) =>
  queryOptions({
    queryKey: ['alerts', 'some', filter, limit],
    queryFn: ({ signal }) => getJson<AlertsAnswer>(listPath(filter, limit), signal),
    placeholderData: keepPreviousData,
  });

const pathOf = (id: string) => `/v1/alerts/${encodeURIComponent(id)}`;

export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: ['alerts', 'one', id],
    queryFn: ({ signal }) => getJson<AlertDetail>(pathOf(id), signal),
    refetchInterval: LOOK_EVERY_MS,
  });

/** Each search is an event in the log: what was read once is kept. */
export const eventsOfQuery = (q: string, range: { from?: string; to?: string }, limit: number) =>
  queryOptions({
    queryKey: ['alert-events', q, range, limit],
    queryFn: ({ signal }) =>
      getJson<SearchAnswer>(
        `/v1/events${queryString({ q, ...range, order: 'time', limit })}`,
        signal,
      ),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });

/** A Sigma filter that would have kept the alert quiet. */
export const filterQuery = (id: string) =>
  queryOptions({
    queryKey: ['alert-filter', id],
    queryFn: ({ signal }) => getJson<FilterProposal>(`${pathOf(id)}/filter`, signal),
    staleTime: Infinity,
    retry: false,
  });

export const silencesQuery = () =>
  queryOptions({
    queryKey: ['silences'],
    queryFn: ({ signal }) => getJson<{ items: Silence[] }>('/v1/silences', signal),
    refetchInterval: 15_000,
  });

export interface Acted {
  done: number;
  failed: unknown[];
}

/** Does one thing to one or several alerts, one after the other; a failure stops no other. */
export function useAct() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ ids, asked }: { ids: readonly string[]; asked: AlertAction }) => {
      const acted: Acted = { done: 0, failed: [] };
      for (const id of ids) {
        try {
          await send('POST', `${pathOf(id)}/actions`, asked);
          acted.done += 1;
        } catch (error) {
          acted.failed.push(error);
        }
      }
      return acted;
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['alerts'] }),
  });
}

export interface NewSilence {
  starts?: string;
  ends: string;
  reason: string;
  match: SilenceMatch;
}

export function useSilence() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: NewSilence) => send<Silence>('POST', '/v1/silences', asked),
    onSettled: () => queries.invalidateQueries({ queryKey: ['silences'] }),
  });
}
