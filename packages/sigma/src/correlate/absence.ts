// Absence: something that is due and does not come. Where the expected rule is the last of `rules`,
// it must follow within the window; where it is the first, it must have gone before.
import type { CorrelationRule } from '../model.ts';
import { Groups } from './groups.ts';
import { insert, lastTime, trim, type Timeline } from './timeline.ts';
import type { CorrelationLimits, Detector, Outcome } from './types.ts';

interface State {
  /** What makes the other one due. */
  triggers: Timeline;
  /** What is expected. */
  expected: Timeline;
  /** Triggers that came when they were due already, with when they are decided instead. */
  late?: Late[];
}

type Late = [time: number, ref: number, due: number];

/** What belongs to a trigger that comes late may come late too: ms. */
const GRACE_MS = 3_600_000;
/** For triggers as late as this, what was expected is still known: ms. */
const LATE_MS = 86_400_000;

export function absence(
  rule: CorrelationRule,
  expected: string,
  limits: CorrelationLimits,
): Detector {
  const groups = new Groups<State>(limits.groups);
  const { timespan_ms: span } = rule;
  const place = rule.rules.indexOf(expected);
  const isBefore = place === 0 && rule.rules.length > 1;
  const dueOf = (time: number): number => (isBefore ? time : time + span);
  let reached = -Infinity;

  /** Whether the expected came for a trigger of this time. */
  const came = (state: State, time: number): boolean => {
    const from = isBefore ? time - span : time;
    const to = isBefore ? time : time + span;
    for (let at = 0; at < state.expected.length; at += 2) {
      const when = state.expected[at]!;
      if (when >= from && when <= to) return true;
    }
    return false;
  };

  const observe: Detector['observe'] = (group, { base, time, ref }) => {
    const state = groups.get(group) ?? { triggers: [], expected: [] };
    if (base !== place && dueOf(time) <= reached) {
      const late: Late = [time, ref, reached + GRACE_MS];
      state.late = [...(state.late ?? []), late].slice(-limits.hits);
    } else {
      const line = base === place ? state.expected : state.triggers;
      insert(line, time, ref);
      trim(line, lastTime(line) - span - Math.max(span, LATE_MS), limits.hits);
    }
    groups.put(group, state);
    return undefined;
  };

  /** Takes out the triggers that are due. */
  const takeDue = (state: State, watermark: number): [time: number, ref: number][] => {
    const due: [number, number][] = [];
    const { triggers, late = [] } = state;
    while (triggers.length > 0 && dueOf(triggers[0]!) <= watermark) {
      due.push(triggers.splice(0, 2) as [number, number]);
    }
    const over = late.filter(([, , at]) => at <= watermark);
    if (over.length > 0) state.late = late.filter(([, , at]) => at > watermark);
    return [...due, ...over.map(([time, ref]): [number, number] => [time, ref])];
  };

  return {
    observe,
    learn(group, hit) {
      if (hit.base === place) observe(group, hit);
    },
    advance(watermark) {
      reached = Math.max(reached, watermark);
      const over: [string, Outcome][] = [];
      for (const [group, state] of groups.entries()) {
        for (const [time, ref] of takeDue(state, watermark)) {
          if (came(state, time)) continue;
          over.push([group, { time: dueOf(time), first: time, count: 1, refs: [ref] }]);
        }
        const isIdle = state.triggers.length === 0 && (state.late ?? []).length === 0;
        if (isIdle && lastTime(state.expected) < watermark - span - LATE_MS) groups.delete(group);
      }
      return over;
    },
    size: () => groups.size,
    evictions: () => groups.evictions,
    dump: () => groups.entries(),
    load: (group, state) => groups.put(group, state as State),
  };
}
