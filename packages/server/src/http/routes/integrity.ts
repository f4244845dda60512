import type { Integrity } from '@acta/sdk';
import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import type { HttpContext } from '../ports.ts';
import { notFound } from '../problem.ts';
import { problems } from '../schemas/parts.ts';
import { integrity, opaqueId, verification } from '../schemas/resources.ts';

/** How the log stands: head, keys, last verification; and a new one on demand. */
export function integrityRoutes(app: App, context: HttpContext): void {
  const { ledger, index } = context;
  app.get(
    '/v1/integrity',
    {
      config: { access: 'integrity.read' },
      schema: {
        summary: 'How the log stands',
        tags: ['integrity'],
        response: { 200: integrity, ...problems },
      },
    },
    async (): Promise<Integrity> => {
      const head = ledger.head();
      return {
        origin: ledger.origin,
        size: head.size,
        root: Buffer.from(head.root).toString('base64'),
        checkpoint: head.checkpoint,
        checkpoint_time: head.time_ms === null ? null : new Date(head.time_ms).toISOString(),
        vkeys: ledger.vkeys(),
        tier: context.tier(),
        witnesses: [],
        published_size: ledger.publishedSize(),
        indexed_through: index.through(),
        last_verification: await context.verification.last(),
      };
    },
  );
  app.post(
    '/v1/integrity/verify',
    {
      config: { access: 'integrity.verify' },
      schema: {
        summary: 'Verify the whole log now',
        tags: ['integrity'],
        response: { 202: verification, ...problems },
      },
    },
    async (request, reply) =>
      reply.code(202).send(await context.verification.start(principalOf(request))),
  );
  app.get(
    '/v1/integrity/verifications/:id',
    {
      config: { access: 'integrity.read' },
      schema: {
        summary: 'A verification: progress and findings',
        tags: ['integrity'],
        params: opaqueId,
        response: { 200: verification, ...problems },
      },
    },
    async (request) => {
      const found = await context.verification.get(request.params.id);
      if (found === null) throw notFound('verification with this id');
      return found;
    },
  );
}
