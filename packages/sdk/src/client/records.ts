import type * as api from '../api.ts';
import type { Transport } from './transport.ts';

export interface RecordOptions {
  /** The records are lines of text, not JSON. */
  text?: boolean;
  signal?: AbortSignal;
}

export interface ImportOptions extends RecordOptions {
  /** What the file is called. */
  file?: string;
  /** Tells the file from others: keeps equal lines apart and known when they come again. */
  fingerprint?: string;
  /** The number of the first record in the file. */
  first?: number;
}

const enc = encodeURIComponent;

/** Records of files, and asking products for theirs. */
export function recordsOf(http: Transport) {
  const post = async <T>(
    name: string,
    body: Uint8Array,
    { text, signal }: RecordOptions,
    query: Record<string, string | number | undefined>,
  ): Promise<T> => {
    const headers = { 'content-type': text === true ? 'text/plain' : 'application/x-ndjson' };
    const path = `/v1/sources/${enc(name)}/records`;
    // Safe to repeat: what was taken is known again.
    return http.json<T>('POST', path, { body, headers, query, signal, retry: true });
  };
  const reconciliation = (name: string, id: string) =>
    http.json<api.Reconciliation>('GET', `/v1/sources/${enc(name)}/reconciliations/${enc(id)}`);
  return {
    /** Records of a file; resolves when they are durable. */
    importRecords: (name: string, body: Uint8Array, options: ImportOptions = {}) => {
      const { file, fingerprint, first } = options;
      return post<api.ImportAnswer>(name, body, options, { file, fingerprint, first });
    },
    /** What records would be; nothing is taken. */
    checkRecords: (name: string, body: Uint8Array, options: RecordOptions = {}) =>
      post<api.ImportPreview>(name, body, options, { check: 'true' }),
    /** Polls the product now. */
    pull: (name: string) => http.json<api.PullHealth>('POST', `/v1/sources/${enc(name)}/pull`),
    /** Asks the product again what happened in a time. */
    reconcile: (name: string, data: { from: string; to: string }) =>
      http.json<api.Reconciliation>('POST', `/v1/sources/${enc(name)}/reconcile`, { data }),
    reconciliation,
    /** Resolves when the comparison is done or failed. */
    async reconciled(
      name: string,
      id: string,
      options: { signal?: AbortSignal; onProgress?: (job: api.Reconciliation) => void } = {},
    ): Promise<api.Reconciliation> {
      for (;;) {
        const job = await reconciliation(name, id);
        options.onProgress?.(job);
        if (job.status !== 'running') return job;
        await http.sleep(500, options.signal);
      }
    },
  };
}
