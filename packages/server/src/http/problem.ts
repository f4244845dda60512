// RFC 9457: every error that leaves the server is a problem document with a stable code, the
// request's id and what to do next.
import type { Problem, RuleProblem } from '@acta/sdk';
import { STATUS_CODES } from 'node:http';
import { ActaError } from '../lib/errors.ts';
import type { ErrorDescription } from '../lib/errors.ts';
import { RuleRefused } from '../rules/index.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** Members that some problems have beyond the common ones. */
export type ProblemExtras = Pick<Problem, 'column' | 'expected' | 'errors'>;

/** An error with members of its own in the problem document. */
export class HttpProblem extends ActaError {
  readonly extras: ProblemExtras;

  constructor(description: ErrorDescription, extras: ProblemExtras = {}) {
    super(description);
    this.extras = extras;
  }
}

/** With what is wrong in the text of a rule. */
type AnyProblem = Problem & { problems?: readonly RuleProblem[] };

export function problemOf(error: ActaError, requestId: string): AnyProblem {
  return {
    type: `urn:acta:problem:${error.code}`,
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    detail: `${error.detail} ${error.next}`.trim(),
    code: error.code,
    request_id: requestId,
    ...(error instanceof HttpProblem ? error.extras : {}),
    ...(error instanceof RuleRefused ? { problems: error.problems } : {}),
  };
}

type Shape = [code: string, status: number, detail: string, next: string];

const caller = ([code, status, detail, next]: Shape): HttpProblem =>
  new HttpProblem({ code, status, fault: 'caller', detail, next });

export const notFound = (what: string): HttpProblem =>
  caller(['not_found', 404, `There is no ${what}.`, 'Check the name or the id.']);

export const noRoute = (method: string): HttpProblem =>
  caller([
    'no_such_route',
    404,
    `Nothing answers ${method} at this path.`,
    'See /openapi.json for what there is.',
  ]);

export const wrongMethod = (method: string, allowed: string): HttpProblem =>
  caller([
    'method_not_allowed',
    405,
    `${method} is not answered at this path.`,
    `There is: ${allowed}.`,
  ]);

export const unauthenticated = (): HttpProblem =>
  caller([
    'unauthenticated',
    401,
    'This needs a credential.',
    'Send an API key as "Authorization: Bearer KEY", or sign in.',
  ]);

export const credentialRefused = (): HttpProblem =>
  caller([
    'credential_refused',
    401,
    'The credential is unknown, expired or revoked.',
    'Use a live API key, or sign in again.',
  ]);

export const forbidden = (permission: string, role: string): HttpProblem =>
  caller([
    'permission_denied',
    403,
    `The role ${role} does not have the permission ${permission}.`,
    'Ask an administrator for a key of another role.',
  ]);

export const crossOrigin = (): HttpProblem =>
  caller([
    'cross_origin',
    403,
    'A request with a session cookie that changes something must come from this page itself.',
    'Send it from the page, or use an API key.',
  ]);

export const tooManyFailures = (wait_s: number): HttpProblem =>
  new HttpProblem({
    code: 'too_many_failures',
    status: 429,
    fault: 'caller',
    detail: 'Too many failed sign-ins came from this address.',
    next: `Wait ${wait_s} seconds.`,
    retry_after_s: wait_s,
  });

export const reasonRequired = (what: string): HttpProblem =>
  caller([
    'reason_required',
    403,
    `What you ask for (${what}) is masked for this reader until it is revealed with a reason.`,
    'Give ?reason= with why you need it; it is recorded.',
  ]);

export const bodyTooLarge = (limit: string): HttpProblem =>
  caller([
    'body_too_large',
    413,
    `The request body is larger than the limit ${limit}.`,
    'Send less at once.',
  ]);

export const notUtf8 = (): HttpProblem =>
  caller(['charset_invalid', 400, 'The body is not UTF-8.', 'Encode it as UTF-8.']);

export const invalid = (path: string, message: string): HttpProblem =>
  new HttpProblem(
    {
      code: 'request_invalid',
      status: 400,
      fault: 'caller',
      detail: `${path === '' ? 'The request' : path} ${message}.`,
      next: 'Correct it; /openapi.json describes every request.',
    },
    { errors: [{ path, message }] },
  );

export const conflict = (detail: string, next: string): HttpProblem =>
  caller(['conflict', 409, detail, next]);

export const stopping = (reason: string): HttpProblem =>
  new HttpProblem({
    code: 'unavailable',
    status: 503,
    fault: 'operator',
    detail: `The server is not ready: ${reason}.`,
    next: 'Try again shortly.',
    retry_after_s: 1,
  });
