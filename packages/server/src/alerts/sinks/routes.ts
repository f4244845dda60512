// Routes of alerts as people set them up: each change is an event.
import type { AlertRoute, AlertRouteInput, AlertRoutes } from '@acta/sdk';
import { ActaError } from '../../lib/errors.ts';
import type { Limits } from '../../lib/limits.ts';
import type { AlertRoutesRepository } from '../../store/index.ts';
import type { SinkBook } from './book.ts';
import { ROUTES } from './limits.ts';
import { hoursProblem, OTHERWISE } from './routing.ts';
import type { SinkAudit, SinkCaller } from './sinks.ts';

export interface RoutesOptions {
  book: SinkBook;
  routes: AlertRoutesRepository;
  audit: SinkAudit;
  limits: Limits;
  newId(prefix: string): string;
}

/** All throw ActaError: `route_unknown` (404), `route_invalid` (400), `route_exists` (409). */
export interface Routes {
  list(): AlertRoutes;
  create(input: AlertRouteInput, caller: SinkCaller): Promise<AlertRoute>;
  change(
    name: string,
    change: Partial<Omit<AlertRouteInput, 'name'>>,
    caller: SinkCaller,
  ): Promise<AlertRoute>;
  remove(name: string, caller: SinkCaller): Promise<void>;
}

export function createRoutes(options: RoutesOptions): Routes {
  const { book, routes, audit, limits } = options;
  const required = (name: string): AlertRoute => {
    const found = book.routes().find((route) => route.name === name);
    if (found === undefined) throw wrong('route_unknown', 404, 'There is no route of this name.');
    return found;
  };
  const record = (action: string, route: AlertRoute, { by, context }: SinkCaller, from?: object) =>
    audit.record(by, {
      action,
      target: { type: 'alert_route', id: route.id, name: route.name },
      ...(context === undefined ? {} : { context }),
      changes: (['enabled', 'position', 'match', 'sinks'] as const).flatMap((field) => {
        const [was, is] = [(from as AlertRoute | undefined)?.[field], route[field]];
        if (JSON.stringify(was) === JSON.stringify(is)) return [];
        return [{ field, ...(was === undefined ? {} : { from: textOf(was) }), to: textOf(is) }];
      }),
    });
  return {
    list: () => ({ items: [...book.routes()], otherwise: { match: OTHERWISE, sinks: 'all' } }),
    async create(input, caller) {
      if (book.routes().length >= limits.value(ROUTES)) {
        limits.reached(ROUTES);
        throw wrong('route_limit', 409, `There are ${limits.value(ROUTES)} routes already.`);
      }
      const last = book.routes().at(-1)?.position ?? 0;
      const defaults = { id: options.newId('rte'), position: last + 1, enabled: true };
      const route: AlertRoute = { ...defaults, ...input };
      check(route, book);
      if (!(await routes.insert(route))) {
        throw wrong('route_exists', 409, 'There is a route of this name.');
      }
      await book.reload();
      await record('alert_route.created', route, caller);
      return route;
    },
    async change(name, change, caller) {
      const before = required(name);
      const after = { ...before, ...change };
      check(after, book);
      await record('alert_route.changed', after, caller, before);
      await routes.update(after);
      await book.reload();
      return after;
    },
    async remove(name, caller) {
      const route = required(name);
      await record('alert_route.removed', route, caller, route);
      await routes.remove(route.id);
      await book.reload();
    },
  };
}

/** Changes hold plain values: a match and a list stand as their text. */
const textOf = (value: unknown) =>
  typeof value === 'object' ? JSON.stringify(value).slice(0, 2_000) : value;

function check({ match, sinks }: AlertRoute, book: SinkBook): void {
  const unknown = sinks.find((name) => book.named(name) === undefined);
  if (unknown !== undefined) {
    throw wrong('route_invalid', 400, `/sinks names ${unknown}, which is no sink.`);
  }
  const problem = match.hours === undefined ? null : hoursProblem(match.hours);
  if (problem !== null) throw wrong('route_invalid', 400, `/match/hours ${problem}.`);
}

function wrong(code: string, status: number, detail: string): ActaError {
  const next = 'GET /v1/routes and GET /v1/sinks list what there is.';
  return new ActaError({ code, status, fault: 'caller', detail, next });
}
