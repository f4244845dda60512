// Rules: what runs, what people changed about it, and the rules that they wrote.
import type { FastifyRequest } from 'fastify';
import type { RuleCaller } from '../../rules/index.ts';
import type { App } from '../app-type.ts';
import { principalOf } from '../guard.ts';
import { RULE_BODY_BYTES } from '../limits.ts';
import { pageOfList } from '../page-of-list.ts';
import type { HttpContext } from '../ports.ts';
import { requestContext } from '../request-context.ts';
import { nothing, problems } from '../schemas/parts.ts';
import {
  logsourceParameters,
  ruleCheck,
  ruleDetail,
  ruleFieldsAnswer,
  ruleInput,
  ruleParameter,
  rulePatch,
  rulesAnswer,
  rulesParameters,
  ruleVersionParameter,
  ruleVersions,
} from '../schemas/rules.ts';

/** Who changes rules, and from where. */
export const ruleCallerOf = (request: FastifyRequest): RuleCaller => {
  const { id, name, kind } = principalOf(request);
  return { id, name, kind, context: requestContext(request) };
};

/** `/v1/rules`. */
export function ruleRoutes(app: App, context: HttpContext): void {
  readRoutes(app, context);
  writeRoutes(app, context);
  versionRoutes(app, context);
  checkRoute(app, context);
}

function readRoutes(app: App, { rules }: HttpContext): void {
  app.get(
    '/v1/rules',
    {
      config: { access: 'rules.read' },
      schema: {
        summary: 'Rules: state, level, and the alerts that they made',
        description: 'All of them; with a limit in pages, in the order of their ids.',
        tags: ['rules'],
        querystring: rulesParameters,
        response: { 200: rulesAnswer, ...problems },
      },
    },
    async ({ query: { limit, cursor } }) => {
      const all = await rules.list();
      if (limit === undefined) return { ...all, next: null };
      const { items, next } = pageOfList(all.rules, { limit, cursor }, ({ id }) => id);
      return { ...all, rules: items, next };
    },
  );
  app.get(
    '/v1/rules/fields',
    {
      config: { access: 'rules.read' },
      schema: {
        summary: 'Fields that rules for a log source can look at',
        description: 'Those that known rules name, and those of the records received last.',
        tags: ['rules'],
        querystring: logsourceParameters,
        response: { 200: ruleFieldsAnswer, ...problems },
      },
    },
    async (request) => ({ items: await rules.fieldsOf(request.query) }),
  );
  app.get(
    '/v1/rules/:id',
    {
      config: { access: 'rules.read' },
      schema: {
        summary: 'One rule with its text, fixtures and triage guide',
        tags: ['rules'],
        params: ruleParameter,
        response: { 200: ruleDetail, ...problems },
      },
    },
    (request) => rules.get(request.params.id),
  );
}

function writeRoutes(app: App, { rules, limits }: HttpContext): void {
  const bodyLimit = limits.value(RULE_BODY_BYTES);
  app.post(
    '/v1/rules',
    {
      bodyLimit,
      config: { access: 'rules.write' },
      schema: {
        summary: 'Write a rule; it runs at once',
        description: 'A text without an id gets one. What is wrong is named by line and column.',
        tags: ['rules'],
        body: ruleInput,
        response: { 201: ruleDetail, ...problems },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await rules.create(request.body, ruleCallerOf(request))),
  );
  app.put(
    '/v1/rules/:id',
    {
      bodyLimit,
      config: { access: 'rules.write' },
      schema: {
        summary: 'Change the text of a rule that was written here',
        tags: ['rules'],
        params: ruleParameter,
        body: ruleInput,
        response: { 200: ruleDetail, ...problems },
      },
    },
    (request) => rules.replace(request.params.id, request.body, ruleCallerOf(request)),
  );
  app.patch(
    '/v1/rules/:id',
    {
      bodyLimit,
      config: { access: 'rules.write' },
      schema: {
        summary: 'Turn a rule on or off, change its level, aliases or placeholders',
        description: 'The file stays as it is. A member that is null goes back to what it says.',
        tags: ['rules'],
        params: ruleParameter,
        body: rulePatch,
        response: { 200: ruleDetail, ...problems },
      },
    },
    (request) => rules.change(request.params.id, request.body, ruleCallerOf(request)),
  );
  app.delete(
    '/v1/rules/:id',
    {
      config: { access: 'rules.write' },
      schema: {
        summary: 'Delete a rule that was written here; its versions stay',
        tags: ['rules'],
        params: ruleParameter,
        response: { 204: nothing, ...problems },
      },
    },
    async (request, reply) => {
      await rules.remove(request.params.id, ruleCallerOf(request));
      return reply.code(204).send();
    },
  );
}

function versionRoutes(app: App, { rules }: HttpContext): void {
  app.get(
    '/v1/rules/:id/versions',
    {
      config: { access: 'rules.read' },
      schema: {
        summary: 'What was written and changed here, newest first',
        tags: ['rules'],
        params: ruleParameter,
        response: { 200: ruleVersions, ...problems },
      },
    },
    async (request) => ({ items: await rules.versions(request.params.id) }),
  );
  app.post(
    '/v1/rules/:id/versions/:version/restore',
    {
      config: { access: 'rules.write' },
      schema: {
        summary: 'Make an old version the newest, also of a rule that was deleted',
        tags: ['rules'],
        params: ruleVersionParameter,
        response: { 200: ruleDetail, ...problems },
      },
    },
    (request) => rules.restore(request.params.id, request.params.version, ruleCallerOf(request)),
  );
}

function checkRoute(app: App, { rules, limits }: HttpContext): void {
  app.post(
    '/v1/rules/check',
    {
      bodyLimit: limits.value(RULE_BODY_BYTES),
      config: { access: 'rules.read' },
      schema: {
        summary: 'What is wrong with a text, and what it does on its fixtures; nothing is kept',
        tags: ['rules'],
        body: ruleInput,
        response: { 200: ruleCheck, ...problems },
      },
    },
    (request) => rules.check(request.body),
  );
}
