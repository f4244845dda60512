import { useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, useState, type CSSProperties } from 'react';
import type { LoggedEvent } from '../api/types.ts';
import { EventList, type ListHandle } from '../events/list/event-list.tsx';
import { withTerm } from '../events/query/terms.ts';

const NONE: ReadonlySet<string> = new Set();
const nothing = () => undefined;

interface EventRowsProps {
  rows: LoggedEvent[];
  /** Rows to mark: those that are the evidence. */
  marked?: ReadonlySet<string>;
  openEvent: string | undefined;
  stale: boolean;
  onOpen: (id: string) => void;
}

/** Events as the Events screen has them, as high as they need. */
export function EventRows({ rows, marked = NONE, openEvent, stale, onOpen }: EventRowsProps) {
  const handle = useRef<ListHandle>(null);
  const [active, activate] = useState<string | null>(null);
  const navigate = useNavigate();
  const style = useMemo(() => ({ '--rows': rows.length }) as CSSProperties, [rows.length]);
  const move = (step: number) => {
    const at = rows.findIndex(({ id }) => id === (active ?? openEvent));
    const next = rows[Math.max(0, Math.min(rows.length - 1, at + step))];
    if (next === undefined) return;
    activate(next.id);
    if (openEvent !== undefined) onOpen(next.id);
  };
  return (
    <div className="event-rows">
      <div
        className="list-box event-rows-box"
        style={style}
        onKeyDown={(press) => {
          const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[press.key];
          if (step !== undefined) move(step);
          else if (press.key === 'Enter' && active !== null) onOpen(active);
          else return;
          press.preventDefault();
        }}
      >
        <EventList
          handle={handle}
          rows={rows}
          total={rows.length}
          activeId={active}
          openId={openEvent ?? null}
          selected={marked}
          stale={stale}
          hasMore={false}
          onMore={nothing}
          onOpen={(index) => onOpen(rows[index]!.id)}
          onSelect={onOpen}
          onTerm={(field, value, excluded) =>
            void navigate({ to: '/events', search: { q: withTerm('', field, value, excluded) } })
          }
          onScrolled={nothing}
        />
      </div>
    </div>
  );
}
