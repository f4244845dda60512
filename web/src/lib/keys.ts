import { useEffect, useRef } from 'react';

/** True while somebody types: single-letter shortcuts then stay letters. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) {
    return !['checkbox', 'radio', 'button', 'range'].includes(target.type);
  }
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** True while a modal dialog has the keyboard. */
export function inDialog(): boolean {
  return document.querySelector('[role="dialog"][data-open], [role="menu"][data-open]') !== null;
}

const IS_MAC = typeof navigator !== 'undefined' && /Mac|iP/.test(navigator.userAgent);

/** `⌘K` or `Ctrl K`, as this machine's keyboard has it. */
export const PALETTE_KEY = IS_MAC ? '⌘K' : 'Ctrl K';

/**
 * Listens to keys of a screen while nobody types and no dialog is open.
 *
 * @param handle true where the key meant something
 */
export function useKeys(handle: (event: KeyboardEvent) => boolean): void {
  const current = useRef(handle);
  current.current = handle;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || inDialog()) return;
      if (current.current(event)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** True where Enter means the row of the list, and not what has the focus within the page. */
export function onList(target: EventTarget | null): boolean {
  const element = target as HTMLElement;
  return (
    element === document.body || element.id === 'main' || element.getAttribute('role') === 'grid'
  );
}

/** How many rows a key moves by; 0 where it moves none. */
export function stepOf({ key, target }: KeyboardEvent): number {
  // Where arrows already mean something (tabs, charts, lists of the drawer) they keep it.
  const isTaken = (target as HTMLElement).closest('[role="tablist"], .bars, [role="separator"]');
  if (key.startsWith('Arrow') && isTaken !== null) return 0;
  return { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20 }[key] ?? 0;
}
