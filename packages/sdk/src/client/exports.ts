import type * as api from '../api.ts';
import type { Transport } from './transport.ts';

export interface ExportRequest {
  q?: string;
  from?: string;
  to?: string;
  format: api.ExportFormat;
  /** Packs: every leaf of the index range, so that nothing matching can have been left out. */
  population?: boolean;
}

export interface WaitOptions {
  signal?: AbortSignal;
  /** Time between two looks in milliseconds. Default 500. */
  every_ms?: number;
  onProgress?: (job: api.ExportJob) => void;
}

/** Exports: jobs of the server whose file is fetched when they are done. */
export function exportsOf(http: Transport) {
  const get = (id: string) =>
    http.json<api.ExportJob>('GET', `/v1/exports/${encodeURIComponent(id)}`);
  return {
    create: (data: ExportRequest) =>
      http.json<{ id: string; status: api.ExportJob['status'] }>('POST', '/v1/exports', { data }),
    get,
    list: (query: { limit?: number; cursor?: string } = {}) =>
      http.json<api.Page<api.ExportJob>>('GET', '/v1/exports', { query }),
    /** Resolves when the job is done or failed. */
    async wait(id: string, options: WaitOptions = {}): Promise<api.ExportJob> {
      for (;;) {
        const job = await get(id);
        options.onProgress?.(job);
        if (job.status === 'done' || job.status === 'failed') return job;
        await http.sleep(options.every_ms ?? 500, options.signal);
      }
    },
    /** The finished file as a stream of bytes. */
    async file(id: string, signal?: AbortSignal): Promise<ReadableStream<Uint8Array>> {
      const path = `/v1/exports/${encodeURIComponent(id)}/file`;
      const response = await http.request('GET', path, { headers: { accept: '*/*' }, signal });
      return response.body ?? new ReadableStream({ start: (c) => c.close() });
    },
  };
}
