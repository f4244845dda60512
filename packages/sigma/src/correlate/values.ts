// value_count, value_sum, value_avg, value_percentile: about the values of a field within the
// window. Distinct values are held with the time of their last event, so that none is counted anew.
import type { CorrelationRule } from '../model.ts';
import { Groups, groupKey } from './groups.ts';
import { isMonotone, satisfies } from './thresholds.ts';
import type { CorrelationLimits, Detector, Hit, Outcome } from './types.ts';

/** A value, when it came last, and with which event. */
type Seen = [value: string, time: number, ref: number];

interface State {
  /** By value for value_count; else by event. */
  seen: Map<string, Seen>;
  /** When the window opened that is not over yet. */
  opened: number;
}

export function valueCorrelation(rule: CorrelationRule, limits: CorrelationLimits): Detector {
  const groups = new Groups<State>(limits.groups);
  const { timespan_ms: span, thresholds } = rule;
  const isCount = rule.type === 'value_count';
  const isImmediate = rule.type !== 'value_avg' && isMonotone(thresholds);
  const measure = measures[rule.type] ?? ((seen) => seen.length);

  const decide = (seen: Seen[], time: number): Outcome | undefined => {
    const value = measure(seen, rule.percentile);
    if (value === undefined || !satisfies(value, thresholds)) return undefined;
    const refs = [...new Set(seen.map(([, , ref]) => ref))].slice(-limits.refs);
    const first = seen.reduce((least, [, at]) => Math.min(least, at), time);
    return { time, first, count: seen.length, refs, value };
  };

  return {
    observe(group, hit) {
      const state = groups.get(group) ?? { seen: new Map<string, Seen>(), opened: hit.time };
      for (const value of valuesOf(rule, hit)) {
        const key = isCount ? value : `${hit.ref}:${value}`;
        const before = state.seen.get(key);
        state.seen.delete(key);
        state.seen.set(key, [value, Math.max(hit.time, before?.[1] ?? -Infinity), hit.ref]);
      }
      bound(state, isImmediate ? hit.time - span : -Infinity, limits.hits);
      const outcome = isImmediate
        ? decide([...within(state, hit.time, span)], hit.time)
        : undefined;
      if (outcome === undefined) groups.put(group, state, hit.time);
      else groups.delete(group);
      return outcome;
    },
    advance(watermark) {
      if (isImmediate) {
        groups.expire(watermark, span);
        return [];
      }
      const over: [string, Outcome][] = [];
      for (const [group, state] of groups.entries()) {
        const end = state.opened + span;
        if (end > watermark) continue;
        const seen = [...state.seen.values()].filter(([, time]) => time < end);
        const outcome = decide(seen, end);
        if (outcome !== undefined) over.push([group, outcome]);
        for (const [key, [, time]] of state.seen) if (time < end) state.seen.delete(key);
        state.opened = Math.min(...[...state.seen.values()].map(([, time]) => time));
        if (state.seen.size === 0) groups.delete(group);
      }
      return over;
    },
    size: () => groups.size,
    evictions: () => groups.evictions,
    *dump() {
      for (const [group, { seen, opened }] of groups.entries()) {
        yield [group, [opened, ...seen.entries()]];
      }
    },
    load(group, state) {
      const [opened, ...seen] = state as [number, ...[string, Seen][]];
      const latest = Math.max(opened, ...seen.map(([, [, time]]) => time));
      groups.put(group, { opened, seen: new Map(seen) }, latest);
    },
  };
}

function valuesOf(rule: CorrelationRule, hit: Hit): readonly string[] {
  const [field, ...more] = rule.valueFields;
  if (field === undefined) return [];
  if (more.length === 0) return hit.values(field);
  return [groupKey(rule.valueFields.map((each) => hit.values(each)[0]))];
}

function bound(state: State, until: number, most: number): void {
  for (const [key, [, time]] of state.seen) {
    if (time > until && state.seen.size <= most) return;
    state.seen.delete(key);
  }
}

function* within({ seen }: State, time: number, span: number): Iterable<Seen> {
  for (const each of seen.values()) if (Math.abs(each[1] - time) < span) yield each;
}

const numbersOf = (seen: readonly Seen[]): number[] =>
  seen.map(([value]) => (value.trim() === '' ? Number.NaN : Number(value))).filter(Number.isFinite);

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);

const measures: Partial<
  Record<CorrelationRule['type'], (seen: Seen[], percentile: number) => number | undefined>
> = {
  value_count: (seen) => seen.length,
  value_sum: (seen) => sum(numbersOf(seen)),
  value_avg(seen) {
    const numbers = numbersOf(seen);
    return numbers.length === 0 ? undefined : sum(numbers) / numbers.length;
  },
  /** The nearest rank. */
  value_percentile(seen, percentile) {
    const numbers = numbersOf(seen).toSorted((a, b) => a - b);
    return numbers[Math.max(0, Math.ceil((percentile / 100) * numbers.length) - 1)];
  },
};
