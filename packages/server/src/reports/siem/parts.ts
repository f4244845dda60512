// What the forms of other products share.
import { sentenceOf } from '@acta/event';
import type { LoggedEvent } from '@acta/sdk';

type Value = string | number | boolean | object | null | undefined;

/** An object without members that have nothing in them; undefined where none is left. */
export function present(members: Record<string, Value>): Record<string, Value> | undefined {
  const kept = Object.entries(members).filter(([, value]) => !isNothing(value));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function isNothing(value: Value): boolean {
  return value === undefined || value === null || value === '' || isEmptyList(value);
}

const isEmptyList = (value: Value): boolean => Array.isArray(value) && value.length === 0;

/** Who did what, as one line for people. */
export function messageOf(event: LoggedEvent): string {
  const { actor } = event;
  const who = actor === undefined ? '' : `${actor.name || actor.id} `;
  return `${who}${sentenceOf(event).text}`;
}

/** Names and ids of the things that it was done to, the first one first. */
export const targetsOf = ({ target, targets }: LoggedEvent) =>
  [target, ...(targets ?? [])].filter((each) => each !== undefined);

/** What the other form has no place for; values that changed as text, which keeps one type. */
export function ownMembers(event: LoggedEvent): Record<string, Value> | undefined {
  const { actor, source } = event;
  const text = (value: unknown) =>
    value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
  return present({
    index: event.index,
    action: event.action,
    category: event.category,
    effect: event.effect,
    outcome: event.outcome,
    severity: event.severity,
    source: present({ ...source }),
    assurance: actor?.assurance,
    credential: actor?.credential,
    on_behalf_of: actor?.on_behalf_of,
    target: event.target,
    targets: event.targets,
    pipeline: event.pipeline,
    changes: event.changes?.map(({ field, from, to }) =>
      present({ field, from: text(from), to: text(to) }),
    ),
    why: event.why,
    marks: event.marks,
    withheld: event.withheld?.map(({ group }) => group),
  });
}
