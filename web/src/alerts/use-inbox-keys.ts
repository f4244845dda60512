import { useEffect, useRef } from 'react';
import { inDialog, isTyping } from '../lib/keys.ts';
import type { Inbox } from './use-inbox.ts';

/** The keys of the inbox; `?` lists them. */
export function useInboxKeys(inbox: Inbox): void {
  const current = useRef(inbox);
  current.current = inbox;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || inDialog()) return;
      if (handle(event, current.current)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function handle({ key, target }: KeyboardEvent, inbox: Inbox): boolean {
  const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20 }[key];
  if (step !== undefined) return move(step, inbox);
  switch (key) {
    case 'Enter':
      if (!inbox.active || !onList(target)) return false;
      inbox.open(inbox.active);
      return true;
    case 'Escape':
      if (inbox.selected.size === 0) return false;
      inbox.clear();
      return true;
    case 'x':
      if (inbox.active) inbox.toggle(inbox.active.id);
      return true;
    case 'n':
      inbox.showNew();
      return true;
    case 'q':
      inbox.change({ quiet: inbox.search.quiet === '1' ? undefined : '1' });
      return true;
    default:
      return inbox.mayAct && inbox.meant.length > 0 && handleAction(key, inbox);
  }
}

function handleAction(key: string, inbox: Inbox): boolean {
  const actions: Record<string, (() => void) | undefined> = {
    a: inbox.acknowledge,
    s: inbox.start,
    i: inbox.assignToMe,
    r: () => inbox.setDialog('resolve'),
    m: () => inbox.setDialog('silence'),
  };
  const action = actions[key];
  action?.();
  return action !== undefined;
}

function onList(target: EventTarget | null): boolean {
  const element = target as HTMLElement;
  return (
    element === document.body || element.id === 'main' || element.getAttribute('role') === 'grid'
  );
}

function move(step: number, { flat, activeIndex, activate }: Inbox): boolean {
  if (flat.length === 0) return false;
  const next = Math.max(0, Math.min(flat.length - 1, activeIndex < 0 ? 0 : activeIndex + step));
  const { id } = flat[next]!;
  activate(id);
  document.getElementById('alert-grid')?.focus({ preventScroll: true });
  document.getElementById(`alert-${id}`)?.scrollIntoView({ block: 'nearest' });
  return true;
}
