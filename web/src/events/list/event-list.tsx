import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import type { LoggedEvent } from '../../api/types.ts';
import { usePreferences } from '../../lib/preferences.ts';
import { useWidth } from '../../lib/use-width.ts';
import { ListSkeleton, uneven } from '../../ui/list-skeleton.tsx';
import { EventRow } from './event-row.tsx';
import './list.css';

/** Below this width a row folds to two lines. */
const FOLD_WIDTH_PX = 620;
const READ_AHEAD_ROWS = 60;

export interface ListHandle {
  focus: () => void;
  scrollToTop: () => void;
}

interface EventListProps {
  rows: LoggedEvent[];
  total: number;
  activeId: string | null;
  openId: string | null;
  selected: ReadonlySet<string>;
  stale: boolean;
  hasMore: boolean;
  onMore: () => void;
  onOpen: (index: number) => void;
  onSelect: (id: string) => void;
  onTerm: (field: string, value: string, excluded: boolean) => void;
  onScrolled: (atTop: boolean) => void;
  handle: Ref<ListHandle>;
}

export function EventList(props: EventListProps) {
  const { rows, activeId, hasMore, onMore } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [preferences] = usePreferences();
  const folded = width > 0 && width < FOLD_WIDTH_PX;
  const height = folded ? 52 : preferences.density === 'roomy' ? 36 : 28;
  const [now] = useState(() => new Date());
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]!.id,
    overscan: 14,
  });
  useEffect(() => virtual.measure(), [height, virtual]);
  useImperativeHandle(props.handle, () => ({
    focus: () => box.current?.focus({ preventScroll: true }),
    scrollToTop: () => box.current?.scrollTo({ top: 0 }),
  }));

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last > rows.length - READ_AHEAD_ROWS) onMore();
  }, [hasMore, last, rows.length, onMore]);

  const activeIndex = activeId === null ? -1 : rows.findIndex((event) => event.id === activeId);
  useEffect(() => {
    if (activeIndex >= 0) virtual.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeIndex, virtual]);

  return (
    <div
      ref={box}
      className="list"
      data-folded={folded || undefined}
      data-stale={props.stale || undefined}
      role="grid"
      aria-label="Events"
      aria-rowcount={props.total + 1}
      aria-colcount={7}
      aria-activedescendant={activeIndex >= 0 ? `row-${activeId}` : undefined}
      aria-busy={props.stale}
      aria-multiselectable="true"
      tabIndex={0}
      onScroll={(scroll) => props.onScrolled(scroll.currentTarget.scrollTop < height)}
    >
      <ListHead />
      <div className="list-space" role="rowgroup" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const event = rows[item.index]!;
          return (
            <EventRow
              key={event.id}
              event={event}
              index={item.index}
              now={now}
              active={event.id === activeId}
              open={event.id === props.openId}
              selected={props.selected.has(event.id)}
              top={item.start}
              onOpen={props.onOpen}
              onSelect={props.onSelect}
              onTerm={props.onTerm}
            />
          );
        })}
      </div>
    </div>
  );
}

const COLUMNS = ['tick', 'time', 'actor', 'sentence', 'source', 'environment', 'outcome'] as const;
const TITLES = ['Proof', 'Time', 'Actor', 'What', 'Source', 'Environment', 'Outcome'];

function ListHead() {
  return (
    <div className="list-head-group" role="rowgroup">
      <div className="row list-head" role="row" aria-rowindex={1}>
        {COLUMNS.map((column, place) => (
          <span key={column} role="columnheader" className={`cell cell-${column}`}>
            {column === 'tick' ? <span className="visually-hidden">Proof</span> : TITLES[place]}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Rows in grey at the places where events will stand. */
export function EventsSkeleton() {
  return (
    <ListSkeleton
      label="Reading events"
      lines={24}
      cells={(line) => [108, uneven(line, 90, 60), { upTo: uneven(line, 180, 220) }]}
    />
  );
}
