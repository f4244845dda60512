import type { SourceCoverage } from '../../api/types.ts';
import { count } from '../../lib/numbers.ts';
import { ago, shortTime } from '../../lib/time.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const CELL = 14;
const LEFT = 32;
const TOP = 16;

/** When it usually speaks, and when it did in the last seven days. */
export function RhythmSection({ coverage }: { coverage: SourceCoverage }) {
  const { rhythm } = coverage;
  const top = Math.max(0.01, ...rhythm.mean, ...rhythm.heard);
  const word = (value: number) => count(Math.round(value * 10) / 10);
  return (
    <section className="section" aria-label="Rhythm">
      <h2>Rhythm</h2>
      <p className="prose">{rhythmText(coverage)}</p>
      <div className="rhythm-maps">
        <HeatMap
          title="Usual"
          about="average of events"
          values={rhythm.mean}
          top={top}
          word={word}
        />
        <HeatMap
          title="Last 7 days"
          about="events"
          values={rhythm.heard}
          top={top}
          word={word}
          expected={rhythm.learned ? rhythm.share : null}
        />
      </div>
      <p className="small faint">
        Hours are UTC. A ring marks an hour in which it usually speaks and did not.
      </p>
    </section>
  );
}

function rhythmText(coverage: SourceCoverage): string {
  const { rhythm, settings, polled, silent_since, silent_from } = coverage;
  const now = Date.now();
  const heard =
    silent_since !== null
      ? `It has been silent since ${ago(silent_since, now)}.`
      : silent_from !== null
        ? `If nothing more comes, it is called silent ${shortTime(silent_from, new Date())}.`
        : '';
  if (settings.silence === 'off') return 'Its silence is not watched.';
  if (settings.silence !== 'rhythm') {
    return `It is called silent after ${settings.silence} without a word, as set below. ${heard}`;
  }
  if (polled) {
    return `Acta asks the product itself: a poll that finds nothing says that nothing happened, and polls that fail are silence. ${heard}`;
  }
  if (!rhythm.learned) {
    const when = rhythm.learned_at === null ? '' : `, not before ${rhythm.learned_at.slice(0, 10)}`;
    return `Its rhythm is still being learned: that takes 14 days and 10 hours with events${when}. Until then three days without a word are silence. ${heard}`;
  }
  const days = Math.round((Date.parse(rhythm.to) - Date.parse(rhythm.from)) / 86_400_000);
  const limit = count(rhythm.odds_limit);
  const present =
    rhythm.odds_now < 3 ? 'is usual' : `comes by once in ${count(rhythm.odds_now)} times`;
  return `Learned from ${days} days. A quiet that comes by once in ${limit} times at these hours of the week is silence, and so is three times the longest where it comes every few minutes; the present one ${present}. ${heard}`;
}

interface HeatMapProps {
  title: string;
  about: string;
  values: number[];
  top: number;
  word: (value: number) => string;
  /** How often something comes in each hour; null where that is not known. */
  expected?: number[] | null;
}

function HeatMap({ title, about, values, top, word, expected = null }: HeatMapProps) {
  const busiest = values.reduce((best, value, at) => (value > (values[best] ?? 0) ? at : best), 0);
  const summary = `${title}: ${about} by hour of the week, most (${word(values[busiest] ?? 0)}) on ${DAYS[Math.floor(busiest / 24)]} at ${busiest % 24} h UTC`;
  return (
    <figure className="heat">
      <figcaption className="small">{title}</figcaption>
      <svg
        viewBox={`0 0 ${LEFT + 24 * CELL} ${TOP + 7 * CELL}`}
        role="img"
        aria-label={summary}
        className="heat-map"
      >
        {[0, 6, 12, 18].map((hour) => (
          <text key={hour} x={LEFT + hour * CELL} y={11}>
            {hour}
          </text>
        ))}
        {DAYS.map((day, at) => (
          <text key={day} x={0} y={TOP + at * CELL + 11}>
            {day}
          </text>
        ))}
        {values.map((value, at) => {
          const x = LEFT + (at % 24) * CELL;
          const y = TOP + Math.floor(at / 24) * CELL;
          const missed = value === 0 && (expected?.[at] ?? 0) >= 0.8;
          return (
            <g key={`${x} ${y}`}>
              <rect
                x={x}
                y={y}
                width={CELL - 1}
                height={CELL - 1}
                rx={2}
                className="heat-cell"
                style={{ fillOpacity: value === 0 ? 0.06 : 0.2 + 0.8 * Math.sqrt(value / top) }}
              >
                <title>{`${DAYS[Math.floor(at / 24)]} ${at % 24}:00, ${word(value)}`}</title>
              </rect>
              {missed && <circle cx={x + 6.5} cy={y + 6.5} r={3} className="heat-missed" />}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}
