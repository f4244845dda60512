// The event, defined once: types, validation and the JSON Schema come from here (docs: the event
// contract, v1).
import { z } from 'zod';
import { eventLimits as limits } from '../limits.ts';
import { isTime } from '../time.ts';
import {
  assurances,
  categories,
  effects,
  groups,
  markNames,
  outcomes,
  severities,
} from '../vocabulary.ts';
import { chainEnds, jsonValue, stringMap } from './parts.ts';
import { idPattern, typePattern } from './patterns.ts';

const text = z.string().max(limits.text_max_length);
const longText = z.string().max(limits.long_text_max_length);
const word = z.string().min(1).max(limits.word_max_length);
const identifier = z.string().min(1).max(limits.text_max_length);
const time = z.iso.datetime({ precision: 3 }).refine(isTime, 'is not a time that exists');
const list = <T extends z.ZodType>(item: T) => z.array(item).max(limits.list_max_items);

const credential = z.strictObject({
  type: word,
  id: text.optional(),
  name: text.optional(),
  expires: text.optional(),
});

/** What a sender may say about who acted. */
const actorParts = {
  type: word,
  id: identifier,
  name: text.optional(),
  email: text.optional(),
  roles: list(text).optional(),
  credential: credential.optional(),
};
/** What only the server says about it. */
const actorJudgement = {
  assurance: z.enum(assurances).optional(),
  person: text.optional(),
  accountable: text.optional(),
};

const targetParts = {
  type: word,
  id: identifier,
  name: text.optional(),
  environment: text.optional(),
};

const geoSchema = z.strictObject({
  country: text.optional(),
  region: text.optional(),
  city: text.optional(),
  asn: text.optional(),
  organization: text.optional(),
});

const requestSchema = z.strictObject({
  method: text.optional(),
  path: longText.optional(),
  id: text.optional(),
  headers: stringMap(longText, limits).optional(),
});

export const contextSchema = z.strictObject({
  ip: text.optional(),
  geo: geoSchema.optional(),
  user_agent: longText.optional(),
  session: text.optional(),
  request: requestSchema.optional(),
});

export const pipelineSchema = z.strictObject({
  stage: text.optional(),
  run: text.optional(),
  job: text.optional(),
  commit: text.optional(),
  ref: text.optional(),
  change: text.optional(),
  artifact: text.optional(),
  environment: text.optional(),
  service: text.optional(),
  version: text.optional(),
});

export const changeSchema = z.strictObject({
  field: identifier,
  from: jsonValue(limits).optional(),
  to: jsonValue(limits).optional(),
});

const labelsSchema = stringMap(text, limits);

/** Members that mean the same in a sent event and in a kept one. */
function sharedParts<A extends z.ZodType, T extends z.ZodType>(actor: A, target: T) {
  return {
    native: text.optional(),
    actor,
    target,
    targets: list(target).optional(),
    context: contextSchema.optional(),
    pipeline: pipelineSchema.optional(),
    changes: list(changeSchema).optional(),
    labels: labelsSchema.optional(),
    raw: z.string().max(limits.raw_max_length).optional(),
  };
}

const whyParts = {
  reason: longText.optional(),
  ticket: text.optional(),
  link: longText.optional(),
};

const tooDeep = `is nested deeper than ${limits.chain_max_depth} levels`;
const actorEnds = (actor: unknown) => chainEnds(actor, 'on_behalf_of', limits.chain_max_depth);
const targetEnds = (target: unknown) => chainEnds(target, 'parent', limits.chain_max_depth);

export interface Actor extends z.infer<typeof actorLink> {
  on_behalf_of?: Actor | undefined;
}
export interface Target extends z.infer<typeof targetLink> {
  parent?: Target | undefined;
}
const actorLink = z.strictObject({ ...actorParts, ...actorJudgement });
const targetLink = z.strictObject(targetParts);
const actorNode: z.ZodType<Actor> = actorLink.extend({
  on_behalf_of: z.lazy(() => actorNode).optional(),
});
const targetNode: z.ZodType<Target> = targetLink.extend({
  parent: z.lazy(() => targetNode).optional(),
});
export const actorSchema = actorNode.refine(actorEnds, tooDeep);
export const targetSchema = targetNode.refine(targetEnds, tooDeep);
export const whySchema = z.strictObject({
  ...whyParts,
  approved_by: list(actorSchema).optional(),
});
export const sourceSchema = z.strictObject({
  type: z.string().regex(typePattern),
  name: text,
  via: text.optional(),
  delivery: text.optional(),
});

