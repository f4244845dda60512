// Every route × every role: a route that is not in this table, or a cell that differs, fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Role } from '@acta/sdk';
import { PERMISSIONS, ROLES } from '../access/index.ts';
import type { Permission } from '../access/index.ts';
import { createServer } from './server.ts';
import { createWorld, testEvent } from './testing/world.ts';

const ALL = 'admin auditor responder viewer collector';
const READERS = 'admin auditor responder viewer';
const INSIDERS = 'admin auditor responder';
const OVERSEERS = 'admin auditor';

/** Route → roles that may use it; `open`: everybody, also without a credential. */
const MATRIX: Record<string, string> = {
  'GET /healthz': 'open',
  'GET /readyz': 'open',
  'GET /openapi.json': 'open',
  'GET /schema/event.json': 'open',
  'GET /schema/event-input.json': 'open',
  'GET /schema/mapping.json': 'open',
  'POST /v1/session': 'open',
  'GET /intake/:source': 'open',
  'POST /intake/:source': 'open',
  'GET /metrics': INSIDERS,
  'GET /log/vkey': INSIDERS,
  'GET /log/*': INSIDERS,
  'GET /v1/session': ALL,
  'DELETE /v1/session': ALL,
  'GET /v1/me': ALL,
  'POST /v1/events': 'admin collector',
  'GET /': 'open',
  'POST /_bulk': 'admin collector',
  'PUT /_bulk': 'admin collector',
  'POST /:index/_bulk': 'admin collector',
  'PUT /:index/_bulk': 'admin collector',
  'GET /_license': 'admin collector',
  'GET /_cluster/health': 'admin collector',
  'POST /loki/api/v1/push': 'admin collector',
  'POST /v1/logs': 'admin collector',
  'POST /services/collector': 'admin collector',
  'POST /services/collector/1.0': 'admin collector',
  'POST /services/collector/event': 'admin collector',
  'POST /services/collector/event/1.0': 'admin collector',
  'POST /services/collector/raw': 'admin collector',
  'POST /services/collector/raw/1.0': 'admin collector',
  'POST /services/collector/ack': 'admin collector',
  'POST /services/collector/ack/1.0': 'admin collector',
  'GET /services/collector/health': 'open',
  'GET /services/collector/health/1.0': 'open',
  'GET /v1/events': READERS,
  'GET /v1/audit': READERS,
  'GET /v1/histogram': READERS,
  'GET /v1/facets': READERS,
  'GET /v1/events/tail': READERS,
  'GET /v1/events/:id': READERS,
  'GET /v1/events/:id/raw': READERS,
  'GET /v1/events/:id/proof': READERS,
  'GET /v1/events/:id/viewers': INSIDERS,
  'GET /v1/catalogue': READERS,
  'GET /v1/integrity': READERS,
  'POST /v1/integrity/verify': OVERSEERS,
  'GET /v1/integrity/verifications/:id': READERS,
  'GET /v1/source-types': INSIDERS,
  'GET /v1/sources': INSIDERS,
  'GET /v1/unknown-senders': INSIDERS,
  'GET /v1/sources/:name': INSIDERS,
  'GET /v1/coverage': INSIDERS,
  'GET /v1/sources/:name/coverage': INSIDERS,
  'PATCH /v1/sources/:name/coverage': 'admin',
  'POST /v1/sources': 'admin',
  'POST /v1/sources/:name/pull': 'admin',
  'POST /v1/sources/:name/reconcile': 'admin',
  'POST /v1/sources/:name/records': 'admin',
  'GET /v1/sources/:name/reconciliations': INSIDERS,
  'GET /v1/sources/:name/reconciliations/:id': INSIDERS,
  'PATCH /v1/sources/:name': 'admin',
  'DELETE /v1/sources/:name': 'admin',
  'POST /v1/source-types/:type/try': 'admin',
  'GET /v1/sources/:name/mapping': INSIDERS,
  'PUT /v1/sources/:name/mapping': 'admin',
  'GET /v1/sources/:name/mapping/versions/:version': INSIDERS,
  'GET /v1/sources/:name/unmapped': INSIDERS,
  'GET /v1/sources/:name/samples': 'admin',
  'POST /v1/sources/:name/renormalise': 'admin',
  'GET /v1/sources/:name/renormalisations': INSIDERS,
  'GET /v1/renormalisations/:id': INSIDERS,
  'DELETE /v1/renormalisations/:id': 'admin',
  'GET /v1/sink-kinds': INSIDERS,
  'GET /v1/sinks': INSIDERS,
  'POST /v1/sinks': 'admin',
  'GET /v1/sinks/:name': INSIDERS,
  'PATCH /v1/sinks/:name': 'admin',
  'DELETE /v1/sinks/:name': 'admin',
  'POST /v1/sinks/:name/test': 'admin',
  'POST /v1/sinks/:name/replay': 'admin',
  'GET /v1/sinks/:name/deliveries': INSIDERS,
  'GET /v1/sinks/:name/deliveries/:id': INSIDERS,
  'POST /v1/sinks/:name/deliveries/:id/replay': 'admin',
  'POST /v1/sinks/:name/answers': 'open',
  'GET /v1/routes': INSIDERS,
  'POST /v1/routes': 'admin',
  'PATCH /v1/routes/:name': 'admin',
  'DELETE /v1/routes/:name': 'admin',
  'GET /v1/quarantine': INSIDERS,
  'GET /v1/quarantine/:id': INSIDERS,
  'POST /v1/quarantine/:id/replay': 'admin',
  'DELETE /v1/quarantine/:id': 'admin',
  'GET /v1/alerts': INSIDERS,
  'GET /v1/alerts/:id': INSIDERS,
  'POST /v1/alerts/:id/actions': 'admin responder',
  'GET /v1/rules': INSIDERS,
  'POST /v1/rules': 'admin',
  'GET /v1/rules/fields': INSIDERS,
  'GET /v1/rules/:id': INSIDERS,
  'PUT /v1/rules/:id': 'admin',
  'PATCH /v1/rules/:id': 'admin',
  'DELETE /v1/rules/:id': 'admin',
  'GET /v1/rules/:id/versions': INSIDERS,
  'POST /v1/rules/:id/versions/:version/restore': 'admin',
  'POST /v1/rules/check': INSIDERS,
  'POST /v1/rules/explain': INSIDERS,
  'POST /v1/rules/replay': 'admin',
  'POST /v1/rules/:id/replay': 'admin',
  'GET /v1/replays': INSIDERS,
  'GET /v1/replays/:id': INSIDERS,
  'DELETE /v1/replays/:id': 'admin',
  'GET /v1/alerts/:id/filter': INSIDERS,
  'POST /mcp': ALL,
  'GET /v1/silences': INSIDERS,
  'POST /v1/silences': 'admin responder',
  'DELETE /v1/silences/:id': 'admin responder',
  'GET /v1/keys': OVERSEERS,
  'POST /v1/keys': 'admin',
  'GET /v1/keys/:id': OVERSEERS,
  'DELETE /v1/keys/:id': 'admin',
  'GET /v1/exports': OVERSEERS,
  'POST /v1/exports': OVERSEERS,
  'GET /v1/exports/:id': OVERSEERS,
  'GET /v1/exports/:id/file': OVERSEERS,
};

