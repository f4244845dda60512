import { useCallback, useState } from 'react';
import type { LoggedEvent } from '../api/types.ts';

export const COMPARE_MAX = 5;

export interface Selection {
  activeId: string | null;
  activeIndex: number;
  selected: ReadonlySet<string>;
  activate: (id: string | null) => void;
  toggle: (id: string) => void;
  clear: () => void;
}

/** Which row the keyboard stands on, and which (up to five) are marked for comparison. */
export function useSelection(rows: LoggedEvent[]): Selection {
  const [activeId, activate] = useState<string | null>(null);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setSelected((now) => {
      const next = new Set(now);
      if (!next.delete(id) && next.size < COMPARE_MAX) next.add(id);
      return next;
    });
  }, []);
  return {
    activeId,
    activeIndex: activeId === null ? -1 : rows.findIndex((event) => event.id === activeId),
    selected,
    activate,
    toggle,
    clear: useCallback(() => setSelected(new Set()), []),
  };
}
