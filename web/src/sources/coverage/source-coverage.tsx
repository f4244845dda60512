import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { sourceCoverageQuery } from '../../api/queries.ts';
import type { CoverageKind, SourceCoverage } from '../../api/types.ts';
import { termText } from '../../events/query/terms.ts';
import { count } from '../../lib/numbers.ts';
import { ago, duration, fullTime } from '../../lib/time.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote, SkeletonLines } from '../../ui/states.tsx';
import { Calendar } from './calendar.tsx';
import { RhythmSection } from './rhythm.tsx';
import { SilenceForm } from './silence-form.tsx';
import { Table } from '../../ui/table.tsx';
import './coverage.css';

/** One source: its days, its rhythm, gaps, clock, kinds, and when it is called silent. */
export function SourceCoverageSections({
  source,
  coverage,
}: {
  source: string;
  coverage: SourceCoverage;
}) {
  const days = useQuery(sourceCoverageQuery(source));
  return (
    <>
      <section className="section" aria-label="Days">
        <h2>Last 90 days</h2>
        {days.isError && <ErrorNote error={days.error} />}
        {days.isPending && <SkeletonLines lines={2} label="Reading the days" />}
        {days.data && <Calendar rows={[days.data]} named={false} />}
      </section>
      <RhythmSection coverage={coverage} />
      <section className="section" aria-label="Silence">
        <h2>Silence</h2>
        <SilenceForm source={source} settings={coverage.settings} />
        <Silences coverage={coverage} />
      </section>
      <section className="section" aria-label="Gaps and clock">
        <h2>Gaps and clock</h2>
        <Skew skew={coverage.skew} />
        <Gaps coverage={coverage} />
      </section>
      <Kinds source={source} kinds={coverage.kinds} />
    </>
  );
}

function Skew({ skew }: { skew: SourceCoverage['skew'] }) {
  if (skew.state === 'none') {
    return <p className="prose">Its clock agrees with Acta’s: no event came from the future.</p>;
  }
  const ahead = duration(skew.ahead_ms / 1000);
  return (
    <p className="prose">
      <span className="badge warn">{skew.state === 'persisting' ? 'Clock ahead' : 'Watched'}</span>{' '}
      Its events come from up to {ahead} in the future
      {skew.since && <span title={skew.since}>, since {ago(skew.since, Date.now())}</span>}. Check
      the time service of its host.
    </p>
  );
}

function Gaps({ coverage }: { coverage: SourceCoverage }) {
  const gaps = coverage.gap_list;
  if (gaps.length === 0) {
    return (
      <p className="prose">
        No gap: nothing that it counts is missing, or its product does not count.
      </p>
    );
  }
  return (
    <Table label="Gaps" columns={['Counter', 'Numbers', { number: 'Missing' }, 'Found', 'Closed']}>
      {gaps.map((gap) => (
        <tr key={`${gap.stream} ${gap.first} ${gap.found}`}>
          <td className="mono">{gap.stream}</td>
          <td className="mono">
            {gap.first === gap.last ? gap.first : `${gap.first}–${gap.last}`}
          </td>
          <td className="number">{count(gap.missing)}</td>
          <td title={gap.found}>{ago(gap.found, Date.now())}</td>
          <td>{gap.closed ? fullTime(gap.closed) : <span className="faint">open</span>}</td>
        </tr>
      ))}
    </Table>
  );
}

function Silences({ coverage }: { coverage: SourceCoverage }) {
  const silences = coverage.silences.slice(-5).toReversed();
  if (silences.length === 0) return <p className="prose">Never silent since it was added.</p>;
  return (
    <ul className="silences">
      {silences.map(({ from, to, event }) => (
        <li key={from}>
          <Link to="/events" search={{ event, q: 'action:source.silent', range: 'all' }}>
            {fullTime(from)}
          </Link>{' '}
          <span className="soft">
            {to === null
              ? 'until now'
              : `for ${duration((Date.parse(to) - Date.parse(from)) / 1000)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

const SHOWN_KINDS = 10;

function Kinds({ source, kinds }: { source: string; kinds: CoverageKind[] }) {
  const [all, setAll] = useState(false);
  if (kinds.length === 0) return null;
  const inOrder = kinds.toSorted((a, b) => Number(b.quiet) - Number(a.quiet));
  return (
    <section className="section" aria-label="Kinds">
      <h2>Kinds of events</h2>
      <Table
        label="Kinds of events"
        columns={['Action', { number: 'Events' }, { number: 'Days' }, 'Last', 'State']}
      >
        {inOrder.slice(0, all ? undefined : SHOWN_KINDS).map((kind) => (
          <tr key={kind.name}>
            <td className="mono">
              <Link
                to="/events"
                search={{
                  q: `${termText('source', source, false)} ${termText('action', kind.name, false)}`,
                  range: 'all',
                }}
              >
                {kind.name}
              </Link>
            </td>
            <td className="number">{count(kind.count)}</td>
            <td className="number">{count(kind.days)}</td>
            <td className="kind-last" title={kind.last}>
              {ago(kind.last, Date.now())}
            </td>
            <td>
              {kind.quiet ? (
                <span className="badge warn" title="Came on many days, and not for unusually long">
                  No longer heard
                </span>
              ) : (
                <span className="faint">heard</span>
              )}
            </td>
          </tr>
        ))}
      </Table>
      {!all && kinds.length > SHOWN_KINDS && (
        <p className="more-below">
          <Button onClick={() => setAll(true)}>Show all {count(kinds.length)} kinds</Button>
        </p>
      )}
    </section>
  );
}
