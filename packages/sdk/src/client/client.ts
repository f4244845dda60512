import type { SentEvent } from '@acta/event';
import type * as api from '../api.ts';
import { ActaApiError, problemOf } from './error.ts';
import { alertsOf, rulesOf } from './alerts.ts';
import { exportsOf } from './exports.ts';
import { mappingsOf } from './mappings.ts';
import { recordsOf } from './records.ts';
import { alertRoutesOf, sinksOf } from './sinks.ts';
import { tail, type TailItem, type TailOptions } from './tail.ts';
import { createTransport, type ClientOptions, type Transport } from './transport.ts';

export interface Search {
  q?: string;
  /** RFC 3339, inclusive. */
  from?: string;
  /** RFC 3339, exclusive. */
  to?: string;
  order?: '-time' | 'time';
  /** At most 1,000 a page. */
  limit?: number;
  cursor?: string;
}

export interface EmitOptions {
  /** Makes a retry of the same events safe; made up for this call when absent. */
  idempotency_key?: string;
  /**
   * OIDC token of the workload that sends, checked by the server; never logged. It is the
   * credential where the client has no API key.
   */
  workload_token?: string | undefined;
  /** Proves the key that the token is bound to (RFC 9449), anew for each try. */
  prove?: ((request: ProvenRequest) => Promise<string>) | undefined;
  signal?: AbortSignal;
}

/** What a DPoP proof is made for. */
export interface ProvenRequest {
  method: string;
  url: string;
  token: string;
  /** The server's, where it gave one. */
  nonce?: string | undefined;
}

export interface ListOptions {
  limit?: number;
  cursor?: string;
}

export type Client = ReturnType<typeof createClient>;

/**
 * A client of Acta's public API. Every call throws ActaApiError with the problem document of a
 * refusal, or ActaConnectionError when the server can't be reached after the retries.
 */
export function createClient(options: ClientOptions) {
  const http = createTransport(options);
  const get = <T>(path: string, query?: object) =>
    http.json<T>('GET', path, { query: query as Record<string, string> });
  const post = <T>(path: string, data: unknown = {}) => http.json<T>('POST', path, { data });
  return {
    url: http.base,
    /** Whether requests carry an API key. */
    hasKey: http.hasKey,

    /** Appends events; resolves when they are durable and sequenced. Rejected ones are listed. */
    emit: (events: SentEvent | SentEvent[], emitOptions: EmitOptions = {}) =>
      emit(http, events, emitOptions),

    search: (query: Search = {}) => get<api.SearchAnswer>('/v1/events', query),
    /** Page after page of a search, until its end or until the consumer stops. */
    pages: (query: Search = {}) => pages(http, query),
    /** Live events; resumes by itself. */
    tail: (tailOptions: TailOptions = {}): AsyncGenerator<TailItem> => tail(http, tailOptions),
    event: (id: string) => get<api.LoggedEvent>(`/v1/events/${enc(id)}`),
    proof: (id: string, proofOptions: { raw?: boolean } = {}) =>
      get<api.ProofAnswer>(`/v1/events/${enc(id)}/proof`, proofOptions),
    /** The source's own record. The server records that it was revealed. */
    raw: (id: string) => get<api.RawAnswer>(`/v1/events/${enc(id)}/raw`),
    viewers: (id: string, list: ListOptions = {}) =>
      get<api.ViewersAnswer>(`/v1/events/${enc(id)}/viewers`, list),
    histogram: (query: Search & { buckets?: number } = {}) =>
      get<api.HistogramAnswer>('/v1/histogram', query),
    facets: (query: Search & { fields?: string } = {}) =>
      get<api.FacetsAnswer>('/v1/facets', query),

    me: () => get<api.Me>('/v1/me'),
    catalogue: () => get<api.Catalogue>('/v1/catalogue'),
    integrity: () => get<api.Integrity>('/v1/integrity'),
    startVerification: () => post<api.Verification>('/v1/integrity/verify'),
    verification: (id: string) => get<api.Verification>(`/v1/integrity/verifications/${enc(id)}`),

    /** All sources by day, and what is not heard. */
    coverage: (days: DayRange = {}) => get<api.CoverageAnswer>('/v1/coverage', days),
    sources: {
      types: () => get<api.SourceType[] | { items: api.SourceType[] }>('/v1/source-types'),
      list: (list: ListOptions = {}) => get<api.Page<api.Source>>('/v1/sources', list),
      get: (name: string) => get<api.SourceDetail>(`/v1/sources/${enc(name)}`),
      /** Days, UTC: from the first on, below the second; the last 90 by default. */
      coverage: (name: string, days: DayRange = {}) =>
        get<api.SourceCoverageDays>(`/v1/sources/${enc(name)}/coverage`, days),
      configureCoverage: (name: string, data: Partial<api.CoverageSettings>) =>
        http.json<api.CoverageSettings>('PATCH', `/v1/sources/${enc(name)}/coverage`, { data }),
      create: (source: { type: string; name: string; settings?: Record<string, unknown> }) =>
        post<api.SourceCreated>('/v1/sources', source),
      update: (name: string, data: { paused?: boolean; settings?: Record<string, unknown> }) =>
        http.json<api.Source>('PATCH', `/v1/sources/${enc(name)}`, { data }),
      remove: (name: string) => http.json<void>('DELETE', `/v1/sources/${enc(name)}`),
      /** Who sends syslog that no source claims, the newest first. */
      unknownSenders: () => get<api.Page<api.UnknownSender>>('/v1/unknown-senders'),
      ...recordsOf(http),
    },
    keys: {
      list: (list: ListOptions = {}) => get<api.Page<api.Key>>('/v1/keys', list),
      create: (key: KeyInput) => post<api.KeyCreated>('/v1/keys', key),
      revoke: (id: string) => http.json<void>('DELETE', `/v1/keys/${enc(id)}`),
    },
    mappings: mappingsOf(http),
    alerts: alertsOf(http),
    rules: rulesOf(http),
    sinks: sinksOf(http),
    alertRoutes: alertRoutesOf(http),
    exports: exportsOf(http),

    /** A file of the public tree (`checkpoint`, `tile/…`, `vkey`), or null where there is none. */
    logFile: (path: string) => logFile(http, path),
    ready: async (): Promise<boolean> =>
      (await http.request('GET', '/readyz', { accept: [503], retry: false })).ok,
  };
}

