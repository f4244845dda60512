import { useQuery } from '@tanstack/react-query';
import type { Reconciliation } from '../../api/types.ts';
import { count } from '../../lib/numbers.ts';
import { fullTime } from '../../lib/time.ts';
import { ErrorNote } from '../../ui/states.tsx';
import { comparisonsQuery } from './queries.ts';

/** The last comparisons with the product: what had not arrived. */
export function Comparisons({ source }: { source: string }) {
  const query = useQuery(comparisonsQuery(source));
  const items = query.data?.items ?? [];
  return (
    <>
      {query.isError && <ErrorNote error={query.error} />}
      {items.length > 0 && (
        <div className="scroll-x" tabIndex={0} role="region" aria-label="Comparisons">
          <table className="table comparisons">
            <thead>
              <tr>
                <th>Compared</th>
                <th className="number">Records</th>
                <th className="number">Had arrived</th>
                <th className="number">Had not</th>
                <th>Result</th>
              </tr>
            </thead>
            <tbody aria-live="polite">
              {items.map((each) => (
                <tr key={each.id} data-comparison={each.status}>
                  <td>
                    {fullTime(each.from)} – {fullTime(each.to)}
                  </td>
                  <td className="number">{count(each.records)}</td>
                  <td className="number">{count(each.known)}</td>
                  <td className={`number ${each.lost > 0 ? 'figure-bad' : ''}`}>
                    {count(each.lost)}
                  </td>
                  <td>{resultText(each)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function resultText({ status, progress, lost, error }: Reconciliation): string {
  if (status === 'running') return `Reading, ${Math.round(progress.share * 100)} %`;
  if (status === 'failed') return `Failed. ${error ?? ''}`;
  return lost === 0 ? 'Nothing was missing' : 'What was missing is recorded now';
}
