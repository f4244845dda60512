import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { CoverageDay, DayState, SourceCoverageDays } from '../../api/types.ts';
import { termText } from '../../events/query/terms.ts';
import { dayText, STATE_WORDS } from './words.ts';
import './coverage.css';

const NEXT: Record<string, [rows: number, days: number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** Each source a row of days. A day leads to its events; arrow keys go from day to day. */
export function Calendar({ rows, named = true }: { rows: SourceCoverageDays[]; named?: boolean }) {
  const [shown, setShown] = useState<{ source: string; day: CoverageDay } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const days = rows[0]?.days.length ?? 0;
  // The newest days are what one looks for; on a narrow screen they would be out of sight.
  useEffect(() => {
    if (box.current) box.current.scrollLeft = box.current.scrollWidth;
  }, [days]);
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = NEXT[event.key];
    const place = (event.target as HTMLElement).dataset['place']?.split(':').map(Number);
    if (!step || !place) return;
    const [row = 0, day = 0] = place;
    const next = box.current?.querySelector<HTMLElement>(
      `[data-place="${row + step[0]}:${day + step[1]}"]`,
    );
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <div className="calendar">
      <div className="scroll-x calendar-box" ref={box} onKeyDown={move}>
        <table className="calendar-table" aria-label="Coverage by day">
          <Months days={rows[0]?.days ?? []} named={named} />
          <tbody>
            {rows.map((row, at) => (
              <tr key={row.source}>
                {named && (
                  <th scope="row">
                    <Link to="/sources/$name" params={{ name: row.source }} className="source-name">
                      {row.source}
                    </Link>
                  </th>
                )}
                {row.days.map((day, number) => (
                  <td key={day.day}>
                    <Day
                      source={row.source}
                      day={day}
                      place={`${at}:${number}`}
                      stop={at === 0 && number === days - 1}
                      onShow={() => setShown({ source: row.source, day })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="calendar-shown small" data-empty={shown === null || undefined}>
        {shown ? (
          <>
            <strong>{shown.source}</strong> {dayText(shown.day)}
          </>
        ) : (
          'Point at a day, or go by arrow keys; a day opens its events. Days are UTC.'
        )}
      </p>
      <Legend />
    </div>
  );
}

/** The first day of each month is named over its column. */
function Months({ days, named }: { days: CoverageDay[]; named: boolean }) {
  const months: { name: string; span: number }[] = [];
  for (const { day } of days) {
    const name = new Date(day).toLocaleString('en', { month: 'short', timeZone: 'UTC' });
    const last = months.at(-1);
    if (last?.name === name) last.span++;
    else months.push({ name, span: 1 });
  }
  return (
    <thead>
      <tr>
        {named && <td />}
        {months.map(({ name, span }) => (
          <th key={name} scope="colgroup" colSpan={span}>
            {span > 2 ? name : ''}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface DayProps {
  source: string;
  day: CoverageDay;
  place: string;
  /** The one day that the Tab key comes to. */
  stop: boolean;
  onShow: () => void;
}

function Day({ source, day, place, stop, onShow }: DayProps) {
  const next = new Date(Date.parse(day.day) + 86_400_000).toISOString();
  const about = dayText(day);
  return (
    <Link
      to="/events"
      search={{
        q: termText('source', source, false),
        from: new Date(day.day).toISOString(),
        to: next,
      }}
      className="day"
      data-state={day.state}
      data-quiet={(day.state === 'complete' && day.events === 0) || undefined}
      data-place={place}
      tabIndex={stop ? 0 : -1}
      aria-label={`${source}, ${about}`}
      onMouseEnter={onShow}
      onFocus={onShow}
    >
      <span className="day-mark" />
    </Link>
  );
}

const LEGEND: { state: DayState; quiet?: true; words: string }[] = [
  { state: 'complete', words: 'Complete' },
  { state: 'complete', quiet: true, words: 'Complete, nothing happened' },
  { state: 'partial', words: 'Partial' },
  { state: 'unknown', words: 'Unknown' },
  { state: 'open', words: 'Today' },
  { state: 'not_connected', words: 'Not connected' },
];

function Legend() {
  return (
    <ul className="calendar-legend small" aria-label="Legend">
      {LEGEND.map(({ state, quiet, words }) => (
        <li key={words} title={STATE_WORDS[state].about}>
          <span className="day" data-state={state} data-quiet={quiet}>
            <span className="day-mark" />
          </span>
          {words}
        </li>
      ))}
    </ul>
  );
}