export interface DayRange {
  /** `2026-11-19`, UTC, inclusive. */
  from?: string;
  /** Exclusive. */
  to?: string;
}

export interface KeyInput {
  name: string;
  role: api.Role;
  scope?: string;
  source?: string;
  expires?: string;
}

async function emit(
  http: Transport,
  events: SentEvent | SentEvent[],
  options: EmitOptions,
): Promise<api.IngestAnswer> {
  const key = globalThis.crypto.randomUUID();
  const send = (nonce?: string) =>
    http.request('POST', '/v1/events', {
      body: JSON.stringify(events),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': options.idempotency_key ?? key,
      },
      sign: (request) => workloadHeaders(http, options, { ...request, nonce }),
      signal: options.signal,
      retry: true,
      accept: [400, 401],
    });
  let response = await send();
  const nonce = response.headers.get('dpop-nonce');
  if (response.status === 401 && nonce !== null && options.prove !== undefined) {
    await response.body?.cancel();
    response = await send(nonce);
  }
  if (response.status === 401) throw new ActaApiError(await problemOf(response));
  if (response.status !== 400) return (await response.json()) as api.IngestAnswer;
  return allRejected(response);
}

async function workloadHeaders(
  http: Transport,
  { workload_token: token, prove }: EmitOptions,
  request: { method: string; url: string; nonce: string | undefined },
): Promise<Record<string, string>> {
  if (!token) return {};
  const dpop = prove === undefined ? undefined : await prove({ ...request, token });
  const proof: Record<string, string> = dpop === undefined ? {} : { dpop };
  if (http.hasKey) return { 'acta-workload-token': token, ...proof };
  return { authorization: `${dpop === undefined ? 'Bearer' : 'DPoP'} ${token}`, ...proof };
}

/** 400 is the ordinary answer when every event was rejected, and a problem document otherwise. */
async function allRejected(response: Response): Promise<api.IngestAnswer> {
  const copy = response.clone();
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === 'object' && body !== null && Array.isArray(Reflect.get(body, 'rejected'))) {
    return body as api.IngestAnswer;
  }
  throw new ActaApiError(await problemOf(copy));
}

async function* pages(http: Transport, query: Search): AsyncGenerator<api.SearchAnswer> {
  let cursor = query.cursor;
  do {
    const page = await http.json<api.SearchAnswer>('GET', '/v1/events', {
      query: { ...query, cursor },
    });
    yield page;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

async function logFile(http: Transport, path: string): Promise<Uint8Array | null> {
  const response = await http.request('GET', `/log/${path}`, {
    headers: { accept: '*/*' },
    accept: [404],
  });
  if (response.status === 404) {
    await response.body?.cancel();
    return null;
  }
  return new Uint8Array(await response.arrayBuffer());
}

const enc = encodeURIComponent;
