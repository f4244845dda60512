import { queryOptions } from '@tanstack/react-query';
import { getJson } from '../../api/client.ts';
import type { Page, Reconciliation } from '../../api/types.ts';

const RUNNING_MS = 1_000;

/** Comparisons with the product, the newest first; looked at again while one runs. */
export const comparisonsQuery = (source: string) =>
  queryOptions({
    queryKey: ['comparisons', source],
    queryFn: ({ signal }) =>
      getJson<Page<Reconciliation>>(
        `/v1/sources/${encodeURIComponent(source)}/reconciliations?limit=5`,
        signal,
      ),
    refetchInterval: (query) =>
      query.state.data?.items.some(({ status }) => status === 'running') ? RUNNING_MS : false,
  });
