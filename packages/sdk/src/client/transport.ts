import { ActaApiError, ActaConnectionError, problemOf } from './error.ts';

export interface ClientOptions {
  /** Base address of the server, for example `https://acta.example.org`. */
  url: string;
  /** API key; absent for what is open to all. */
  token?: string | undefined;
  /** Retries after the first try of a request that is safe to repeat. Default 4. */
  retries?: number;
  /** First back-off in milliseconds; doubles with each try, with jitter. Default 250. */
  retry_base_ms?: number;
  /** Longest wait between two tries in milliseconds. Default 15,000. */
  retry_max_ms?: number;
  /** Time for one try to get its answer's head, in milliseconds. Default 60,000. */
  timeout_ms?: number;
  user_agent?: string;
  fetch?: typeof fetch;
  /** Number in [0, 1) for jitter. */
  random?: () => number;
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface RequestOptions {
  query?: Record<string, string | number | boolean | null | undefined>;
  headers?: Record<string, string>;
  /** Headers that are made anew for each try. */
  sign?: (request: { method: string; url: string }) => Promise<Record<string, string>>;
  body?: string | Uint8Array;
  signal?: AbortSignal | undefined;
  /** Repeats on connection errors, 429, 502, 503 and 504. Set for GET and for idempotent writes. */
  retry?: boolean;
  /** Statuses outside of 2xx that are answers, not errors. */
  accept?: number[];
  /** No limit on the time to the head (streams). */
  untimed?: boolean;
}

export interface Transport {
  readonly base: string;
  /** Whether requests carry an API key. */
  readonly hasKey: boolean;
  readonly options: Required<Pick<ClientOptions, 'retry_base_ms' | 'retry_max_ms'>>;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  backoff(attempt: number): number;
  request(method: string, path: string, options?: RequestOptions): Promise<Response>;
  json<T>(method: string, path: string, options?: RequestOptions & { data?: unknown }): Promise<T>;
}

const RETRIED = new Set([429, 502, 503, 504]);

/** Requests with bounded retries. Throws ActaApiError (an answer) or ActaConnectionError (none). */
export function createTransport(options: ClientOptions): Transport {
  const base = options.url.replace(/\/+$/, '');
  const { retries = 4, retry_base_ms = 250, retry_max_ms = 15_000, timeout_ms = 60_000 } = options;
  const { random = Math.random, sleep = sleepFor, fetch: fetcher = fetch } = options;

  const backoff = (attempt: number): number =>
    Math.min(retry_max_ms, retry_base_ms * 2 ** attempt) * (0.5 + random() / 2);

  const once = async (method: string, url: string, req: RequestOptions): Promise<Response> => {
    const signals = [req.signal, req.untimed ? undefined : AbortSignal.timeout(timeout_ms)];
    const given = signals.filter((signal) => signal !== undefined);
    const signed = (await req.sign?.({ method, url })) ?? {};
    try {
      return await fetcher(url, {
        method,
        headers: {
          accept: 'application/json',
          ...(options.user_agent ? { 'user-agent': options.user_agent } : {}),
          ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
          ...req.headers,
          ...signed,
        },
        ...(req.body === undefined ? {} : { body: req.body as BodyInit }),
        ...(given.length > 0 ? { signal: AbortSignal.any(given) } : {}),
      });
    } catch (error) {
      if (req.signal?.aborted) throw req.signal.reason;
      throw new ActaConnectionError(base, error);
    }
  };

  const request = async (method: string, path: string, req: RequestOptions = {}) => {
    const url = base + path + queryString(req.query);
    const tries = (req.retry ?? method === 'GET') ? retries : 0;
    for (let attempt = 0; ; attempt++) {
      const last = attempt >= tries;
      try {
        const response = await once(method, url, req);
        if (response.ok || req.accept?.includes(response.status)) return response;
        if (last || !RETRIED.has(response.status)) {
          throw new ActaApiError(await problemOf(response));
        }
        const wait = retryAfter(response.headers.get('retry-after'), Date.now());
        await response.body?.cancel();
        await sleep(Math.min(wait ?? backoff(attempt), retry_max_ms), req.signal);
      } catch (error) {
        if (last || !(error instanceof ActaConnectionError)) throw error;
        await sleep(backoff(attempt), req.signal);
      }
    }
  };

  return {
    base,
    hasKey: Boolean(options.token),
    options: { retry_base_ms, retry_max_ms },
    sleep,
    backoff,
    request,
    async json(method, path, req = {}) {
      const { data, ...rest } = req;
      const init: RequestOptions = { ...rest };
      if (data !== undefined) {
        init.body = JSON.stringify(data);
        init.headers = { 'content-type': 'application/json', ...rest.headers };
      }
      const response = await request(method, path, init);
      const text = await response.text();
      return (text === '' ? undefined : JSON.parse(text)) as never;
    },
  };
}

/** `Retry-After` in milliseconds: delay seconds or an HTTP date; null where absent or unreadable. */
export function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

function queryString(query: RequestOptions['query']): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

function sleepFor(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
