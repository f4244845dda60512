import { disclosuresOf, groups, openRecord } from '@acta/event';
import type { LoggedEvent, ProofAnswer, Withheld } from '@acta/sdk';
import { WHY_MASKED } from '../../access/index.ts';
import type { MaskGroup, Principal } from '../../access/index.ts';
import type { App } from '../app-type.ts';
import { findEvent } from '../find-event.ts';
import { principalOf } from '../guard.ts';
import type { AuditRecord, HttpContext } from '../ports.ts';
import { notFound, reasonRequired } from '../problem.ts';
import { shown } from '../reader.ts';
import { requestContext } from '../request-context.ts';
import {
  eventParameters,
  idParameter,
  loggedEvent,
  pageParameters,
  proofAnswer,
  proofParameters,
  rawAnswer,
  rawParameters,
  viewersAnswer,
} from '../schemas/events.ts';
import { problems } from '../schemas/parts.ts';

/** What a reader did with an event, as a record. */
function readRecord(
  action: string,
  event: LoggedEvent,
  context: AuditRecord['context'],
  reason?: string,
): AuditRecord {
  return {
    action,
    target: { type: 'event', id: event.id },
    ...(context === undefined ? {} : { context }),
    ...(reason === undefined ? {} : { why: { reason } }),
  };
}

/** Raw may be shown to this reader now: it is not masked, or a reason was given. */
function mayReveal(principal: Principal, reason: string | undefined): boolean {
  return !principal.masks.includes('raw') || reason !== undefined;
}

/** Which of the groups in a comma list are masked for this reader. */
function maskedOf(principal: Principal, list: string | undefined): MaskGroup[] {
  const asked = new Set(list?.split(','));
  return principal.masks.filter((group) => asked.has(group));
}

function viewRoute(app: App, context: HttpContext): void {
  app.get(
    '/v1/events/:id',
    {
      config: { access: 'events.read' },
      schema: {
        summary: 'One event',
        tags: ['events'],
        params: idParameter,
        querystring: eventParameters,
        response: { 200: loggedEvent, ...problems },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const { reveal, reason } = request.query;
      const revealed = maskedOf(principal, reveal);
      if (revealed.length > 0 && reason === undefined) throw reasonRequired(revealed.join(', '));
      const event = await findEvent(request.params.id, principal, context);
      const where = requestContext(request);
      const record: AuditRecord =
        revealed.length === 0
          ? readRecord('event.viewed', event, where)
          : {
              ...readRecord('event.revealed', event, where, reason),
              labels: { groups: revealed.join(',') },
            };
      await context.audit.record(principal, record);
      return shown(event, principal, revealed);
    },
  );
}

/** One event: view, evidence, raw text, and who looked. */
export function eventRoutes(app: App, context: HttpContext): void {
  const { audit } = context;
  viewRoute(app, context);
  app.get(
    '/v1/events/:id/raw',
    {
      config: { access: 'events.raw' },
      schema: {
        summary: "The source's own record: a recorded reveal",
        tags: ['events'],
        params: idParameter,
        querystring: rawParameters,
        response: { 200: rawAnswer, ...problems },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const { reason } = request.query;
      if (!mayReveal(principal, reason)) throw reasonRequired('raw');
      const event = await findEvent(request.params.id, principal, context);
      const entry = await context.ledger.entry(event.index);
      const record = readRecord('raw.revealed', event, requestContext(request), reason);
      await audit.record(principal, record);
      const raw = entry?.event.raw ?? null;
      const raw_sha256 = entry?.event.raw_sha256 ?? null;
      return { id: event.id, raw, raw_sha256, ...(raw === null ? { why: whyNoRaw(event) } : {}) };
    },
  );
  proofRoute(app, context);
  app.get(
    '/v1/events/:id/viewers',
    {
      config: { access: 'events.viewers' },
      schema: {
        summary: 'Who looked at an event',
        tags: ['events'],
        params: idParameter,
        querystring: pageParameters,
        response: { 200: viewersAnswer, ...problems },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const event = await findEvent(request.params.id, principalOf(request), context);
      return context.index.viewersOf(event.id, { limit, cursor: cursor ?? null });
    },
  );
}

const WHY_ERASED = 'erased';

function whyNoRaw(event: LoggedEvent): string {
  const erased = event.withheld?.find((item) => item.group === 'raw');
  return erased?.why ?? 'the sender gave no record of its own';
}

function proofRoute(app: App, context: HttpContext): void {
  app.get(
    '/v1/events/:id/proof',
    {
      config: { access: 'events.proof' },
      schema: {
        summary: 'The evidence of one event',
        tags: ['events'],
        params: idParameter,
        querystring: proofParameters,
        response: { 200: proofAnswer, ...problems },
      },
    },
    async (request) => {
      const principal = principalOf(request);
      const { raw, reason } = request.query;
      const event = await findEvent(request.params.id, principal, context);
      const withRaw = raw === 'true' && mayReveal(principal, reason);
      const { answer, reveals } = await proofOf(event, principal, withRaw, context);
      const where = requestContext(request);
      const records = [readRecord('proof.read', event, where)];
      // Evidence that holds the raw text reveals it: that is on the record as such.
      if (reveals) {
        records.push(readRecord('raw.revealed', event, where, reason));
      }
      await Promise.all(records.map((record) => context.audit.record(principal, record)));
      return answer;
    },
  );
}

async function proofOf(
  event: LoggedEvent,
  principal: Principal,
  withRaw: boolean,
  context: HttpContext,
): Promise<{ answer: ProofAnswer; reveals: boolean }> {
  const { ledger } = context;
  const entry = await ledger.entry(event.index);
  if (entry === null) throw notFound('entry of this event');
  const masked = new Set<string>(principal.masks);
  if (withRaw) masked.delete('raw');
  else masked.add('raw');
  const opened = openRecord(entry.leaf, entry.record);
  const withheld: Withheld[] = opened.withheld.map((group) => ({ group, why: WHY_ERASED }));
  for (const group of groups) {
    if (!masked.has(group) || !hasGroup(opened.event, group)) continue;
    const why = principal.masks.some((mask) => mask === group) ? WHY_MASKED : 'left out as asked';
    withheld.push({ group, why });
  }
  const open = groups.filter((group) => !masked.has(group));
  const answer = {
    index: event.index,
    leaf: Buffer.from(entry.leaf).toString('base64'),
    disclosures: disclosuresOf(entry.record, open),
    withheld,
    proof: await ledger.inclusionProof(event.index),
    tier: context.tier(),
  };
  return { answer, reveals: withRaw && hasGroup(opened.event, 'raw') };
}

const SIGN: Record<Withheld['group'], string> = {
  actor: 'actor',
  target: 'target',
  context: 'context',
  details: 'source',
  raw: 'raw',
};

const hasGroup = (event: object, group: Withheld['group']): boolean => SIGN[group] in event;
