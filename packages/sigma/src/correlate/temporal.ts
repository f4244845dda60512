// temporal and temporal_ordered: different rules of one group within the window, in any order or in
// that of `rules`. Extended conditions are boolean expressions over the rules' names; one with
// `not` is decided when the window is over.
import type { ResolvedCorrelation } from '../engine/references.ts';
import type { Condition } from '../parse/condition.ts';
import { Groups } from './groups.ts';
import { satisfies } from './thresholds.ts';
import type { CorrelationLimits, Detector, Outcome } from './types.ts';

/** Time, place of the base, the event's number; in the order of time. */
type Seen = [time: number, base: number, ref: number];

export function temporal(resolved: ResolvedCorrelation, limits: CorrelationLimits): Detector {
  const groups = new Groups<Seen[]>(limits.groups);
  const { timespan_ms: span } = resolved.rule;
  const isOrdered = resolved.rule.type === 'temporal_ordered';
  const find = isOrdered ? inOrder(resolved) : together(resolved);
  const last = resolved.bases.length - 1;
  const isDeferred = resolved.expression !== undefined && hasNot(resolved.expression);

  const outcome = (seen: Seen[], time: number): Outcome => ({
    time,
    first: seen[0]![0],
    count: seen.length,
    refs: [...new Set(seen.map(([, , ref]) => ref))].slice(-limits.refs),
  });

  return {
    observe(group, { base, time, ref }) {
      const seen = groups.get(group) ?? [];
      let at = seen.length;
      while (at > 0 && seen[at - 1]![0] > time) at--;
      if (at === seen.length) seen.push([time, base, ref]);
      else seen.splice(at, 0, [time, base, ref]);
      if (seen.length > limits.hits) seen.shift();
      // The latest event completes a chain only as its last step.
      const isStep = isOrdered && base !== last && at === seen.length - 1;
      const found = isDeferred || isStep ? undefined : find(seen, time, span);
      if (found !== undefined) {
        groups.delete(group);
        return outcome(found, found.at(-1)![0]);
      }
      if (!isDeferred) dropBefore(seen, seen.at(-1)![0] - span);
      groups.put(group, seen, seen.at(-1)![0]);
      return undefined;
    },
    advance(watermark) {
      if (!isDeferred) {
        groups.expire(watermark, span);
        return [];
      }
      const over: [string, Outcome][] = [];
      for (const [group, seen] of groups.entries()) {
        const end = seen[0]![0] + span;
        if (end > watermark) continue;
        const inside = seen.filter(([time]) => time < end);
        if (isTrue(resolved, inside)) {
          over.push([group, outcome(inside, end)]);
        }
        seen.splice(0, inside.length);
        if (seen.length === 0) groups.delete(group);
      }
      return over;
    },
    size: () => groups.size,
    evictions: () => groups.evictions,
    dump: () => groups.entries(),
    load: (group, state) => groups.put(group, state as Seen[], (state as Seen[]).at(-1)?.[0]),
  };
}

function dropBefore(seen: Seen[], until: number): void {
  while (seen.length > 0 && seen[0]![0] <= until) seen.shift();
}

type Find = (seen: Seen[], time: number, span: number) => Seen[] | undefined;

/** Whether the rules seen satisfy the condition. */
function isTrue({ rule, bases, expression }: ResolvedCorrelation, seen: readonly Seen[]): boolean {
  const places = new Set(seen.map(([, base]) => base));
  if (expression !== undefined) return holds(expression, rule.rules, places);
  if (rule.thresholds.length > 0) return satisfies(places.size, rule.thresholds);
  return places.size === new Set(bases).size;
}

/** A window that holds the moment and in which the condition is true. */
function together(resolved: ResolvedCorrelation): Find {
  return (seen, time, span) => {
    for (const [end] of seen) {
      if (end < time) continue;
      const inside = seen.filter(([at]) => at > end - span && at <= end);
      if (inside.some(([at]) => at === time) && isTrue(resolved, inside)) return inside;
    }
    return undefined;
  };
}

/** A chain of different events in the order of the rules. */
function inOrder({ bases }: ResolvedCorrelation): Find {
  return (seen, _time, span) => {
    // For each step, the end of the chain up to it that began last: it reaches furthest.
    const ends: (number | undefined)[] = [];
    const began: number[] = [];
    const before: (number | undefined)[] = [];
    for (let at = 0; at < seen.length; at++) {
      const [time, base, ref] = seen[at]!;
      if (base > 0) {
        const end = ends[base - 1];
        if (end === undefined || time - began[base - 1]! >= span) continue;
        if (isIn(seen, before, end, ref)) continue;
        before[at] = end;
      }
      began[base] = base === 0 ? time : began[base - 1]!;
      ends[base] = at;
      if (base === bases.length - 1) return chainTo(seen, before, at);
    }
    return undefined;
  };
}

type Links = readonly (number | undefined)[];

/** Whether an event is in the chain that ends there. */
function isIn(seen: readonly Seen[], before: Links, end: number, ref: number): boolean {
  for (let at: number | undefined = end; at !== undefined; at = before[at]) {
    if (seen[at]![2] === ref) return true;
  }
  return false;
}

function chainTo(seen: readonly Seen[], before: Links, end: number): Seen[] {
  const chain: Seen[] = [];
  for (let at: number | undefined = end; at !== undefined; at = before[at]) chain.push(seen[at]!);
  return chain.toReversed();
}

function holds(
  condition: Condition,
  names: readonly string[],
  places: ReadonlySet<number>,
): boolean {
  switch (condition.type) {
    case 'and':
      return condition.items.every((item) => holds(item, names, places));
    case 'or':
      return condition.items.some((item) => holds(item, names, places));
    case 'not':
      return !holds(condition.item, names, places);
    case 'name':
      return places.has(names.indexOf(condition.name));
    default:
      return condition.every ? places.size === names.length : places.size > 0;
  }
}

function hasNot(condition: Condition): boolean {
  if (condition.type === 'not') return true;
  return 'items' in condition && condition.items.some(hasNot);
}
