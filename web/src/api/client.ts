import type { Problem } from './types.ts';

/** What a failed call leaves behind: the server's problem document, or the reason none came. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(problem.detail || problem.title, { cause });
    this.name = 'ApiError';
    this.problem = problem;
  }
}

const UNREACHABLE: Problem = {
  type: 'about:blank',
  title: 'The server did not answer',
  status: 0,
  code: 'unreachable',
  detail: 'The page could not reach Acta. What is recorded stays recorded; try again in a moment.',
};

async function problemOf(response: Response): Promise<Problem> {
  const type = response.headers.get('content-type') ?? '';
  const text = await response.text();
  if (type.includes('json')) {
    try {
      const body = JSON.parse(text) as Partial<Problem>;
      return {
        type: 'about:blank',
        title: `HTTP ${response.status}`,
        code: `http_${response.status}`,
        detail: '',
        ...body,
        status: response.status,
      };
    } catch {
      // Not the document it claims to be: fall through and say what the status line said.
    }
  }
  return {
    type: 'about:blank',
    title: `HTTP ${response.status}`,
    status: response.status,
    code: `http_${response.status}`,
    detail: response.statusText || 'The answer was not one that the page understands.',
  };
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** Calls the API and gives the response; anything but 2xx throws `ApiError`. */
export async function call(path: string, options: CallOptions = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: options.method ?? 'GET',
      credentials: 'same-origin',
      ...(options.body === undefined
        ? {}
        : {
            body: JSON.stringify(options.body),
            headers: { 'content-type': 'application/json' },
          }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(UNREACHABLE, cause);
  }
  if (!response.ok) throw new ApiError(await problemOf(response));
  return response;
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await call(path, { signal })).json()) as T;
}

export async function send<T>(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await call(path, { method, body });
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** `?a=1&b=2` from what is set; empty and null values are left out. */
export function queryString(values: Record<string, string | number | null | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
