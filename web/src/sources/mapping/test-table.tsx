import type { TriedSample } from '../../api/types.ts';
import { plural } from '../../lib/numbers.ts';
import { nameOf } from '../../events/names.ts';
import type { Sample } from './samples-panel.tsx';
import { saidOf } from './result-panel.tsx';
import { Table } from '../../ui/table.tsx';

interface TestTableProps {
  samples: readonly Sample[];
  tried: readonly TriedSample[];
  chosen: number;
  onChoose: (place: number) => void;
}

/** All samples through the mapping as it stands: what each becomes, and what is wrong with it. */
export function TestTable({ samples, tried, chosen, onChoose }: TestTableProps) {
  const events = tried.flatMap((one) => one.events);
  const unmapped = events.filter((one) => one.unmapped).length;
  const partly = events.filter(({ errors }) => errors.length > 0).length;
  const failed = tried.reduce((count, one) => count + one.failed.length, 0);
  return (
    <section className="section test-section" aria-label="All samples">
      <div className="panel-head">
        <h2>All samples</h2>
        <p className="small soft" data-summary>
          {plural(events.length, 'event')} · {unmapped} without an action · {partly} with a field
          that could not be filled · {failed} unreadable
        </p>
      </div>
      <Table
        label="Samples and their events"
        columns={['Sample', 'Event', 'Outcome', 'Action', 'Problem']}
        className="test-table"
      >
        {samples.map((sample, place) => (
          <TestRow
            key={sample.id}
            sample={sample}
            tried={tried[place]}
            current={place === chosen}
            onChoose={() => onChoose(place)}
          />
        ))}
      </Table>
    </section>
  );
}

function TestRow(props: {
  sample: Sample;
  tried: TriedSample | undefined;
  current: boolean;
  onChoose: () => void;
}) {
  const { sample, tried, current, onChoose } = props;
  const first = tried?.events[0];
  const more = (tried?.events.length ?? 0) - 1;
  const wrong = first?.errors[0];
  const [failed] = tried?.failed ?? [];
  return (
    <tr data-current={current || undefined}>
      <td>
        <button type="button" className="link mono" onClick={onChoose}>
          {sample.title}
        </button>
      </td>
      <td>
        {first && (
          <>
            <strong>{nameOf(first.event.actor)}</strong> {saidOf(first.event)}
            {more > 0 && <span className="faint"> and {more} more</span>}
          </>
        )}
      </td>
      <td>{first?.event.outcome}</td>
      <td className={`mono ${first?.unmapped ? 'faint' : ''}`}>{first?.event.action}</td>
      <td className="wrong">
        {wrong && `${wrong.path.replace(/^\/fields\//, '')} ${wrong.message}`}
        {failed?.detail}
      </td>
    </tr>
  );
}
