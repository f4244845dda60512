import { count } from '../lib/numbers.ts';

/** A high alert, or some of medium weight: what is less is on everybody who works. */
const TOLD_FROM = 20;
const GRAVE_FROM = 50;

/** How much different rules found on somebody or something, where it is worth a look. */
export function RiskMark({ score }: { score: number }) {
  if (score < TOLD_FROM) return null;
  return (
    <span
      className="risk-mark"
      data-grave={score >= GRAVE_FROM || undefined}
      title={`Risk ${count(score)}: what different rules found on it, not resolved, in 30 days`}
    >
      <span className="visually-hidden">risk </span>
      {count(score)}
    </span>
  );
}
