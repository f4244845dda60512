import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { histogramQuery, type Search } from '../../api/queries.ts';
import { count, niceCeiling, plural } from '../../lib/numbers.ts';
import { brushRange } from '../../lib/range.ts';
import { fullTime, shortTime } from '../../lib/time.ts';
import { useWidth } from '../../lib/use-width.ts';
import { Button } from '../../ui/button.tsx';
import { anchorOf, axisPlaces, fillBuckets, type Bucket } from './buckets.ts';
import { HistogramTable } from './histogram-table.tsx';
import { useBrush } from './use-brush.ts';
import './histogram.css';

const HEIGHT = 64;
const LEFT = 44;

interface HistogramProps {
  search: Search;
  onRange: (from: string, to: string) => void;
}

/** Counts over time; failures and denials in red at the foot. Bars are links, a drag zooms. */
export function Histogram({ search, onRange }: HistogramProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [table, setTable] = useState(false);
  const query = useQuery(histogramQuery(search));
  const answer = query.data;
  const buckets = useMemo(
    () => (answer ? fillBuckets(answer, search.from, search.to) : []),
    [answer, search.from, search.to],
  );
  const interval_s = answer?.interval_s ?? 1;
  return (
    <div className="histogram" ref={box} data-stale={query.isPlaceholderData || undefined}>
      {width > 0 && buckets.length > 0 && (
        <Bars
          buckets={buckets}
          interval_s={interval_s}
          width={width - LEFT - 16}
          onBrush={(first, last) => {
            const range = brushRange(buckets, interval_s, first, last);
            if (range) onRange(range.from, range.to);
          }}
        />
      )}
      {query.isError && <p className="histogram-error">The counts over time could not be read.</p>}
      <div className="histogram-tools">
        <Button look="plain" onClick={() => setTable(true)} disabled={buckets.length === 0}>
          Table
        </Button>
      </div>
      <HistogramTable
        open={table}
        onClose={() => setTable(false)}
        buckets={buckets}
        interval_s={interval_s}
      />
    </div>
  );
}

interface BarsProps {
  buckets: Bucket[];
  interval_s: number;
  width: number;
  onBrush: (first: number, last: number) => void;
}

function Bars({ buckets, interval_s, width, onBrush }: BarsProps) {
  const [focus, setFocus] = useState(buckets.length - 1);
  const focused = Math.min(focus, buckets.length - 1);
  const bars = useRef<SVGGElement>(null);
  const brush = useBrush(buckets.length, width, onBrush);
  const top = niceCeiling(Math.max(1, ...buckets.map((bucket) => bucket.count)));
  const step = width / buckets.length;
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = Math.min(buckets.length - 1, Math.max(0, focused + move));
    setFocus(next);
    bars.current?.querySelectorAll('a')[next]?.focus();
  };
  return (
    <svg className="bars" width={LEFT + width + 16} height={HEIGHT + 20} {...brush.handlers}>
      <Axis top={top} width={width} buckets={buckets} />
      <g
        ref={bars}
        transform={`translate(${LEFT} 4)`}
        role="group"
        aria-label="Events over time. Arrow keys move, Enter opens a bar."
        onKeyDown={onKeyDown}
      >
        {buckets.map((bucket, place) => (
          <Bar
            key={bucket.start}
            bucket={bucket}
            interval_s={interval_s}
            x={place * step}
            width={step}
            top={top}
            tabIndex={place === focused ? 0 : -1}
          />
        ))}
      </g>
      {brush.span && (
        <rect
          className="brush"
          x={LEFT + brush.span.first * step}
          y={2}
          width={(brush.span.last - brush.span.first + 1) * step}
          height={HEIGHT + 3}
        />
      )}
    </svg>
  );
}

function Bar(props: {
  bucket: Bucket;
  interval_s: number;
  x: number;
  width: number;
  top: number;
  tabIndex: number;
}) {
  const { bucket, x, width, top } = props;
  const gap = width > 5 ? 1.5 : width > 3 ? 1 : 0;
  const tall = (value: number) => (value === 0 ? 0 : Math.max(1.5, (value / top) * HEIGHT));
  const all = tall(bucket.count);
  const bad = Math.min(all, tall(bucket.failures));
  const end = new Date(Date.parse(bucket.start) + props.interval_s * 1000).toISOString();
  const failed = bucket.failures > 0 ? `, ${plural(bucket.failures, 'failure')}` : '';
  const words = `${plural(bucket.count, 'event')}${failed}`;
  return (
    <Link
      to="/events"
      search={(now) => ({ ...now, from: bucket.start, to: end, range: undefined })}
      className="bar"
      tabIndex={props.tabIndex}
      aria-label={`${words}, ${fullTime(bucket.start)}`}
      draggable={false}
    >
      <title>{`${words}\n${fullTime(bucket.start)}\nto ${fullTime(end)}`}</title>
      <rect className="bar-reach" x={x} y={0} width={width} height={HEIGHT} />
      <rect x={x} y={HEIGHT - all} width={width - gap} height={all - bad} />
      <rect className="bar-bad" x={x} y={HEIGHT - bad} width={width - gap} height={bad} />
    </Link>
  );
}

function Axis({ top, width, buckets }: { top: number; width: number; buckets: Bucket[] }) {
  const now = new Date();
  const places = axisPlaces(buckets.length, width);
  return (
    <g className="axis" aria-hidden="true">
      <text x={LEFT - 8} y={12} textAnchor="end">
        {count(top)}
      </text>
      <text x={LEFT - 8} y={HEIGHT + 4} textAnchor="end">
        0
      </text>
      <line x1={LEFT} x2={LEFT + width} y1={4.5} y2={4.5} />
      <line className="axis-zero" x1={LEFT} x2={LEFT + width} y1={HEIGHT + 4.5} y2={HEIGHT + 4.5} />
      {places.map((place, mark) => (
        <text
          key={place}
          x={LEFT + ((place + 0.5) / buckets.length) * width}
          y={HEIGHT + 17}
          textAnchor={anchorOf(mark, places.length)}
        >
          {shortTime(buckets[place]!.start, now)}
        </text>
      ))}
    </g>
  );
}