const EVENT = testEvent(1).id;
const PLACES: Record<string, string> = {
  ':id': EVENT,
  ':name': 'acme',
  ':type': 'github',
  ':version': '1',
  ':source': 'acme',
  ':index': 'logs',
  '*': 'checkpoint',
};
const FAR = '203.0.113.9';

function urlOf(route: string): string {
  const path = route.replace(/:[a-z]+|\*/g, (place) => PLACES[place]!);
  return path === '/v1/facets' ? `${path}?fields=action` : path;
}

async function routesOf(): Promise<string[]> {
  const world = await createWorld();
  const found: string[] = [];
  const app = await createServer(world.context, world.closing.signal);
  await app.ready();
  const tree = app.printRoutes({ commonPrefix: false, includeHooks: false });
  assert.ok(tree.includes('healthz'));
  const document = app.swagger() as { paths: Record<string, Record<string, unknown>> };
  for (const [path, methods] of Object.entries(document.paths)) {
    const route = path.replace(/\{([a-z*]+)\}/g, (_all, name: string) =>
      name === '*' ? '*' : `:${name}`,
    );
    for (const method of Object.keys(methods)) found.push(`${method.toUpperCase()} ${route}`);
  }
  await app.close();
  await world.close();
  return found;
}

test('the table names every route of the server', async () => {
  const routes = new Set(await routesOf());
  const missing = [...routes].filter((route) => MATRIX[route] === undefined);
  assert.deepEqual(missing, []);
  const hidden = new Set(['GET /openapi.json']);
  const gone = Object.keys(MATRIX).filter((route) => !routes.has(route) && !hidden.has(route));
  assert.deepEqual(gone, []);
});

test('every route answers every role as the table says, and nobody without a credential', async () => {
  const world = await createWorld();
  world.ledger.add(testEvent(1));
  const isDenied = (status: number) => status === 401 || status === 403;
  for (const [route, allowed] of Object.entries(MATRIX)) {
    const [method, path] = route.split(' ') as ['GET' | 'POST' | 'PATCH' | 'DELETE', string];
    // A tail of a closing server opens and ends at once.
    if (path === '/v1/events/tail') world.closing.abort();
    const ask = (headers: Record<string, string>) =>
      world.app.inject({ method, url: urlOf(path), headers, remoteAddress: FAR });
    const nobody = await ask({});
    assert.equal(isDenied(nobody.statusCode), allowed !== 'open', `${route} without a credential`);
    for (const role of ROLES) {
      const answer = await ask(world.keys[role]);
      const may = allowed === 'open' || allowed.split(' ').includes(role);
      const code = answer.json === undefined ? '' : problemCode(answer.body);
      const isReason = code === 'reason_required';
      assert.equal(
        isDenied(answer.statusCode) && !isReason,
        !may,
        `${route} as ${role}: ${answer.statusCode}`,
      );
      // The doors of compatible senders say it in their own protocols.
      const isSaid = code === 'permission_denied' || answer.body.includes('have the permission');
      assert.ok(may || isSaid, `${route} as ${role}: ${answer.body}`);
    }
  }
  await world.close();
});

test('a permission nobody asks for is a mistake', async () => {
  const world = await createWorld();
  const asked = new Set<string>();
  world.context.access.denials.note = (_who, permission) => asked.add(permission);
  world.ledger.add(testEvent(1));
  for (const route of Object.keys(MATRIX)) {
    const [method, path] = route.split(' ') as ['GET', string];
    for (const role of ['collector', 'viewer', 'auditor'] satisfies Role[]) {
      if (path === '/v1/events/tail') world.closing.abort();
      const headers = world.keys[role];
      await world.app.inject({ method, url: urlOf(path), headers, remoteAddress: FAR });
    }
  }
  const known = Object.keys(PERMISSIONS) as Permission[];
  assert.deepEqual(
    known.filter((name) => !asked.has(name)),
    [],
  );
  await world.close();
});

function problemCode(body: string): string {
  return body.startsWith('{') ? ((JSON.parse(body) as { code?: string }).code ?? '') : '';
}
