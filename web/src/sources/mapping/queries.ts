import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson, queryString, send } from '../../api/client.ts';
import type {
  Catalogue,
  Renormalisation,
  SampleInput,
  SourceMapping,
  SourceSample,
  TryAnswer,
  UnmappedAnswer,
} from '../../api/types.ts';
import type { Document } from './document.ts';

const at = (name: string) => `/v1/sources/${encodeURIComponent(name)}`;

export const mappingQuery = (name: string) =>
  queryOptions({
    queryKey: ['mapping', name],
    queryFn: ({ signal }) => getJson<SourceMapping>(`${at(name)}/mapping`, signal),
    staleTime: Infinity,
  });

/** Reading samples is recorded: they are read once, and again only when they are asked for. */
export const samplesQuery = (name: string, native?: string) =>
  queryOptions({
    queryKey: ['samples', name, native ?? ''],
    queryFn: ({ signal }) =>
      getJson<{ items: SourceSample[] }>(
        `${at(name)}/samples${queryString({ native: native ?? null })}`,
        signal,
      ),
    staleTime: Infinity,
  });

export const unmappedQuery = (name: string) =>
  queryOptions({
    queryKey: ['unmapped', name],
    queryFn: ({ signal }) => getJson<UnmappedAnswer>(`${at(name)}/unmapped`, signal),
    staleTime: 10_000,
  });

export const catalogueQuery = () =>
  queryOptions({
    queryKey: ['catalogue'],
    queryFn: ({ signal }) => getJson<Catalogue>('/v1/catalogue', signal),
    staleTime: Infinity,
  });

/** What a field is, from the published schema. */
export interface FieldAbout {
  name: string;
  about: string;
}

interface MappingSchema {
  $defs: { fields: { properties: Record<string, { description?: string }> } };
}

export const fieldsQuery = () =>
  queryOptions({
    queryKey: ['mapping-schema'],
    queryFn: async ({ signal }): Promise<FieldAbout[]> => {
      const schema = await getJson<MappingSchema>('/schema/mapping.json', signal);
      return Object.entries(schema.$defs.fields.properties)
        .filter(([name]) => name !== 'targets' && name !== 'changes')
        .map(([name, { description = '' }]) => ({ name, about: description }));
    },
    staleTime: Infinity,
  });

export interface TryInput {
  type: string;
  settings: Record<string, unknown>;
  mapping: Document | null;
  samples: SampleInput[];
}

export const tryQuery = ({ type, settings, mapping, samples }: TryInput) =>
  queryOptions({
    queryKey: ['try', type, mapping, samples],
    queryFn: () =>
      send<TryAnswer>('POST', `/v1/source-types/${encodeURIComponent(type)}/try`, {
        settings,
        mapping,
        samples,
      }),
    enabled: samples.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 10_000,
    retry: false,
  });

export const jobsQuery = (name: string) =>
  queryOptions({
    queryKey: ['renormalisations', name],
    queryFn: ({ signal }) =>
      getJson<{ items: Renormalisation[] }>(`${at(name)}/renormalisations`, signal),
    refetchInterval: (query) =>
      query.state.data?.items.some((job) => job.status === 'running') ? 500 : false,
  });
