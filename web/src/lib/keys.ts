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
