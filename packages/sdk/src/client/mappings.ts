import type * as api from '../api.ts';
import type { Transport } from './transport.ts';

export interface TryRequest {
  mapping?: Record<string, unknown> | null;
  overrides?: Record<string, unknown> | null;
  settings?: Record<string, unknown>;
  samples: api.SampleInput[];
}

export interface MappingSave {
  mapping?: Record<string, unknown> | null;
  overrides?: Record<string, unknown> | null;
  /** Why; kept with the version. */
  note?: string;
  /** The version that the change was made on. */
  base?: number;
}

export interface RenormaliseRange {
  from?: string;
  to?: string;
}

export interface RenormaliseWait {
  signal?: AbortSignal;
  /** Time between two looks in milliseconds. Default 500. */
  every_ms?: number;
  onProgress?: (job: api.Renormalisation) => void;
}

/** What records of a source become: trying, saving, mapping again. */
export function mappingsOf(http: Transport) {
  const enc = encodeURIComponent;
  const at = (name: string) => `/v1/sources/${enc(name)}`;
  const job = (id: string) =>
    http.json<api.Renormalisation>('GET', `/v1/renormalisations/${enc(id)}`);
  return {
    get: (name: string) => http.json<api.SourceMapping>('GET', `${at(name)}/mapping`),
    save: (name: string, data: MappingSave) =>
      http.json<api.SourceMapping>('PUT', `${at(name)}/mapping`, { data }),
    /** Records nothing. */
    try: (type: string, data: TryRequest) =>
      http.json<api.TryAnswer>('POST', `/v1/source-types/${enc(type)}/try`, { data }),
    unmapped: (name: string) => http.json<api.UnmappedAnswer>('GET', `${at(name)}/unmapped`),
    /** The server records that the records were shown. */
    samples: (name: string, query: { native?: string; limit?: number } = {}) =>
      http.json<{ items: api.SourceSample[] }>('GET', `${at(name)}/samples`, { query }),
    preview: (name: string, range: RenormaliseRange = {}) =>
      http.json<api.RenormalisePreview>('POST', `${at(name)}/renormalise`, {
        data: { ...range, dry_run: true },
      }),
    renormalise: (name: string, range: RenormaliseRange = {}) =>
      http.json<api.Renormalisation>('POST', `${at(name)}/renormalise`, { data: range }),
    job,
    cancel: (id: string) =>
      http.json<api.Renormalisation>('DELETE', `/v1/renormalisations/${enc(id)}`),
    /** Resolves when the job has ended, whichever way. */
    async wait(id: string, options: RenormaliseWait = {}): Promise<api.Renormalisation> {
      for (;;) {
        const now = await job(id);
        options.onProgress?.(now);
        if (now.status !== 'running') return now;
        await http.sleep(options.every_ms ?? 500, options.signal);
      }
    },
  };
}
