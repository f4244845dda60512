import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { LoggedEvent } from '../../api/types.ts';
import { rowTime, fullTime } from '../../lib/time.ts';
import { environmentOf, nameOf, sentenceParts } from '../names.ts';
import { termText } from '../query/terms.ts';

import { ActorGlyph, AssuranceDots } from './actor-mark.tsx';
import { FilterPair } from './filter-pair.tsx';
import { OutcomeMark, SeverityMark } from './outcome-mark.tsx';
import { ProofTick } from './proof-tick.tsx';

export interface RowProps {
  event: LoggedEvent;
  now: Date;
  index: number;
  active: boolean;
  open: boolean;
  selected: boolean;
  top: number;
  onOpen: (index: number) => void;
  onSelect: (id: string) => void;
  onTerm: (field: string, value: string, excluded: boolean) => void;
}

/**
 * One event on one line (two when folded): proof, time, who, what, source, environment, outcome.
 */
export const EventRow = memo(function EventRow(props: RowProps) {
  const { event, index, onTerm } = props;
  const environment = environmentOf(event);
  return (
    <div
      id={`row-${event.id}`}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={props.selected}
      className="row"
      data-active={props.active || undefined}
      data-open={props.open || undefined}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={(click) => {
        if (click.shiftKey || click.metaKey || click.ctrlKey) props.onSelect(event.id);
        else props.onOpen(index);
      }}
    >
      <span role="gridcell" className="cell cell-tick">
        {props.selected ? <span className="row-selected" aria-hidden="true" /> : null}
        <ProofTick id={event.id} />
      </span>
      <TimeCell iso={event.time} now={props.now} />
      <ActorCell event={event} onTerm={onTerm} />
      <SentenceCell event={event} onTerm={onTerm} />
      <span role="gridcell" className="cell cell-source">
        <span className="truncate">{event.source?.name ?? '—'}</span>
        {event.source?.name && (
          <FilterPair field="source" value={event.source.name} onTerm={onTerm} />
        )}
      </span>
      <span role="gridcell" className="cell cell-environment">
        <span className="truncate">{environment || <span className="nothing">—</span>}</span>
        {environment && <FilterPair field="environment" value={environment} onTerm={onTerm} />}
      </span>
      <span role="gridcell" className="cell cell-outcome">
        <OutcomeMark outcome={event.outcome} />
        <FilterPair field="outcome" value={event.outcome} onTerm={onTerm} />
      </span>
    </div>
  );
});

function TimeCell({ iso, now }: { iso: string; now: Date }) {
  const { day, clock } = rowTime(iso, now);
  return (
    <span role="gridcell" className="cell cell-time mono" title={`${fullTime(iso)}\n${iso}`}>
      <span className="row-day">{day}</span>
      {clock}
    </span>
  );
}

function ActorCell({ event, onTerm }: Pick<RowProps, 'event' | 'onTerm'>) {
  const name = nameOf(event.actor);
  return (
    <span role="gridcell" className="cell cell-actor">
      <ActorGlyph actor={event.actor} />
      {name ? <SearchLink field="actor" value={name} /> : <span className="nothing">withheld</span>}
      <AssuranceDots assurance={event.actor?.assurance} />
      {name && <FilterPair field="actor" value={name} onTerm={onTerm} />}
    </span>
  );
}

function SentenceCell({ event, onTerm }: Pick<RowProps, 'event' | 'onTerm'>) {
  return (
    <span role="gridcell" className="cell cell-sentence">
      <SeverityMark severity={event.severity} />
      <span className="truncate">
        {sentenceParts(event).map((part, place) =>
          part.field === 'target' ? (
            <SearchLink key={place} field="target" value={part.text} bold />
          ) : (
            <span key={place} className={part.field ? 'said' : undefined}>
              {part.text}
            </span>
          ),
        )}
      </span>
      <FilterPair field="action" value={event.action} onTerm={onTerm} />
    </span>
  );
}

/** A name is a link to all that the range holds of it. */
function SearchLink({ field, value, bold }: { field: string; value: string; bold?: boolean }) {
  return (
    <Link
      to="/events"
      search={(now) => ({ ...now, q: termText(field, value, false), event: undefined })}
      className={bold ? 'name name-bold' : 'name truncate'}
      tabIndex={-1}
      onClick={(click) => click.stopPropagation()}
    >
      {value}
    </Link>
  );
}
