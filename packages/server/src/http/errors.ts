// Turns whatever was thrown into a problem document. A bug is logged whole and told as little as
// possible.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ActaError } from '../lib/errors.ts';
import type { Logger } from '../lib/logger.ts';
import { drain } from './drain.ts';
import { HttpProblem, PROBLEM_TYPE, problemOf } from './problem.ts';

/** What fastify itself refuses, and how we say it. */
const FASTIFY: Record<string, [code: string, status: number, detail: string, next: string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'body_too_large',
    413,
    'The request body is larger than the limit.',
    'Send less at once; docs/reference/settings.md names the limits.',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    415,
    'The content type is not understood here.',
    'Send application/json.',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: [
    'body_missing',
    400,
    'The request has the content type JSON and no body.',
    'Send a JSON object.',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: [
    'body_malformed',
    400,
    'The request body is not JSON.',
    'Send one JSON object.',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'body_cut',
    400,
    'The request body does not have the length that its header says.',
    'Send it again.',
  ],
  FST_ERR_BAD_URL: ['path_malformed', 400, 'The path is not valid.', 'Encode it as RFC 3986 says.'],
  FST_ERR_MAX_PARAM_LENGTH: ['path_too_long', 414, 'The path is too long.', 'Check the id.'],
};

/** The error as one of ours; `null` for what is a bug. */
export function asActaError(error: unknown): ActaError | null {
  if (error instanceof ActaError) return error;
  const known = FASTIFY[(error as FastifyError).code ?? ''];
  if (known !== undefined) {
    const [code, status, detail, next] = known;
    return new HttpProblem({ code, status, fault: 'caller', detail, next });
  }
  const status = (error as FastifyError).statusCode;
  if (error instanceof Error && status !== undefined && status >= 400 && status < 500) {
    const [detail, next] = ['The request can not be read.', 'Check its form.'];
    return new HttpProblem({ code: 'request_malformed', status, fault: 'caller', detail, next });
  }
  return null;
}

const bug = (cause: unknown): ActaError =>
  new ActaError({
    code: 'internal_error',
    status: 500,
    fault: 'bug',
    detail: 'Something went wrong inside the server.',
    next: 'Nothing was acknowledged; tell the operator the request id.',
    cause,
  });

/** The error as one of ours: logged, with the headers that go with it; the body is the caller's. */
export async function noteProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): Promise<ActaError> {
  const known = asActaError(error) ?? bug(error);
  const route = request.routeOptions.url ?? 'none';
  const about = { request: request.id, route, code: known.code };
  if (known.fault === 'bug') logger.error('request failed', { ...about, error });
  // Pressure and starting are ordinary, and many: metrics count them.
  else if (known.status >= 500) logger.debug('request refused', { ...about, why: known.detail });
  if (known.retry_after_s !== undefined) reply.header('retry-after', String(known.retry_after_s));
  if (known.status === 401) reply.header('www-authenticate', 'Bearer realm="acta"');
  reply.headers(known.headers);
  if (known.status === 413) await drain(request.raw);
  return known;
}

/** Answers with the problem document of the error. */
export async function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  logger: Logger,
): Promise<FastifyReply> {
  const known = await noteProblem(error, request, reply, logger);
  return reply
    .code(known.status)
    .header('content-type', PROBLEM_TYPE)
    .send(Buffer.from(JSON.stringify(problemOf(known, request.id))));
}
