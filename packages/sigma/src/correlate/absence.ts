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
}

export function absence(
  rule: CorrelationRule,
  expected: string,
  limits: CorrelationLimits,
): Detector {
  const groups = new Groups<State>(limits.groups);
  const { timespan_ms: span } = rule;
  const place = rule.rules.indexOf(expected);
  const isBefore = place === 0 && rule.rules.length > 1;

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

  return {
    observe(group, { base, time, ref }) {
      const state = groups.get(group) ?? { triggers: [], expected: [] };
      const line = base === place ? state.expected : state.triggers;
      insert(line, time, ref);
      trim(line, lastTime(line) - 2 * span, limits.hits);
      groups.put(group, state);
      return undefined;
    },
    advance(watermark) {
      const over: [string, Outcome][] = [];
      for (const [group, state] of groups.entries()) {
        const { triggers } = state;
        while (triggers.length > 0) {
          const [time, ref] = triggers as [number, number];
          const due = isBefore ? time : time + span;
          if (due > watermark) break;
          triggers.splice(0, 2);
          if (came(state, time)) continue;
          over.push([group, { time: due, first: time, count: 1, refs: [ref] }]);
        }
        if (triggers.length === 0 && lastTime(state.expected) < watermark - span) {
          groups.delete(group);
        }
      }
      return over;
    },
    size: () => groups.size,
    evictions: () => groups.evictions,
    dump: () => groups.entries(),
    load: (group, state) => groups.put(group, state as State),
  };
}
