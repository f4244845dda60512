import type { IconName } from '../ui/icon.tsx';

export interface Screen {
  to: '/events' | '/alerts' | '/rules' | '/sinks' | '/sources' | '/integrity' | '/settings';
  label: string;
  icon: IconName;
  /** The letter after `g` that goes there. */
  letter: string;
}

export const SCREENS: readonly Screen[] = [
  { to: '/events', label: 'Events', icon: 'events', letter: 'e' },
  { to: '/alerts', label: 'Alerts', icon: 'alerts', letter: 'a' },
  { to: '/rules', label: 'Rules', icon: 'rules', letter: 'r' },
  { to: '/sinks', label: 'Sinks', icon: 'sinks', letter: 'n' },
  { to: '/sources', label: 'Sources', icon: 'sources', letter: 's' },
  { to: '/integrity', label: 'Integrity', icon: 'integrity', letter: 'i' },
  { to: '/settings', label: 'Settings', icon: 'settings', letter: 'k' },
];
