// Trying rules: on an event, on history, and the filter that a false alarm asks for.
import { maskEvent } from '../../access/index.ts';
import type { Principal } from '../../access/index.ts';
import { documentsOf } from '../../detect/index.ts';
import type { RuleExplanation, RuleReplay } from '@acta/sdk';
import type { App } from '../app-type.ts';
import { findEvent } from '../find-event.ts';
import { principalOf } from '../guard.ts';
import { RULE_BODY_BYTES } from '../limits.ts';
import type { AuditRecord, HttpContext } from '../ports.ts';
import { invalid, notFound } from '../problem.ts';
import { timeParameter } from '../read-query.ts';
import { requestContext } from '../request-context.ts';
import { pageOf, problems } from '../schemas/parts.ts';
import { opaqueId } from '../schemas/resources.ts';
import {
  explainRequest,
  explanation,
  filterProposal,
  replay,
  ruleParameter,
  ruleReplayRequest,
  textReplayRequest,
} from '../schemas/rules.ts';
import { ruleCallerOf } from './rules.ts';

/** Explaining, replays and proposed filters. */
export function ruleTrialRoutes(app: App, context: HttpContext): void {
  explainRoute(app, context);
  startRoutes(app, context);
  replayRoutes(app, context);
  filterRoute(app, context);
}

function explainRoute(app: App, context: HttpContext): void {
  app.post(
    '/v1/rules/explain',
    {
      bodyLimit: context.limits.value(RULE_BODY_BYTES),
      config: { access: 'rules.read' },
      schema: {
        summary: 'Why a rule matches an event of the log, or does not: a recorded reading of it',
        description: 'What is masked for the reader is left out unless a reason is given.',
        tags: ['rules'],
        body: explainRequest,
        response: { 200: explanation, ...problems },
      },
    },
    async (request): Promise<RuleExplanation> => {
      const { rule, text, event: id, reason } = request.body;
      const asked = rule === undefined ? { text: text! } : { rule };
      return explainEvent(context, asked, id, {
        principal: principalOf(request),
        where: requestContext(request),
        reason,
      });
    },
  );
}

interface Reading {
  principal: Principal;
  where: NonNullable<AuditRecord['context']>;
  reason: string | undefined;
}

/** A rule on an event as this reader may see it; the reading is recorded before it is shown. */
export async function explainEvent(
  context: HttpContext,
  asked: { rule: string } | { text: string },
  id: string,
  reading: Reading,
): Promise<RuleExplanation> {
  const { principal, where, reason } = reading;
  const found = await findEvent(id, principal, context);
  const entry = await context.ledger.entry(found.index);
  if (entry === null) throw notFound('entry of this event');
  const masks = reason === undefined ? principal.masks : [];
  const event = maskEvent({ ...entry.event, index: entry.index }, masks);
  const target = { type: 'event', id: found.id };
  const why = reason === undefined ? {} : { why: { reason } };
  await context.audit.record(principal, { action: 'event.viewed', target, context: where, ...why });
  if (event.raw !== undefined) {
    const said = { why: { reason: reason ?? 'Explaining a rule' } };
    await context.audit.record(principal, {
      action: 'raw.revealed',
      target,
      context: where,
      ...said,
    });
  }
  const { index, withheld = [], ...seen } = event;
  const documents = documentsOf(seen);
  const explained = await context.rules.explain(
    asked,
    documents.map(({ document, logsources }, at) => ({
      document,
      logsources,
      is: at === documents.length - 1 ? 'event' : 'record',
    })),
  );
  return {
    event: { id: found.id, index },
    withheld: withheld.map(({ group }) => group),
    ...explained,
  };
}

function startRoutes(app: App, context: HttpContext): void {
  const { rules } = context;
  const rangeOf = (asked: { from: string; to?: string | undefined }) => {
    const from = Date.parse(timeParameter('from', asked.from)!);
    const end = timeParameter('to', asked.to);
    const to = end === null ? context.clock.now() : Date.parse(end);
    if (to <= from) throw invalid('/to', 'is not after the start');
    return { from, to };
  };
  app.post(
    '/v1/rules/:id/replay',
    {
      config: { access: 'rules.write' },
      schema: {
        summary: 'Run a rule over history, also one that is off: a job',
        tags: ['rules'],
        params: ruleParameter,
        body: ruleReplayRequest,
        response: { 202: replay, ...problems },
      },
    },
    async (request, reply) => {
      const rule = request.params.id;
      const started = await rules.replay({ rule }, rangeOf(request.body), ruleCallerOf(request));
      return reply.code(202).send(started);
    },
  );
  app.post(
    '/v1/rules/replay',
    {
      bodyLimit: context.limits.value(RULE_BODY_BYTES),
      config: { access: 'rules.write' },
      schema: {
        summary: 'Run a text over history before it is kept: a job',
        tags: ['rules'],
        body: textReplayRequest,
        response: { 202: replay, ...problems },
      },
    },
    async (request, reply) => {
      const { text } = request.body;
      const started = await rules.replay({ text }, rangeOf(request.body), ruleCallerOf(request));
      return reply.code(202).send(started);
    },
  );
}

/** Examples without those that the reader may not see. */
function shownTo(principal: Principal, job: RuleReplay): RuleReplay {
  if (principal.masks.length === 0 && principal.scope === undefined) return job;
  return { ...job, examples: [] };
}

function replayRoutes(app: App, { rules }: HttpContext): void {
  app.get(
    '/v1/replays',
    {
      config: { access: 'rules.read' },
      schema: {
        summary: 'Replays of rules that are remembered, newest first',
        tags: ['rules'],
        response: { 200: pageOf(replay), ...problems },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      return { items: rules.replays.list().map((job) => shownTo(principal, job)), next: null };
    },
  );
  app.get(
    '/v1/replays/:id',
    {
      config: { access: 'rules.read' },
      schema: {
        summary: 'How far a replay is, and what it found',
        tags: ['rules'],
        params: opaqueId,
        response: { 200: replay, ...problems },
      },
    },
    async (request) => {
      const job = rules.replays.get(request.params.id);
      if (job === null) throw notFound('replay with this id');
      return shownTo(principalOf(request), job);
    },
  );
  app.delete(
    '/v1/replays/:id',
    {
      config: { access: 'rules.write' },
      schema: {
        summary: 'Stop a replay',
        tags: ['rules'],
        params: opaqueId,
        response: { 200: replay, ...problems },
      },
    },
    async (request) => {
      const job = rules.replays.cancel(request.params.id);
      if (job === null) throw notFound('replay with this id');
      return job;
    },
  );
}

function filterRoute(app: App, { alerts, rules }: HttpContext): void {
  app.get(
    '/v1/alerts/:id/filter',
    {
      config: { access: 'alerts.read' },
      schema: {
        summary: 'The Sigma filter that would have kept an alert quiet',
        description: 'Nothing is kept: save the text by POST /v1/rules.',
        tags: ['alerts'],
        params: opaqueId,
        response: { 200: filterProposal, ...problems },
      },
    },
    async (request) => rules.filterFor(await alerts.get(request.params.id)),
  );
}
