// Reads of sinks, their deliveries and routes, and what can be done to them.
import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query';
import { getJson, queryString, send } from '../api/client.ts';
import type {
  AlertRoute,
  AlertRouteInput,
  AlertRoutes,
  DeliveryState,
  Page,
  Sink,
  SinkChange,
  SinkCreated,
  SinkDelivery,
  SinkDeliveryDetail,
  SinkInput,
  SinkKind,
  SinkTested,
} from '../api/types.ts';

export const sinkPath = (name: string) => `/v1/sinks/${encodeURIComponent(name)}`;
const deliveryPath = (sink: string, id: string) =>
  `${sinkPath(sink)}/deliveries/${encodeURIComponent(id)}`;
const routePath = (name: string) => `/v1/routes/${encodeURIComponent(name)}`;

export const sinkKindsQuery = () =>
  queryOptions({
    queryKey: ['sink-kinds'],
    queryFn: ({ signal }) => getJson<Page<SinkKind>>('/v1/sink-kinds', signal),
    staleTime: Infinity,
  });

export const sinksQuery = () =>
  queryOptions({
    queryKey: ['sinks', 'list'],
    queryFn: ({ signal }) => getJson<Page<Sink>>('/v1/sinks', signal),
    refetchInterval: 10_000,
  });

export const sinkQuery = (name: string) =>
  queryOptions({
    queryKey: ['sinks', 'one', name],
    queryFn: ({ signal }) => getJson<Sink>(sinkPath(name), signal),
    refetchInterval: 5_000,
  });

export const deliveriesQuery = (sink: string, state: DeliveryState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['sinks', 'deliveries', sink, state],
    queryFn: ({ pageParam, signal }) =>
      getJson<Page<SinkDelivery>>(
        `${sinkPath(sink)}/deliveries${queryString({ state, limit: 50, cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    refetchInterval: 5_000,
  });

export const deliveryQuery = (sink: string, id: string) =>
  queryOptions({
    queryKey: ['sinks', 'delivery', sink, id],
    queryFn: ({ signal }) => getJson<SinkDeliveryDetail>(deliveryPath(sink, id), signal),
    refetchInterval: 5_000,
  });

export const routesQuery = () =>
  queryOptions({
    queryKey: ['sinks', 'routes'],
    queryFn: ({ signal }) => getJson<AlertRoutes>('/v1/routes', signal),
  });

/** A change of sinks or routes; what is shown of them is read anew after it. */
function useChange<In, Out>(work: (input: In) => Promise<Out>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSettled: () => queries.invalidateQueries({ queryKey: ['sinks'] }),
  });
}

export const useCreateSink = () =>
  useChange((input: SinkInput) => send<SinkCreated>('POST', '/v1/sinks', input));

export const useChangeSink = (name: string) =>
  useChange((change: SinkChange) => send<Sink>('PATCH', sinkPath(name), change));

export const useDeleteSink = (name: string) =>
  useChange(() => send<undefined>('DELETE', sinkPath(name)));

export const useTestSink = (name: string) =>
  useChange(() => send<SinkTested>('POST', `${sinkPath(name)}/test`, {}));

export const useReplay = (sink: string) =>
  useChange((id: string) =>
    send<SinkDeliveryDetail>('POST', `${deliveryPath(sink, id)}/replay`, {}),
  );

export const useReplayAll = (sink: string) =>
  useChange(() => send<{ replayed: number }>('POST', `${sinkPath(sink)}/replay`, {}));

/** Makes a route, or changes the one of that name. */
export const useSaveRoute = (name: string | null) =>
  useChange(({ name: named, ...rest }: AlertRouteInput) =>
    name === null
      ? send<AlertRoute>('POST', '/v1/routes', { name: named, ...rest })
      : send<AlertRoute>('PATCH', routePath(name), rest),
  );

export const useSwitchRoute = (name: string) =>
  useChange((enabled: boolean) => send<AlertRoute>('PATCH', routePath(name), { enabled }));

export const useDeleteRoute = (name: string) =>
  useChange(() => send<undefined>('DELETE', routePath(name)));
