import type { LoggedEvent } from '../../api/types.ts';
import { Icon } from '../../ui/icon.tsx';
import { ChangesTable } from './changes-table.tsx';
import { fieldGroups } from './event-fields.ts';
import { FieldTable } from './field-table.tsx';
import { IdentityPanel } from './identity-panel.tsx';

const MARK_WORDS: Record<string, string> = {
  conflict: 'The source sent the same delivery again with other content. Both are in the log.',
  replay_suspected: 'The same signed body came before under another delivery id.',
  time_missing: 'The source gave no time: the time of receipt stands in.',
  clock_clamped: "The source's time lay too far in the future and was set to the time of receipt.",
  skewed: "The source's clock is off: compare with the time of receipt.",
  imported: 'Imported from older records, not received live.',
  renormalised: 'Mapped again from its raw record, by a newer adapter.',
  late_duplicate: 'May have been recorded before, too long ago to be told apart for certain.',
  contradicted:
    'The workload token says otherwise than the sender: its words stand in the labels token.*.',
};

interface OverviewProps {
  event: LoggedEvent;
  onTerm: (field: string, value: string, excluded: boolean) => void;
}

export function OverviewPanel({ event, onTerm }: OverviewProps) {
  return (
    <>
      {event.marks?.map((mark) => (
        <div key={mark} className="note warn">
          <Icon name="warning" />
          <p>
            <strong>{mark.replaceAll('_', ' ')}.</strong> {MARK_WORDS[mark]}
          </p>
        </div>
      ))}
      {event.withheld && event.withheld.length > 0 && (
        <div className="note">
          <Icon name="lock" />
          <div>
            <strong>Not shown to you</strong>
            {event.withheld.map(({ group, why }) => (
              <p key={group} className="soft">
                {group}: {why}
              </p>
            ))}
          </div>
        </div>
      )}
      {event.changes && event.changes.length > 0 && <ChangesTable changes={event.changes} />}
      <IdentityPanel event={event} onTerm={onTerm} />
      {fieldGroups(event).map((group) => (
        <FieldTable key={group.title} title={group.title} rows={group.rows} onTerm={onTerm} />
      ))}
      <FieldTable title="Times" rows={timeRows(event)} onTerm={onTerm} />
    </>
  );
}

function timeRows(event: LoggedEvent) {
  return [
    { label: 'Happened, UTC', field: null, value: event.time, mono: true },
    { label: 'Received, UTC', field: null, value: event.received, mono: true },
  ];
}
