// Which events belong to the same story as one: the same run, change, commit, artifact, delivery.
// They are asked for in one search, for each search is an event in the log.
import { createMatcher, parseQuery } from '@acta/query';
import type { LoggedEvent } from '../../api/types.ts';
import { nameOf } from '../names.ts';

export interface Relation {
  label: string;
  q: string;
}

function relation(label: string, field: string, value: string | undefined): Relation[] {
  return value ? [{ label, q: `${field}:${JSON.stringify(value)}` }] : [];
}

/** The relations whose events are shown. */
export function storyOf({ pipeline = {}, source }: LoggedEvent): Relation[] {
  return [
    ...relation('Same run', 'run', pipeline.run),
    ...relation('Same change', 'change', pipeline.change),
    ...relation('Same commit', 'commit', pipeline.commit),
    ...relation('Same artifact', 'artifact', pipeline.artifact),
    ...relation('Same delivery', 'delivery', source?.delivery),
  ];
}

/** Wider relations, as links only. */
export function surroundingsOf({ actor, target }: LoggedEvent): Relation[] {
  return [
    ...relation(`Everything on ${nameOf(target)}`, 'target', nameOf(target) || undefined),
    ...relation(`Everything by ${nameOf(actor)}`, 'actor.id', actor?.id),
  ];
}

export function anyOf(relations: readonly Relation[]): string {
  return relations.map(({ q }) => q).join(' OR ');
}

/** The found events by relation; each event stands under the first that it belongs to. */
export function groupByRelation(
  relations: readonly Relation[],
  events: readonly LoggedEvent[],
  now: number,
): { relation: Relation; events: LoggedEvent[] }[] {
  const left = new Set(events);
  return relations.map((one) => {
    const parsed = parseQuery(one.q);
    const belongs = parsed.ok ? createMatcher(parsed.ast, { now }) : () => false;
    const own = [...left].filter((event) => belongs(event));
    for (const event of own) left.delete(event);
    return { relation: one, events: own };
  });
}