/** An event as Acta keeps and answers it. */
export const eventSchema = z.strictObject({
  v: z.literal(1),
  id: z.string().regex(idPattern),
  time,
  received: time,
  source: sourceSchema,
  action: z.string().regex(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/),
  category: z.enum(categories),
  effect: z.enum(effects),
  outcome: z.enum(outcomes),
  severity: z.enum(severities),
  ...sharedParts(actorSchema, targetSchema),
  why: whySchema.optional(),
  raw_sha256: z.string().max(64).optional(),
  marks: z.array(z.enum(markNames)).max(markNames.length).optional(),
  revision: z.number().int().min(1).optional(),
  revision_of: z.string().regex(idPattern).optional(),
});

// A sender may leave out a type, and an id where there is a name; approvers may be plain ids.
export interface SentActor extends z.infer<typeof sentActorLink> {
  on_behalf_of?: SentActor | undefined;
}
export interface SentTarget extends z.infer<typeof sentTargetLink> {
  parent?: SentTarget | undefined;
}
const looseParts = { type: word.optional(), id: identifier.optional() };
const sentActorLink = z.strictObject({ ...actorParts, ...looseParts });
const sentTargetLink = z.strictObject({ ...targetParts, ...looseParts });
const sentActorNode: z.ZodType<SentActor> = sentActorLink
  .extend({ on_behalf_of: z.lazy(() => sentActorNode).optional() })
  .refine((actor) => Boolean(actor.id || actor.name || actor.email), 'needs an id, name or email');
const sentTargetNode: z.ZodType<SentTarget> = sentTargetLink
  .extend({ parent: z.lazy(() => sentTargetNode).optional() })
  .refine((target) => Boolean(target.id || target.name), 'needs an id or a name');
const sentActor = sentActorNode.refine(actorEnds, tooDeep);
const sentTarget = sentTargetNode.refine(targetEnds, tooDeep);

/** An event as a sender gives it, before what it left out is filled in. */
export const sentEventSchema = z.strictObject({
  time: z.string().max(40).optional(),
  source: z.strictObject({ delivery: identifier.optional() }).optional(),
  action: identifier,
  category: z.enum(categories).optional(),
  effect: z.enum(effects).optional(),
  outcome: z.enum(outcomes).optional(),
  severity: z.enum(severities).optional(),
  ...sharedParts(sentActor, sentTarget),
  why: z
    .strictObject({ ...whyParts, approved_by: list(z.union([identifier, sentActor])).optional() })
    .optional(),
});

/** What answers add to a kept event. */
const shownParts = {
  index: z.int().nonnegative().optional().describe('In answers: place in the log'),
  withheld: z
    .array(z.strictObject({ group: z.enum(groups), why: z.string() }))
    .optional()
    .describe('In answers: groups that this reader does not get'),
};

/** The JSON Schema (2020-12) of a kept event, and of one as answers show it. */
export function eventJsonSchema(): Record<string, unknown> {
  return describe(eventSchema.extend(shownParts), '/schema/event.json', 'Acta event');
}

/** The JSON Schema (2020-12) of an event as `POST /v1/events` takes it. */
export function eventInputJsonSchema(): Record<string, unknown> {
  return describe(sentEventSchema, '/schema/event-input.json', 'Acta event, as sent');
}

function describe(schema: z.ZodType, id: string, title: string): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  return { $schema, $id: id, title, ...rest };
}

export type ActaEvent = z.infer<typeof eventSchema>;
export type Source = z.infer<typeof sourceSchema>;
export type Context = z.infer<typeof contextSchema>;
export type Pipeline = z.infer<typeof pipelineSchema>;
export type Change = z.infer<typeof changeSchema>;
export type Why = z.infer<typeof whySchema>;
/** An event as a sender may write it. */
export type SentEvent = z.infer<typeof sentEventSchema>;
/**
 * A sent event once it was checked and what it left out was filled in; the server adds the rest.
 */
export type EventInput = Omit<
  ActaEvent,
  'v' | 'id' | 'time' | 'received' | 'source' | 'raw_sha256' | 'marks' | 'revision' | 'revision_of'
> & {
  /** Absent where the sender gave none. */
  time?: string;
  source?: { delivery?: string };
};
