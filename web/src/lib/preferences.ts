import { useStored } from './storage.ts';

export interface Preferences {
  theme?: 'system' | 'light' | 'dark';
  density?: 'compact' | 'roomy';
  rail?: 'wide' | 'narrow';
  facets?: 'shown' | 'hidden';
  drawer_px?: number;
}

const NONE: Preferences = {};

/** The reader's choices, kept in this browser; `public/theme.js` reads the same before paint. */
export function usePreferences(): [Preferences, (change: Preferences) => void] {
  const [preferences, store] = useStored<Preferences>('acta.preferences', NONE);
  return [
    preferences,
    (change) => {
      const next = { ...preferences, ...change };
      store(next);
      applyPreferences(next);
    },
  ];
}

function applyPreferences({ theme, density }: Preferences): void {
  const root = document.documentElement;
  if (theme === 'light' || theme === 'dark') root.dataset['theme'] = theme;
  else delete root.dataset['theme'];
  if (density === 'roomy') root.dataset['density'] = 'roomy';
  else delete root.dataset['density'];
}
