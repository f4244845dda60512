import type { FastifyRequest } from 'fastify';
import type { AuditRecord } from './ports.ts';

const AGENT_CHARS = 512;

/** Where and how a request came, as an event's context. */
export function requestContext(request: FastifyRequest): NonNullable<AuditRecord['context']> {
  const agent = request.headers['user-agent'];
  return {
    ip: request.ip,
    ...(agent === undefined ? {} : { user_agent: agent.slice(0, AGENT_CHARS) }),
    request: {
      method: request.method,
      path: request.routeOptions.url ?? '',
      id: request.id,
    },
  };
}
