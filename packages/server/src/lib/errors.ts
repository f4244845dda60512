// Every error of the server that has a meaning beyond "a bug": a stable code, whose fault it is,
// and what to do next. RFC 9457 problem documents are made of these.

/** `caller`: the request is wrong. `operator`: the machine or its settings are. `bug`: we are. */
export type Fault = 'caller' | 'operator' | 'bug';

export interface ErrorDescription {
  /** Stable, snake_case. */
  code: string;
  /** HTTP status that the error stands for. */
  status: number;
  fault: Fault;
  /** What happened, in one sentence, without secrets. */
  detail: string;
  /** What to do now, in one sentence. */
  next: string;
  /** Seconds after which a retry makes sense (`Retry-After`). */
  retry_after_s?: number;
  /** Headers of an answer over HTTP that belong to the error: a challenge, a nonce. */
  headers?: Readonly<Record<string, string>>;
  cause?: unknown;
}

export class ActaError extends Error {
  override readonly name = 'ActaError';
  readonly code: string;
  readonly status: number;
  readonly fault: Fault;
  readonly detail: string;
  readonly next: string;
  readonly retry_after_s: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(description: ErrorDescription) {
    super(`${description.detail} ${description.next}`.trim(), { cause: description.cause });
    this.code = description.code;
    this.status = description.status;
    this.fault = description.fault;
    this.detail = description.detail;
    this.next = description.next;
    this.retry_after_s = description.retry_after_s;
    this.headers = description.headers ?? {};
  }
}

/** The code of a system error (`ENOSPC`, `ENOENT`, …), or undefined where it has none. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
