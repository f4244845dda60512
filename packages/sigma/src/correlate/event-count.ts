// event_count: how many events of a group within the window. With lower bounds only, it fires as
// soon as enough of them stand within one window, wherever that lies; with others, when the window
// that the group's first event opened is over.
import type { CorrelationRule } from '../model.ts';
import { Groups } from './groups.ts';
import { isMonotone, satisfies } from './thresholds.ts';
import { insert, lastTime, refsOf, trim, type Timeline } from './timeline.ts';
import type { CorrelationLimits, Detector, Outcome } from './types.ts';

export function eventCount(rule: CorrelationRule, limits: CorrelationLimits): Detector {
  const groups = new Groups<Timeline>(limits.groups);
  const { timespan_ms: span, thresholds } = rule;
  const isImmediate = isMonotone(thresholds);
  const needed = isImmediate ? leastOf(rule, limits) : limits.hits;

  const fired = (line: Timeline, from: number, to: number, time: number): Outcome => ({
    time,
    first: line[from]!,
    count: (to - from) / 2,
    refs: refsOf(line, from, to, limits.refs),
    value: (to - from) / 2,
  });

  return {
    observe(group, { time, ref }) {
      const before = groups.get(group);
      // A list made with its first hit takes half the memory of one that grew from nothing.
      const line = before ?? [time, ref];
      const at = before === undefined ? 0 : insert(before, time, ref);
      if (isImmediate) {
        const from = firstWindow(line, at, needed, span);
        if (from !== undefined) {
          groups.delete(group);
          return fired(line, from, from + 2 * needed, line[from + 2 * needed - 2]!);
        }
        trim(line, lastTime(line) - span, needed);
      } else {
        trim(line, -Infinity, limits.hits);
      }
      groups.put(group, line, lastTime(line));
      return undefined;
    },
    advance(watermark) {
      if (isImmediate) {
        groups.expire(watermark, span);
        return [];
      }
      const over: [string, Outcome][] = [];
      for (const [group, line] of groups.entries()) {
        const end = line[0]! + span;
        if (end > watermark) continue;
        let to = 0;
        while (to < line.length && line[to]! < end) to += 2;
        if (satisfies(to / 2, thresholds)) over.push([group, fired(line, 0, to, end)]);
        line.splice(0, to);
        if (line.length === 0) groups.delete(group);
      }
      return over;
    },
    size: () => groups.size,
    evictions: () => groups.evictions,
    dump: () => groups.entries(),
    load: (group, state) => groups.put(group, state as Timeline, lastTime(state as Timeline)),
  };
}

/** The number of events from which on all thresholds hold. */
function leastOf({ thresholds }: CorrelationRule, limits: CorrelationLimits): number {
  const least = thresholds.map(({ op, value }) => (op === 'gt' ? Math.floor(value) + 1 : value));
  return Math.min(Math.max(1, Math.ceil(Math.max(1, ...least))), limits.hits);
}

/** Where a window with enough events begins that holds the one just put in. */
function firstWindow(line: Timeline, at: number, needed: number, span: number): number | undefined {
  const first = Math.max(0, at - 2 * (needed - 1));
  for (let from = first; from <= at; from += 2) {
    const last = line[from + 2 * (needed - 1)];
    if (last === undefined) return undefined;
    if (last - line[from]! < span) return from;
  }
  return undefined;
}
