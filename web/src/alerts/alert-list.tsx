import { Fragment, useRef } from 'react';
import { useWidth } from '../lib/use-width.ts';
import { count } from '../lib/numbers.ts';
import { Button } from '../ui/button.tsx';
import { ListSkeleton, uneven } from '../ui/list-skeleton.tsx';
import { AlertRow } from './alert-row.tsx';
import type { Inbox } from './use-inbox.ts';

const FOLD_WIDTH_PX = 700;
const TITLES = ['Level', 'Alert', 'Actor', 'Status', 'Assignee', 'Events', 'Last seen'];
const CLASSES = ['level', 'what', 'who', 'status', 'assignee', 'count', 'last'];

export function AlertList({ inbox }: { inbox: Inbox }) {
  const { groups, flat, query } = inbox;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const stale = query.isPlaceholderData;
  return (
    <div
      ref={box}
      id="alert-grid"
      className="list alert-list"
      role="grid"
      aria-label="Alerts"
      aria-rowcount={flat.length + 1}
      aria-multiselectable="true"
      aria-busy={stale}
      aria-activedescendant={inbox.active ? `alert-${inbox.active.id}` : undefined}
      tabIndex={0}
      data-folded={(width > 0 && width < FOLD_WIDTH_PX) || undefined}
      data-stale={stale || undefined}
    >
      <ListHead inbox={inbox} />
      {groups.map((group) => (
        <div key={group.key} role="rowgroup" aria-label={group.title || 'Alerts'}>
          {group.title !== '' && (
            <div className="alert-group" role="row">
              <span role="gridcell" className="truncate">
                {group.title} <span className="faint number">{count(group.alerts.length)}</span>
              </span>
            </div>
          )}
          {group.alerts.map((alert) => (
            <Fragment key={alert.id}>
              <AlertRow
                alert={alert}
                risk={alert.actor === null ? 0 : (inbox.risk[alert.actor.id] ?? 0)}
                index={flat.indexOf(alert)}
                active={alert.id === inbox.activeId}
                selected={inbox.selected.has(alert.id)}
                onOpen={() => inbox.open(alert)}
                onSelect={() => inbox.toggle(alert.id)}
                onOnly={inbox.change}
              />
            </Fragment>
          ))}
        </div>
      ))}
      {query.hasNextPage && (
        <div className="alert-more">
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more alerts
          </Button>
        </div>
      )}
    </div>
  );
}

function ListHead({ inbox }: { inbox: Inbox }) {
  const { flat, selected } = inbox;
  const all = flat.length > 0 && selected.size === flat.length;
  return (
    <div className="list-head-group" role="rowgroup">
      <div className="row list-head alert-row" role="row" aria-rowindex={1}>
        <span role="columnheader" className="cell cell-mark">
          <input
            type="checkbox"
            checked={all}
            aria-label="Select all"
            onChange={() => (all ? inbox.clear() : inbox.select(flat.map(({ id }) => id)))}
          />
        </span>
        {TITLES.map((title, place) => (
          <span key={title} role="columnheader" className={`cell cell-${CLASSES[place]}`}>
            {title}
          </span>
        ))}
      </div>
    </div>
  );
}

export function AlertsSkeleton() {
  return (
    <ListSkeleton
      label="Reading alerts"
      lines={12}
      cells={(line) => [64, { upTo: uneven(line, 200, 220) }, uneven(line, 80, 60)]}
    />
  );
}
