// OpenAPI 3.1 from the schemas that validate: there is no second description to go stale.
import swagger from '@fastify/swagger';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod';
import type { App } from './app-type.ts';
import { registry } from './schemas/parts.ts';

const DESCRIPTION = `Acta, the audit log of a delivery pipeline. Reading and writing need a credential:
an API key as \`Authorization: Bearer acta_…\`, or the session cookie of the page.
Errors are RFC 9457 problem documents.`;

type Describe = ReturnType<typeof createJsonSchemaTransform>;

/** What the routes say beyond their schemas: a name of its own, who may, and bodies as bytes. */
function describing(describe: Describe): Describe {
  return (document) => {
    const { schema, url } = describe(document);
    if (schema === undefined || schema.hide === true) return { schema, url };
    const { method, config } = document.route;
    const more: Record<string, unknown> = { operationId: nameOf(String(method), url) };
    const isOpen = config?.access === 'open' || config?.access === 'source';
    if (isOpen) more['security'] = [];
    if (config?.takes !== undefined) more['body'] = { content: config.takes };
    return { schema: { ...schema, ...more }, url };
  };
}

/** `GET /v1/events/:id/raw` → `get_v1_events_id_raw`: a name that no other has. */
function nameOf(method: string, url: string): string {
  const words = url.replaceAll('*', 'path').match(/[A-Za-z0-9]+/g) ?? ['root'];
  return [method.toLowerCase(), ...words].join('_');
}

/** Must come before the routes: they are collected as they are added. */
export async function addOpenApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Acta', version, description: DESCRIPTION, license: { name: 'Apache-2.0' } },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'acta_session' },
        },
      },
      security: [{ key: [] }, { session: [] }],
    },
    transform: describing(createJsonSchemaTransform({ schemaRegistry: registry })),
    transformObject: createJsonSchemaTransformObject({ schemaRegistry: registry }),
  });
}

/** `GET /openapi.json`. */
export function openApiRoute(app: App): void {
  let text: string | undefined;
  app.get(
    '/openapi.json',
    { config: { access: 'open' }, schema: { hide: true } },
    async (_request, reply) => {
      text ??= hoistShared(JSON.stringify(app.swagger()));
      return reply.header('content-type', 'application/json; charset=utf-8').send(text);
    },
  );
}

const SHARED = '#/components/schemas/__shared#/$defs/';

/**
 * Recursive parts of schemas come out nested under one key: each becomes a component of its own.
 */
function hoistShared(text: string): string {
  const document = JSON.parse(text.replaceAll(SHARED, '#/components/schemas/Shared_')) as {
    components: { schemas: Record<string, { $defs?: Record<string, object> }> };
  };
  const { schemas } = document.components;
  for (const [name, schema] of Object.entries(schemas)) {
    if (!name.startsWith('__shared')) continue;
    for (const [part, value] of Object.entries(schema.$defs ?? {}))
      schemas[`Shared_${part}`] = value;
    delete schemas[name];
  }
  return JSON.stringify(document);
}
