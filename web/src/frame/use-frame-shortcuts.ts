import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { inDialog, isTyping } from '../lib/keys.ts';
import { SCREENS } from './screens.ts';

const CHORD_MS = 1200;

/** Keys that work on every screen: ⌘K, `?`, and `g` with a letter. */
export function useFrameShortcuts(show: (overlay: 'palette' | 'help') => void): void {
  const navigate = useNavigate();
  const chord = useRef(0);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey)) {
        event.preventDefault();
        show('palette');
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey) return;
      if (isTyping(event.target) || inDialog()) return;
      if (event.key === '?') {
        event.preventDefault();
        show('help');
      } else if (event.key === 'g') {
        chord.current = event.timeStamp;
      } else if (chord.current > 0 && event.timeStamp - chord.current < CHORD_MS) {
        chord.current = 0;
        const screen = SCREENS.find((candidate) => candidate.letter === event.key);
        if (!screen) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        void navigate({ to: screen.to, search: screen.search ?? {} });
      }
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [navigate, show]);
}
