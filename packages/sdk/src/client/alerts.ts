import type * as api from '../api.ts';
import type { Transport } from './transport.ts';

export interface AlertsQuery {
  /** Comma list. */
  status?: string;
  /** Comma list. */
  level?: string;
  rule?: string;
  actor?: string;
  target?: string;
  /** Only those that nobody was told of, or only the others. */
  quiet?: 'true' | 'false';
  order?: api.AlertOrder;
  limit?: number;
  cursor?: string;
}

export type NewSilence = Pick<api.Silence, 'ends' | 'reason' | 'match'> & { starts?: string };

/** Alerts and who works on them. */
export function alertsOf(http: Transport) {
  const at = (id: string) => `/v1/alerts/${encodeURIComponent(id)}`;
  return {
    list: (query: AlertsQuery = {}) =>
      http.json<api.AlertsAnswer>('GET', '/v1/alerts', { query: query as Record<string, string> }),
    get: (id: string) => http.json<api.AlertDetail>('GET', at(id)),
    act: (id: string, data: api.AlertAction) =>
      http.json<api.AlertDetail>('POST', `${at(id)}/actions`, { data }),
    /** The Sigma filter that would have kept it quiet. */
    filter: (id: string) => http.json<api.FilterProposal>('GET', `${at(id)}/filter`),
    silences: () => http.json<{ items: api.Silence[] }>('GET', '/v1/silences'),
    silence: (data: NewSilence) => http.json<api.Silence>('POST', '/v1/silences', { data }),
    endSilence: (id: string) => http.json<void>('DELETE', `/v1/silences/${encodeURIComponent(id)}`),
  };
}

export interface ReplayWait {
  signal?: AbortSignal;
  /** Time between two looks in milliseconds. Default 500. */
  every_ms?: number;
  onProgress?: (job: api.RuleReplay) => void;
}

export type ExplainRequest = ({ rule: string } | { text: string }) & {
  event: string;
  /** Why what is masked is read. */
  reason?: string;
};

/** Rules: what runs, what people changed, and trying them. */
export function rulesOf(http: Transport) {
  const at = (id: string) => `/v1/rules/${encodeURIComponent(id)}`;
  const replay = (id: string) =>
    http.json<api.RuleReplay>('GET', `/v1/replays/${encodeURIComponent(id)}`);
  return {
    list: () => http.json<api.RulesAnswer>('GET', '/v1/rules'),
    get: (id: string) => http.json<api.RuleDetail>('GET', at(id)),
    create: (data: api.RuleInput) => http.json<api.RuleDetail>('POST', '/v1/rules', { data }),
    replace: (id: string, data: api.RuleInput) =>
      http.json<api.RuleDetail>('PUT', at(id), { data }),
    change: (id: string, data: api.RulePatch) =>
      http.json<api.RuleDetail>('PATCH', at(id), { data }),
    remove: (id: string) => http.json<void>('DELETE', at(id)),
    versions: (id: string) => http.json<{ items: api.RuleVersion[] }>('GET', `${at(id)}/versions`),
    restore: (id: string, version: number) =>
      http.json<api.RuleDetail>('POST', `${at(id)}/versions/${version}/restore`, { data: {} }),
    check: (data: api.RuleInput) => http.json<api.RuleCheck>('POST', '/v1/rules/check', { data }),
    /** The server records that the event was read. */
    explain: (data: ExplainRequest) =>
      http.json<api.RuleExplanation>('POST', '/v1/rules/explain', { data }),
    /** A rule by its id, or a text, over history. */
    replay: (what: { rule: string } | { text: string }, range: { from: string; to?: string }) =>
      'rule' in what
        ? http.json<api.RuleReplay>('POST', `${at(what.rule)}/replay`, { data: range })
        : http.json<api.RuleReplay>('POST', '/v1/rules/replay', { data: { ...what, ...range } }),
    replayed: replay,
    cancelReplay: (id: string) =>
      http.json<api.RuleReplay>('DELETE', `/v1/replays/${encodeURIComponent(id)}`),
    /** Resolves when the replay has ended, whichever way. */
    async waitForReplay(id: string, options: ReplayWait = {}): Promise<api.RuleReplay> {
      for (;;) {
        const now = await replay(id);
        options.onProgress?.(now);
        if (now.status !== 'running') return now;
        await http.sleep(options.every_ms ?? 500, options.signal);
      }
    },
  };
}
