import { count } from '../../lib/numbers.ts';

const WIDTH = 96;
const HEIGHT = 20;

/** Events of the last 24 hours, a bar an hour; the tallest bar is the busiest hour. */
export function Sparkline({ hours, name }: { hours: number[]; name: string }) {
  const top = Math.max(1, ...hours);
  const total = hours.reduce((sum, each) => sum + each, 0);
  const step = WIDTH / hours.length;
  const bars = hours
    .map((events, at) => {
      const height = events === 0 ? 0 : Math.max(2, (events / top) * (HEIGHT - 2));
      return `M${(at + 0.5) * step} ${HEIGHT - 1}v${-height}`;
    })
    .join('');
  return (
    <svg
      className="sparkline"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${name}: ${count(total)} events in 24 hours, at most ${count(top)} in one`}
    >
      <path d={`M0 ${HEIGHT - 0.5}h${WIDTH}`} className="sparkline-zero" />
      <path d={bars} className="sparkline-bars" strokeWidth={step - 1} />
    </svg>
  );
}
