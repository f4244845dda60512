import { onList, stepOf, useKeys } from '../lib/keys.ts';
import type { Inbox } from './use-inbox.ts';

/** The keys of the inbox; `?` lists them. */
export function useInboxKeys(inbox: Inbox): void {
  useKeys((event) => handle(event, inbox));
}

function handle(event: KeyboardEvent, inbox: Inbox): boolean {
  const step = stepOf(event);
  if (step !== 0) return move(step, inbox);
  const { key, target } = event;
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

function move(step: number, { flat, activeIndex, activate }: Inbox): boolean {
  if (flat.length === 0) return false;
  const next = Math.max(0, Math.min(flat.length - 1, activeIndex < 0 ? 0 : activeIndex + step));
  const { id } = flat[next]!;
  activate(id);
  document.getElementById('alert-grid')?.focus({ preventScroll: true });
  document.getElementById(`alert-${id}`)?.scrollIntoView({ block: 'nearest' });
  return true;
}
