// Bodies of the routes that take one JSON object: UTF-8 and nothing else, so that no text is kept
// that is not what was sent.
import { isUtf8 } from 'node:buffer';
import { wellFormed } from '../lib/well-formed.ts';
import type { App } from './app-type.ts';
import { notUtf8 } from './problem.ts';

/** Takes `application/json` only. Doors take other types, and bytes, by parsers of their own. */
export function addJsonBodies(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, body, done) => {
      if (!isUtf8(body)) return done(notUtf8());
      const text = body.toString('utf8');
      void parse(request, text, (error, value) =>
        done(error, error ? undefined : wellFormed(value, text)),
      );
    },
  );
}
