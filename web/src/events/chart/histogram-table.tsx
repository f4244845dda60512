import { count } from '../../lib/numbers.ts';
import { duration, fullTime } from '../../lib/time.ts';
import { Modal } from '../../ui/modal.tsx';
import type { Bucket } from './buckets.ts';

interface HistogramTableProps {
  open: boolean;
  onClose: () => void;
  buckets: Bucket[];
  interval_s: number;
}

/** The histogram's numbers as a table; empty buckets are left out and said to be. */
export function HistogramTable({ open, onClose, buckets, interval_s }: HistogramTableProps) {
  const filled = buckets.filter((bucket) => bucket.count > 0);
  return (
    <Modal
      open={open}
      onClose={onClose}
      title="Events over time"
      about={`Buckets of ${duration(interval_s)}. ${buckets.length - filled.length} empty ones are left out.`}
    >
      <table className="table">
        <thead>
          <tr>
            <th>From</th>
            <th className="number">Events</th>
            <th className="number">Failures</th>
          </tr>
        </thead>
        <tbody>
          {filled.map((bucket) => (
            <tr key={bucket.start}>
              <td className="mono">{fullTime(bucket.start)}</td>
              <td className="number">{count(bucket.count)}</td>
              <td className="number">{count(bucket.failures)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Modal>
  );
}
