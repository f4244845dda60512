// Sees in one pass, building nothing, that the schema would take a sent event as it stands. A yes
// is the schema's yes (a property test holds the two together); a no only means: ask the schema.
import { eventLimits as limits } from '../limits.ts';
import { isJsonValue } from '../schema/parts.ts';
import { keyPattern } from '../schema/patterns.ts';
import type { SentEvent } from '../schema/event.ts';
import { categories, effects, outcomes, severities } from '../vocabulary.ts';

type Check = (value: unknown) => boolean;

const { text_max_length, long_text_max_length, word_max_length, raw_max_length } = limits;

const isText: Check = (value) => typeof value === 'string' && value.length <= text_max_length;
const isLongText: Check = (value) =>
  typeof value === 'string' && value.length <= long_text_max_length;
const isWord: Check = (value) =>
  typeof value === 'string' && value.length > 0 && value.length <= word_max_length;
const isIdentifier: Check = (value) => isText(value) && value !== '';
const isTimeText: Check = (value) => typeof value === 'string' && value.length <= 40;
const isRaw: Check = (value) => typeof value === 'string' && value.length <= raw_max_length;
const isValue: Check = (value) => value !== undefined && isJsonValue(value, limits);

const oneOf = (words: readonly string[]): Check => {
  const known = new Set<unknown>(words);
  return (value) => known.has(value);
};

const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= limits.list_max_items && value.every(check);

/** A plain object with known members only, all that are required, and whatever `also` asks. */
function shape(
  members: Readonly<Record<string, Check>>,
  required: readonly string[] = [],
  also: (value: Record<string, unknown>) => boolean = () => true,
): Check {
  const checks = new Map(Object.entries(members));
  return (value) => {
    if (!isPlain(value)) return false;
    for (const name in value) {
      const check = checks.get(name);
      if (check === undefined || !check(value[name])) return false;
    }
    for (const name of required) if (value[name] === undefined) return false;
    return also(value);
  };
}

function mapOf(check: Check): Check {
  return (value) => {
    if (!isPlain(value)) return false;
    let members = 0;
    for (const name in value) {
      members += 1;
      if (!keyPattern.test(name) || !check(value[name])) return false;
    }
    return members <= limits.map_max_members;
  };
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

const credential = shape({ type: isWord, id: isText, name: isText, expires: isText }, ['type']);
const actorMembers = {
  type: isWord,
  id: isIdentifier,
  name: isText,
  email: isText,
  roles: listOf(isText),
  credential,
};
const targetMembers = { type: isWord, id: isIdentifier, name: isText, environment: isText };
const hasIdOrName = ({ id, name }: Record<string, unknown>): boolean => Boolean(id || name);
const hasIdNameOrEmail = (actor: Record<string, unknown>): boolean =>
  hasIdOrName(actor) || Boolean(actor['email']);
// Chains of one link; longer ones are the schema's.
const onBehalfOf = shape(actorMembers, [], hasIdNameOrEmail);
const parent = shape(targetMembers, [], hasIdOrName);
const actor = shape({ ...actorMembers, on_behalf_of: onBehalfOf }, [], hasIdNameOrEmail);
const target = shape({ ...targetMembers, parent }, [], hasIdOrName);

const pipelineMembers =
  'stage run job commit ref change artifact environment service version'.split(' ');

const context = shape({
  ip: isText,
  geo: shape({
    country: isText,
    region: isText,
    city: isText,
    asn: isText,
    organization: isText,
  }),
  user_agent: isLongText,
  session: isText,
  request: shape({ method: isText, path: isLongText, id: isText, headers: mapOf(isLongText) }),
});

const event = shape(
  {
    time: isTimeText,
    source: shape({ delivery: isIdentifier }),
    action: isIdentifier,
    category: oneOf(categories),
    effect: oneOf(effects),
    outcome: oneOf(outcomes),
    severity: oneOf(severities),
    native: isText,
    actor,
    target,
    targets: listOf(target),
    context,
    pipeline: shape(Object.fromEntries(pipelineMembers.map((name) => [name, isText]))),
    changes: listOf(shape({ field: isIdentifier, from: isValue, to: isValue }, ['field'])),
    labels: mapOf(isText),
    raw: isRaw,
    why: shape({ reason: isLongText, ticket: isText, link: isLongText }),
  },
  ['action', 'actor', 'target'],
);

/** Whether the value is a sent event that the schema takes, and that it would not change. */
export function isPlainSentEvent(value: unknown): value is SentEvent {
  return event(value);
}
