import type { IconName } from '../ui/icon.tsx';

export interface Screen {
  to: '/events' | '/integrity' | '/sources' | '/settings';
  label: string;
  icon: IconName;
  /** The letter after `g` that goes there. */
  letter: string;
}

export const SCREENS: readonly Screen[] = [
  { to: '/events', label: 'Events', icon: 'events', letter: 'e' },
  { to: '/sources', label: 'Sources', icon: 'sources', letter: 's' },
  { to: '/integrity', label: 'Integrity', icon: 'integrity', letter: 'i' },
  { to: '/settings', label: 'Settings', icon: 'settings', letter: 'k' },
];
