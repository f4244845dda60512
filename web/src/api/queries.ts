// Every read of the page, as TanStack Query options: key, call and freshness in one place.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson, queryString } from './client.ts';
import type {
  CoverageAnswer,
  ExportJob,
  FacetsAnswer,
  HistogramAnswer,
  Integrity,
  Key,
  LoggedEvent,
  Me,
  Page,
  ProofAnswer,
  QuarantineDetail,
  QuarantineItem,
  SearchAnswer,
  Source,
  SourceCoverageDays,
  SourceDetail,
  SourceType,
  Verification,
  ViewersAnswer,
} from './types.ts';

/** One search: the query, its range with absolute ends, and a number that a reload raises. */
export interface Search {
  q: string;
  from: string | null;
  to: string | null;
  order: '-time' | 'time';
}

const PAGE_SIZE = 200;

export const FACET_FIELDS = [
  'source.name',
  'actor',
  'action',
  'target',
  'outcome',
  'severity',
  'environment',
  'category',
] as const;

export const meQuery = () =>
  queryOptions({
    queryKey: ['me'],
    queryFn: ({ signal }) => getJson<Me>('/v1/me', signal),
    staleTime: 60_000,
    retry: false,
  });

export const eventsQuery = (search: Search) =>
  infiniteQueryOptions({
    queryKey: ['events', search],
    queryFn: ({ pageParam, signal }) =>
      getJson<SearchAnswer>(
        `/v1/events${queryString({ ...search, limit: PAGE_SIZE, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });

export const histogramQuery = (search: Search) =>
  queryOptions({
    queryKey: ['histogram', { q: search.q, from: search.from, to: search.to }],
    queryFn: ({ signal }) =>
      getJson<HistogramAnswer>(
        `/v1/histogram${queryString({ q: search.q, from: search.from, to: search.to, buckets: 90 })}`,
        signal,
      ),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });

export const facetsQuery = (search: Search) =>
  queryOptions({
    queryKey: ['facets', { q: search.q, from: search.from, to: search.to }],
    queryFn: ({ signal }) =>
      getJson<FacetsAnswer>(
        `/v1/facets${queryString({
          q: search.q,
          from: search.from,
          to: search.to,
          fields: FACET_FIELDS.join(','),
          limit: 8,
        })}`,
        signal,
      ),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });

export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: ['event', id],
    queryFn: ({ signal }) => getJson<LoggedEvent>(`/v1/events/${encodeURIComponent(id)}`, signal),
    staleTime: Infinity,
  });

export const proofQuery = (id: string) =>
  queryOptions({
    queryKey: ['proof', id],
    queryFn: ({ signal }) =>
      getJson<ProofAnswer>(`/v1/events/${encodeURIComponent(id)}/proof?raw=false`, signal),
    staleTime: Infinity,
    retry: false,
  });

export const viewersQuery = (id: string) =>
  queryOptions({
    queryKey: ['viewers', id],
    queryFn: ({ signal }) =>
      getJson<ViewersAnswer>(`/v1/events/${encodeURIComponent(id)}/viewers`, signal),
    // One's own look becomes searchable a moment after it was recorded.
    refetchInterval: 3000,
  });

export const relatedQuery = (q: string) =>
  queryOptions({
    queryKey: ['related', q],
    queryFn: ({ signal }) =>
      getJson<SearchAnswer>(`/v1/events${queryString({ q, limit: 60 })}`, signal),
    staleTime: 60_000,
  });

export const integrityQuery = () =>
  queryOptions({
    queryKey: ['integrity'],
    queryFn: ({ signal }) => getJson<Integrity>('/v1/integrity', signal),
    refetchInterval: 10_000,
  });

export const verificationQuery = (id: string) =>
  queryOptions({
    queryKey: ['verification', id],
    queryFn: ({ signal }) =>
      getJson<Verification>(`/v1/integrity/verifications/${encodeURIComponent(id)}`, signal),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 500 : false),
  });

export const sourceTypesQuery = () =>
  queryOptions({
    queryKey: ['source-types'],
    queryFn: ({ signal }) => getJson<Page<SourceType>>('/v1/source-types', signal),
    staleTime: Infinity,
  });

export const sourcesQuery = () =>
  queryOptions({
    queryKey: ['sources'],
    queryFn: ({ signal }) => getJson<Page<Source>>('/v1/sources', signal),
    refetchInterval: 10_000,
  });

export const sourceQuery = (name: string, every_ms = 10_000) =>
  queryOptions({
    queryKey: ['source', name],
    queryFn: ({ signal }) =>
      getJson<SourceDetail>(`/v1/sources/${encodeURIComponent(name)}`, signal),
    refetchInterval: every_ms,
  });

export const coverageQuery = () =>
  queryOptions({
    queryKey: ['coverage'],
    queryFn: ({ signal }) => getJson<CoverageAnswer>('/v1/coverage', signal),
    refetchInterval: 30_000,
  });

export const sourceCoverageQuery = (name: string) =>
  queryOptions({
    queryKey: ['coverage', name],
    queryFn: ({ signal }) =>
      getJson<SourceCoverageDays>(`/v1/sources/${encodeURIComponent(name)}/coverage`, signal),
    refetchInterval: 30_000,
  });

export const quarantineQuery = (source: string) =>
  queryOptions({
    queryKey: ['quarantine', source],
    queryFn: ({ signal }) =>
      getJson<Page<QuarantineItem>>(`/v1/quarantine${queryString({ source })}`, signal),
    refetchInterval: 15_000,
  });

export const quarantineItemQuery = (id: string) =>
  queryOptions({
    queryKey: ['quarantine-item', id],
    queryFn: ({ signal }) =>
      getJson<QuarantineDetail>(`/v1/quarantine/${encodeURIComponent(id)}`, signal),
  });

export const keysQuery = () =>
  queryOptions({
    queryKey: ['keys'],
    queryFn: ({ signal }) => getJson<Page<Key>>('/v1/keys', signal),
  });

export const exportQuery = (id: string) =>
  queryOptions({
    queryKey: ['export', id],
    queryFn: ({ signal }) => getJson<ExportJob>(`/v1/exports/${encodeURIComponent(id)}`, signal),
    refetchInterval: (query) => {
      const status = query.state.data?.status;
      return status === 'done' || status === 'failed' ? false : 500;
    },
  });
