// Every route names who may use it; this hook asks before anything of the request is read.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { can } from '../access/index.ts';
import type { Answer, Credentials, Permission, Principal, Refusal } from '../access/index.ts';
import type { ActaError } from '../lib/errors.ts';
import { sessionOf } from './cookies.ts';
import { asBearer, type Scheme } from './door-credentials.ts';
import { isSameOrigin, isUnsafe } from './csrf.ts';
import type { HttpContext } from './ports.ts';
import {
  credentialRefused,
  crossOrigin,
  forbidden,
  tooManyFailures,
  unauthenticated,
} from './problem.ts';

/**
 * Who may use a route: a permission; `open`: all; `source`: the door checks the product's own
 * credential; `any`: whoever is signed in; `log`, `metrics`: open under a setting or from loopback.
 */
export type Access = Permission | 'open' | 'source' | 'any' | 'log' | 'metrics';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Forms of a key beside `Bearer` that the route takes; it takes no cookie then. */
    schemes?: readonly Scheme[];
    /** Media types of a body that the route reads itself, for the OpenAPI document. */
    takes?: Readonly<Record<string, { schema: object }>>;
  }
  interface FastifyRequest {
    principal: Principal | null;
  }
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/;
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
/** What tells of a proxy on the same machine, which brings requests of others. */
const PROXIED = ['x-forwarded-for', 'forwarded', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Asked from this machine itself: not through a proxy, and not by a page whose name was bound to
 * this address.
 */
function isLocal({ socket, headers }: FastifyRequest): boolean {
  if (!LOOPBACK.test(socket.remoteAddress ?? '')) return false;
  return LOOPBACK_HOST.test(headers.host ?? '') && PROXIED.every((name) => !(name in headers));
}

/** The permission that a route asks for; null when it is open to this request. */
function needed(access: Access, request: FastifyRequest, context: HttpContext) {
  if (access === 'open' || access === 'source') return null;
  if (access === 'log') return context.settings.log_public ? null : 'log.read';
  if (access !== 'metrics') return access;
  return isLocal(request) ? null : 'metrics.read';
}

/** Whether cookies are bound to TLS: the address that people use begins with https. */
export const isSecure = (context: HttpContext): boolean =>
  context.settings.public_url?.startsWith('https:') ?? false;

/** What a request brings to prove who sends it. */
export function credentialsOf(request: FastifyRequest, context: HttpContext): Credentials {
  const { authorization, cookie, dpop } = request.headers;
  const { schemes } = request.routeOptions.config;
  const isDoor = schemes !== undefined;
  return {
    authorization: isDoor ? asBearer(authorization, schemes) : authorization,
    session: isDoor ? undefined : sessionOf(cookie, isSecure(context)),
    dpop: dpop === undefined ? undefined : String(dpop),
    method: request.method,
    url: addressOf(request, context),
  };
}

/** The address as the sender knows it: as configured, else as this request reached us. */
export function addressOf(request: FastifyRequest, context: HttpContext): string {
  const base = context.settings.public_url ?? `${request.protocol}://${request.host}`;
  return base.replace(/\/$/, '') + request.url;
}

/** Counts a failed sign-in and gives what to say: to wait, where there were too many. */
export function failed(
  { refusal, failure }: Refusal,
  request: FastifyRequest,
  { access: { failures } }: HttpContext,
): ActaError {
  if (failure === null) return refusal;
  const wait_s = failures.wait(request.ip);
  failures.note(request.ip, failure);
  return wait_s > 0 ? tooManyFailures(wait_s) : refusal;
}

function decide(
  answer: Answer,
  permission: Permission | 'any',
  request: FastifyRequest,
  context: HttpContext,
): void {
  const { denials } = context.access;
  if (answer === 'absent') throw unauthenticated();
  if (answer === 'refused') {
    const how = request.headers.authorization === undefined ? 'session' : 'bearer';
    throw failed({ refusal: credentialRefused(), failure: how }, request, context);
  }
  if ('refusal' in answer) throw failed(answer, request, context);
  const viaCookie = request.headers.authorization === undefined;
  if (viaCookie && isUnsafe(request.method) && !isSameOrigin(request.headers)) throw crossOrigin();
  if (permission !== 'any' && !can(answer, permission)) {
    denials.note(JSON.stringify([answer.id, answer.name, answer.kind]), permission);
    throw forbidden(permission, answer.role);
  }
  request.principal = answer;
}

/** Adds the guard. A route without `config.access` is refused when the server starts. */
export function addGuard(app: FastifyInstance, context: HttpContext): void {
  app.decorateRequest('principal', null);
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined) throw new Error(`${route.url} says not who may use it`);
  });
  app.addHook('onRequest', (request: FastifyRequest, _reply: FastifyReply, done) => {
    const { access } = request.routeOptions.config;
    const permission = access === undefined ? null : needed(access, request, context);
    if (permission === null) return done();
    const settle = (answer: Answer) => {
      try {
        decide(answer, permission, request, context);
        done();
      } catch (error) {
        done(error as Error);
      }
    };
    const answer = context.access.authenticate(credentialsOf(request, context));
    // A key is known at once: only sessions wait.
    if (answer instanceof Promise) answer.then(settle, done);
    else settle(answer);
  });
}

/** The principal of a guarded route. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw unauthenticated();
  return request.principal;
}
