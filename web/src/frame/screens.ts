import { OWN_HIDDEN } from '../events/query/own.ts';
import type { IconName } from '../ui/icon.tsx';

/** What the team did: Acta's own record is one click away, and `/events` alone shows all. */
export const FIRST_VIEW = { q: OWN_HIDDEN };

export interface Screen {
  to: '/events' | '/alerts' | '/rules' | '/sinks' | '/sources' | '/integrity' | '/settings';
  label: string;
  icon: IconName;
  /** What the screen opens with. */
  search?: { q: string };
  /** The letter after `g` that goes there. */
  letter: string;
}

export const SCREENS: readonly Screen[] = [
  { to: '/events', label: 'Events', icon: 'events', letter: 'e', search: FIRST_VIEW },
  { to: '/alerts', label: 'Alerts', icon: 'alerts', letter: 'a' },
  { to: '/rules', label: 'Rules', icon: 'rules', letter: 'r' },
  { to: '/sinks', label: 'Sinks', icon: 'sinks', letter: 'n' },
  { to: '/sources', label: 'Sources', icon: 'sources', letter: 's' },
  { to: '/integrity', label: 'Integrity', icon: 'integrity', letter: 'i' },
  { to: '/settings', label: 'Settings', icon: 'settings', letter: 'k' },
];
