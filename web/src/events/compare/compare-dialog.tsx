import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { eventQuery } from '../../api/queries.ts';
import type { LoggedEvent } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { ErrorNote, SkeletonLines } from '../../ui/states.tsx';
import { Sentence } from '../drawer/event-drawer.tsx';
import { compareRows } from './compare-rows.ts';
import './compare.css';

/** Up to five events side by side; what differs stands out, what is equal can be put away. */
export function CompareDialog({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const queries = useQueries({ queries: ids.map((id) => eventQuery(id)) });
  const [all, setAll] = useState(false);
  const events = queries.flatMap((query): LoggedEvent[] => (query.data ? [query.data] : []));
  const failed = queries.find((query) => query.isError);
  const rows = compareRows(events);
  const shown = all ? rows : rows.filter((row) => row.differs);
  return (
    <Modal open={ids.length > 0} onClose={onClose} title="Compare events" className="compare">
      {failed && <ErrorNote error={failed.error} />}
      {queries.some((query) => query.isPending) && (
        <SkeletonLines lines={8} label="Reading events" />
      )}
      <div className="compare-tools">
        <Button look="plain" on={all} aria-pressed={all} onClick={() => setAll(!all)}>
          Show equal fields
        </Button>
        <span className="faint small">
          {rows.filter((row) => row.differs).length} fields differ
        </span>
        <Button onClick={onClose}>Close</Button>
      </div>
      {/* The table scrolls inside the dialog, so the keyboard must be able to reach it. */}
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Comparison">
        <table className="table compare-table">
          <thead>
            <tr>
              <th>Field</th>
              {events.map((event) => (
                <th key={event.id}>
                  <Sentence event={event} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.path} data-differs={row.differs || undefined}>
                <td className="mono faint">{row.path}</td>
                {row.values.map((value, place) => (
                  <td key={place} className="mono">
                    {value ?? <span className="faint">—</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Modal>
  );
}
