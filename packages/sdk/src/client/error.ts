import type { Problem } from '../api.ts';

/**
 * A refusal or failure of the server, with its RFC 9457 problem document.
 * `code` is stable; `problem.detail` says what happened and what to do next.
 */
export class ActaApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail || problem.title, options);
    this.name = 'ActaApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
  }
}

/** The server could not be reached, or the connection broke; nothing is known about the outcome. */
export class ActaConnectionError extends Error {
  readonly code = 'connection_failed';

  constructor(url: string, cause: unknown) {
    const reason = rootMessage(cause);
    super(`Can't reach ${url}: ${reason}`, { cause });
    this.name = 'ActaConnectionError';
  }
}

function rootMessage(cause: unknown): string {
  let current = cause;
  while (current instanceof Error && current.cause !== undefined) current = current.cause;
  if (!(current instanceof Error)) return String(current);
  const code = (current as { code?: unknown }).code;
  if (typeof code !== 'string' || current.message.includes(code)) {
    return current.message || current.name;
  }
  return current.message === '' ? code : `${current.message} (${code})`;
}

/** Reads an answer that is not 2xx; a body that is no problem document still gives one. */
export async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '');
  try {
    const body = JSON.parse(text) as Partial<Problem> & { error?: string; message?: string };
    if (typeof body === 'object' && body !== null) {
      return {
        ...body,
        type: body.type ?? 'about:blank',
        title: body.title ?? (response.statusText || `HTTP ${response.status}`),
        status: response.status,
        detail: body.detail ?? body.message ?? body.error ?? '',
        code: body.code ?? `http_${response.status}`,
      };
    }
  } catch {
    // not JSON: a proxy in between answered
  }
  return {
    type: 'about:blank',
    title: response.statusText || `HTTP ${response.status}`,
    status: response.status,
    detail: text.slice(0, 200),
    code: `http_${response.status}`,
  };
}
