// Reads of rules, and what can be done to them.
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { getJson, queryString, send } from '../api/client.ts';
import type {
  RuleCheck,
  RuleDetail,
  RuleField,
  RuleInput,
  RulePatch,
  RuleReplay,
  RulesAnswer,
  RuleVersion,
} from '../api/types.ts';

export const rulePath = (id: string) => `/v1/rules/${encodeURIComponent(id)}`;

/** A thousand rules are a megabyte: only their own list reads them again and again. */
export const rulesQuery = () =>
  queryOptions({
    queryKey: ['rules', 'list'],
    queryFn: ({ signal }) => getJson<RulesAnswer>('/v1/rules', signal),
    staleTime: 30_000,
    retry: false,
  });

/** Fields that rules for a log source can look at. */
export const ruleFieldsQuery = (logsource: Record<string, string>) =>
  queryOptions({
    queryKey: ['rule-fields', logsource],
    queryFn: ({ signal }) =>
      getJson<{ items: RuleField[] }>(`/v1/rules/fields${queryString(logsource)}`, signal),
    enabled: Object.keys(logsource).length > 0,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  });

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ['rules', 'one', id],
    queryFn: ({ signal }) => getJson<RuleDetail>(rulePath(id), signal),
  });

/** What was run over history before, the newest first. */
export const replaysQuery = () =>
  queryOptions({
    queryKey: ['replays'],
    queryFn: ({ signal }) => getJson<{ items: RuleReplay[] }>('/v1/replays', signal),
    staleTime: 10_000,
    retry: false,
  });

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['rules', 'versions', id],
    queryFn: ({ signal }) => getJson<{ items: RuleVersion[] }>(`${rulePath(id)}/versions`, signal),
  });

/** What is wrong with a text, and what it does on its fixtures. Nothing of it is kept. */
export const checkQuery = (input: RuleInput) =>
  queryOptions({
    queryKey: ['rule-check', input.text, input.fixtures ?? ''],
    queryFn: () => send<RuleCheck>('POST', '/v1/rules/check', input),
    enabled: input.text.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });

function useRefresh() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['rules'] });
}

export function usePatchRule(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (patch: RulePatch) => send<RuleDetail>('PATCH', rulePath(id), patch),
    onSuccess: refresh,
  });
}

export function useDeleteRule(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => send('DELETE', rulePath(id)),
    onSuccess: refresh,
  });
}

export function useRestoreRule(id: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (version: number) =>
      send<RuleDetail>('POST', `${rulePath(id)}/versions/${version}/restore`),
    onSuccess: refresh,
  });
}

/** Writes a new rule, or the new text of one that was written here. */
export function useSaveRule(id: string | null) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (input: RuleInput) =>
      id === null
        ? send<RuleDetail>('POST', '/v1/rules', input)
        : send<RuleDetail>('PUT', rulePath(id), input),
    onSuccess: refresh,
  });
}
