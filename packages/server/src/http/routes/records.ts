// Records of a file, handed in as bytes: the source's adapter reads them, nothing else does.
import { COMPRESSED_BYTES, PLAIN_BYTES } from '../../collect/index.ts';
import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import type { HttpContext } from '../ports.ts';
import { answerWith, doorRequest, takeBytes } from './compatible.ts';

const description = [
  'JSON records (a list, values in a row, or the envelopes that the product writes) or, as text/plain, lines.',
  'Query: `file` is its name for the log, `fingerprint` tells it from other files, `first` is the number of the first record in it.',
  '`check=true` takes nothing and says what would come.',
].join(' ');

/** `POST /v1/sources/{name}/records`. */
export function recordRoutes(app: App, context: HttpContext): void {
  const { limits } = context;
  takeBytes(app, context);
  app.post<{ Params: { name: string } }>(
    '/v1/sources/:name/records',
    {
      bodyLimit: Math.max(limits.value(COMPRESSED_BYTES), limits.value(PLAIN_BYTES)),
      config: { access: 'records.import' },
      schema: { summary: 'Import records of a file', description, tags: ['sources'] },
    },
    async (request, reply) => {
      const { name } = request.params;
      const answer = await context.records(principalOf(request), name, doorRequest(request));
      return answerWith(reply, answer);
    },
  );
}
