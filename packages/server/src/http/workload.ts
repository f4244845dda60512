// A workload's token beside a key: the key says where the events go, the token who acts in them.
import type { FastifyRequest } from 'fastify';
import type { Principal, Refusal } from '../access/index.ts';
import { isFailure, tokenRefused, type Known, type Presented } from '../identity/index.ts';
import { ActaError } from '../lib/errors.ts';
import { addressOf, failed } from './guard.ts';
import type { HttpContext } from './ports.ts';

/** The header in which a token travels beside a key. */
export const WORKLOAD_HEADER = 'acta-workload-token';

/**
 * The principal with the workload of the header `Acta-Workload-Token`; as it is where there is
 * none, and where no issuer is configured to check it.
 *
 * @throws ActaError 401, 403, 429, 503: what the token is refused for
 */
export async function withWorkload(
  principal: Principal,
  request: FastifyRequest,
  context: HttpContext,
): Promise<Principal> {
  const token = request.headers[WORKLOAD_HEADER];
  const { workloads } = context.access;
  if (token === undefined || principal.kind === 'workload' || !workloads.configured) {
    return principal;
  }
  const { dpop } = request.headers;
  const answer = await askFor(context, {
    token: String(token),
    proof: dpop === undefined ? undefined : String(dpop),
    bound: false,
    method: request.method,
    url: addressOf(request, context),
  });
  if ('refusal' in answer) throw failed(answer, request, context);
  const { workload, sources, nonce } = answer;
  if (principal.source !== undefined && !sources.includes(principal.source)) {
    throw tokenRefused('source_refused');
  }
  return { ...principal, workload, ...(nonce === undefined ? {} : { nonce }) };
}

async function askFor(
  { access: { workloads } }: HttpContext,
  presented: Presented,
): Promise<Known | Refusal> {
  try {
    return await workloads.identify(presented);
  } catch (error) {
    if (!(error instanceof ActaError)) throw error;
    return { refusal: error, failure: isFailure(error) ? `workload:${error.code}` : null };
  }
}
