import type { Me } from '@acta/sdk';
import { permissionsOf } from '../../access/index.ts';
import type { Principal } from '../../access/index.ts';
import type { App } from '../app-type.ts';
import { sessionCookie, sessionOf } from '../cookies.ts';
import { isNotForeign } from '../csrf.ts';
import { isSecure, principalOf } from '../guard.ts';
import type { HttpContext } from '../ports.ts';
import { credentialRefused, crossOrigin, tooManyFailures } from '../problem.ts';
import { requestContext } from '../request-context.ts';
import { nothing, problems } from '../schemas/parts.ts';
import { me, signIn } from '../schemas/resources.ts';

const ACTA = { type: 'service', id: 'acta', name: 'Acta' };

const meOf = ({ id, name, role, kind }: Principal): Me => ({
  id,
  name,
  role,
  kind,
  permissions: permissionsOf(role),
});

/** Sign-in by a one-time link or a key, sign-out, and who one is. */
export function sessionRoutes(app: App, context: HttpContext): void {
  const secure = isSecure(context);
  const { access, audit } = context;

  /** Whom a token lets in: a one-time link first, then whatever works as a bearer. */
  const redeem = async (token: string): Promise<Principal | null> => {
    const linked = await access.links.redeem(token);
    if (linked !== null) return linked;
    const authorization = `Bearer ${token}`;
    const answer = await access.authenticate({ authorization, session: undefined });
    if (typeof answer === 'string' || 'refusal' in answer) return null;
    return answer.kind === 'workload' ? null : answer;
  };

  app.post(
    '/v1/session',
    {
      config: { access: 'open' },
      schema: {
        summary: 'Sign in',
        tags: ['session'],
        body: signIn,
        response: { 201: me, ...problems },
      },
    },
    async (request, reply) => {
      if (!isNotForeign(request.headers)) throw crossOrigin();
      const wait_s = access.failures.wait(request.ip);
      if (wait_s > 0) throw tooManyFailures(wait_s);
      const principal = await redeem(request.body.token);
      if (principal === null) {
        access.failures.note(request.ip, 'sign-in');
        throw credentialRefused();
      }
      const session = await access.sessions.open(principal);
      await audit.record(session.principal, {
        action: 'session.signed_in',
        target: ACTA,
        context: requestContext(request),
      });
      reply.header('set-cookie', sessionCookie(session.id, session.max_age_s, secure));
      return reply.code(201).send(meOf(session.principal));
    },
  );
  signOutRoute(app, context);
  meRoutes(app);
}

function signOutRoute(app: App, context: HttpContext): void {
  const secure = isSecure(context);
  const { access, audit } = context;
  app.delete(
    '/v1/session',
    {
      config: { access: 'any' },
      schema: { summary: 'Sign out', tags: ['session'], response: { 204: nothing, ...problems } },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      const id = sessionOf(request.headers.cookie, secure);
      if (id !== undefined && principal.kind === 'session') {
        await access.sessions.end(id);
        await audit.record(principal, {
          action: 'session.signed_out',
          target: ACTA,
          context: requestContext(request),
        });
      }
      reply.header('set-cookie', sessionCookie('', 0, secure));
      return reply.code(204).send();
    },
  );
}

function meRoutes(app: App): void {
  for (const path of ['/v1/session', '/v1/me']) {
    app.get(
      path,
      {
        config: { access: 'any' },
        schema: { summary: 'Who one is', tags: ['session'], response: { 200: me, ...problems } },
      },
      async (request) => meOf(principalOf(request)),
    );
  }
}
