import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { sourcesQuery } from '../api/queries.ts';
import { usePreferences } from '../lib/preferences.ts';
import { PRESETS } from '../lib/range.ts';
import type { IconName } from '../ui/icon.tsx';
import { useSavedViews } from '../events/saved-views.ts';
import { SCREENS } from './screens.ts';

export interface Command {
  id: string;
  label: string;
  icon: IconName;
  keys?: string;
  run: () => void;
}

/** Everything the palette can do, in the order in which it offers it. */
export function useCommands(open: boolean, onHelp: () => void): Command[] {
  const navigate = useNavigate();
  const [, change] = usePreferences();
  const [views] = useSavedViews();
  const sources = useQuery({ ...sourcesQuery(), enabled: open });
  return [
    ...SCREENS.map((screen): Command => ({
      id: screen.to,
      label: `Go to ${screen.label.toLowerCase()}`,
      icon: screen.icon,
      keys: `g ${screen.letter}`,
      run: () => void navigate({ to: screen.to, search: screen.search ?? {} }),
    })),
    ...views.map((view): Command => ({
      id: `view-${view.name}`,
      label: `View: ${view.name}`,
      icon: 'bookmark',
      run: () => void navigate({ to: '/events', search: view.search }),
    })),
    ...PRESETS.map((preset): Command => ({
      id: `range-${preset.id}`,
      label: `Events: ${preset.label.toLowerCase()}`,
      icon: 'clock',
      run: () =>
        void navigate({
          to: '/events',
          search: (now) => ({ ...now, range: preset.id, from: undefined, to: undefined }),
        }),
    })),
    ...placeCommands(navigate),
    ...(sources.data?.items ?? []).map((source): Command => ({
      id: `source-${source.name}`,
      label: `Source: ${source.name}`,
      icon: 'sources',
      run: () => void navigate({ to: '/sources/$name', params: { name: source.name } }),
    })),
    ...(['light', 'dark', 'system'] as const).map((theme): Command => ({
      id: `theme-${theme}`,
      label: `Theme: ${theme}`,
      icon: 'settings',
      run: () => change({ theme }),
    })),
    { id: 'help', label: 'Keyboard shortcuts', icon: 'keyboard', keys: '?', run: onHelp },
  ];
}

/** Places that are not a screen of their own. */
function placeCommands(navigate: ReturnType<typeof useNavigate>): Command[] {
  return [
    {
      id: 'critical-alerts',
      label: 'Alerts: critical and high',
      icon: 'alerts',
      run: () => void navigate({ to: '/alerts', search: { level: 'critical,high' } }),
    },
    {
      id: 'new-rule',
      label: 'Write a rule',
      icon: 'rules',
      run: () => void navigate({ to: '/rules/new', search: {} }),
    },
    {
      id: 'rejected-rules',
      label: 'Rules that do not run',
      icon: 'rules',
      run: () => void navigate({ to: '/rules', search: { state: 'rejected' } }),
    },
    {
      id: 'new-sink',
      label: 'Add a sink',
      icon: 'sinks',
      run: () => void navigate({ to: '/sinks/new', search: {} }),
    },
    {
      id: 'new-source',
      label: 'Add a source',
      icon: 'plus',
      run: () => void navigate({ to: '/sources/new', search: {} }),
    },
  ];
}

/** Keeps what holds all typed words, in any order. */
export function filterCommands<T extends { label: string }>(commands: T[], text: string): T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter((command) => {
    const label = command.label.toLowerCase();
    return words.every((word) => label.includes(word));
  });
}
