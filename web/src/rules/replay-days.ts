// The days of a replay, those without a finding too: a gap in a chart must be seen as one.
import type { RuleReplay } from '../api/types.ts';

const DAY_MS = 86_400_000;

/** Each UTC day from the first to the last, with its findings. */
export function everyDay({ from, to, days }: Pick<RuleReplay, 'from' | 'to' | 'days'>) {
  const known = new Map(days.map(({ day, findings }) => [day.slice(0, 10), findings]));
  const first = Math.floor(Date.parse(from) / DAY_MS);
  const last = Math.floor((Date.parse(to) - 1) / DAY_MS);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => {
    const day = new Date((first + at) * DAY_MS).toISOString().slice(0, 10);
    return { day, findings: known.get(day) ?? 0 };
  });
}
