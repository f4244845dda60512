// The published description is a valid document, and what it says of access is what the server
// does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withServer } from './server-process.ts';

const OPEN = new Set([
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /schema/event.json',
  'GET /schema/event-input.json',
  'GET /schema/mapping.json',
  'POST /v1/session',
  'GET /intake/{source}',
  'POST /intake/{source}',
  'POST /v1/sinks/{name}/answers',
  'GET /',
  'GET /services/collector/health',
  'GET /services/collector/health/1.0',
]);

interface Operation {
  operationId: string;
  security?: unknown[];
  requestBody?: { content: Record<string, object> };
  tags?: string[];
  responses: Record<string, { description: string }>;
  parameters?: { name: string; in: string; required?: boolean }[];
}

test('the OpenAPI document describes every route, and nothing else is open', async () => {
  await withServer(async (server) => {
    const { json: document } = await server.call('GET', '/openapi.json', undefined, {});
    assert.match(document.openapi, /^3\.1\.\d$/);
    assert.ok(document.info.title && document.info.version);
    let operations = 0;
    const ids = new Set<string>();
    for (const [path, methods] of Object.entries<Record<string, Operation>>(document.paths)) {
      assert.match(path, /^\//);
      const wanted = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]!);
      for (const [method, operation] of Object.entries(methods)) {
        operations += 1;
        const route = `${method.toUpperCase()} ${path}`;
        const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
        const names = inPath.map((parameter) => parameter.name);
        assert.deepEqual(new Set(names), new Set(wanted), route);
        assert.ok(
          inPath.every((parameter) => parameter.required === true),
          route,
        );
        assert.ok(Object.keys(operation.responses).length > 0, route);
        ids.add(operation.operationId);
        const isFree = operation.security?.length === 0;
        assert.equal(isFree, OPEN.has(route) && route !== 'GET /metrics', `${route} says who may`);
        for (const response of Object.values(operation.responses)) {
          assert.equal(typeof response.description, 'string', route);
        }
        const url = path.replace(/\{[^}]+\}/g, 'x');
        const answer = await server.call(method.toUpperCase(), url, undefined, {});
        // The doors of compatible senders say so in their own protocols.
        const isForeign = operation.tags?.includes('compatible senders') === true;
        const isClosed =
          answer.status === 401 && (isForeign || answer.json.code === 'unauthenticated');
        assert.equal(isClosed, !OPEN.has(route), `${route}: ${answer.status}`);
      }
    }
    assert.ok(operations >= 38);
    assert.equal(ids.size, operations, 'every operation has a name of its own');
    assertDescribed(document);
    const schema = await server.call('GET', '/schema/event.json', undefined, {});
    assert.equal(JSON.parse(schema.text).$schema, 'https://json-schema.org/draft/2020-12/schema');
  });
});

/** The main door says what it takes and answers; every reference leads somewhere. */
function assertDescribed(document: {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { required?: string[] }> };
}): void {
  const { requestBody, responses } = document.paths['/v1/events']!['post']!;
  const types = ['application/json', 'application/x-ndjson', 'application/cloudevents+json'];
  for (const type of types) assert.ok(requestBody?.content[type], type);
  for (const status of ['200', '207', '400', 'default']) assert.ok(responses[status], status);
  const { schemas } = document.components;
  for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"/]+)"/g)) {
    assert.ok(schemas[name!], `${name} is described`);
  }
  assert.deepEqual(schemas['SentEventInput']?.required, ['action', 'actor', 'target']);
}

test('every role gets and is refused what the contract says', async () => {
  await withServer(async (server) => {
    const roles = ['admin', 'auditor', 'responder', 'viewer', 'collector'] as const;
    const cells: [string, string, unknown, string][] = [
      ['POST', '/v1/events', [], 'admin collector'],
      ['GET', '/v1/events', undefined, 'admin auditor responder viewer'],
      ['GET', '/v1/integrity', undefined, 'admin auditor responder viewer'],
      ['GET', '/log/checkpoint', undefined, 'admin auditor responder'],
      ['GET', '/v1/sources', undefined, 'admin auditor responder'],
      ['GET', '/v1/keys', undefined, 'admin auditor'],
      ['POST', '/v1/exports', { format: 'ndjson' }, 'admin auditor'],
      ['POST', '/v1/sources', { type: 'nope', name: 'x' }, 'admin'],
      ['DELETE', '/v1/keys/none', undefined, 'admin'],
    ];
    for (const role of roles) {
      const { key } = (await server.call('POST', '/v1/keys', { name: role, role })).json;
      const headers = { authorization: `Bearer ${key}` };
      for (const [method, path, body, allowed] of cells) {
        const answer = await server.call(method, path, body, headers);
        const may = allowed.split(' ').includes(role);
        assert.equal(answer.status !== 403, may, `${method} ${path} as ${role}: ${answer.status}`);
        assert.notEqual(answer.status, 500, answer.text);
      }
    }
  });
});
