// Which methods a path answers (RFC 9110 §15.5.6 and §9.3.7): asked only where no route was found.
import type { FastifyInstance } from 'fastify';

/** The methods of all routes that a path falls under, sorted; none where nothing is there. */
export type MethodsAt = (path: string) => string[];

/** The page's own: it takes every path that nothing else does. */
const EVERY_PATH = '/*';

/** Must come before the routes: they are collected as they are added. */
export function collectMethods(app: FastifyInstance): MethodsAt {
  const known = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    if (url === EVERY_PATH) return;
    let route = known.get(url);
    if (route === undefined) {
      route = { pattern: patternOf(url), methods: new Set() };
      known.set(url, route);
    }
    for (const each of [method].flat()) route.methods.add(each);
  });
  return (path) => {
    const found = new Set<string>();
    for (const { pattern, methods } of known.values()) {
      if (pattern.test(path)) for (const each of methods) found.add(each);
    }
    return [...found].toSorted();
  };
}

/** `/v1/keys/:id` and `/log/*` as patterns of whole paths; in linear time. */
function patternOf(url: string): RegExp {
  const escaped = url.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replace(/:[a-z]+/gi, '[^/]+').replace(/\*$/, '.*')}$`);
}
