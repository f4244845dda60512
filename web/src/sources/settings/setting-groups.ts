// The settings of a type of source, in the groups that a form shows them in. Pure.
import type { SourceType } from '../../api/types.ts';

export type Setting = SourceType['settings'][number];

export type GroupName = 'own' | 'pull' | 'syslog' | 'files';

export interface SettingGroup {
  name: GroupName;
  title: string;
  hint: string;
  settings: Setting[];
}

const WORDS: Record<GroupName, { title: string; hint: string }> = {
  own: { title: '', hint: '' },
  pull: {
    title: 'Asked by Acta',
    hint: 'With these Acta reads the product’s own audit log by itself, also what it missed.',
  },
  syslog: {
    title: 'Syslog',
    hint: 'Whose messages are this source’s, where the sender shows no token.',
  },
  files: { title: 'Files', hint: 'Files on the server’s own machine, below files.roots.' },
};

const addresses = new Set(['api_url', 'login_url']);

function groupOf({ name }: Setting): GroupName {
  if (name.startsWith('pull_') || addresses.has(name)) return 'pull';
  if (name.startsWith('syslog_')) return 'syslog';
  return name === 'path' ? 'files' : 'own';
}

/** All that a form asks for: documents have an editor of their own, once the source is there. */
export function groupsOf({ settings }: Pick<SourceType, 'settings'>): SettingGroup[] {
  const asked = settings.filter(({ kind }) => kind !== 'json');
  return (Object.keys(WORDS) as GroupName[]).flatMap((name) => {
    const found = asked.filter((setting) => groupOf(setting) === name);
    return found.length === 0 ? [] : [{ name, ...WORDS[name], settings: found }];
  });
}

/** Whether Acta can ask products of this type by itself. */
export const canBePulled = ({ settings }: Pick<SourceType, 'settings'>): boolean =>
  settings.some(({ name }) => name === 'pull_every');

/** Whether sources of this type take syslog. */
export const takesSyslog = ({ settings }: Pick<SourceType, 'settings'>): boolean =>
  settings.some(({ name }) => name === 'syslog_from');

/** A list in a setting with one more entry, where it is not there yet. */
export function withEntry(list: unknown, entry: string): string {
  const entries = typeof list === 'string' ? list.split(/[\s,]+/).filter(Boolean) : [];
  return entries.includes(entry) ? entries.join(', ') : [...entries, entry].join(', ');
}

/** What a form holds of a setting. */
export type Filled = (setting: Setting) => string | boolean | null;

/** The settings of a new source: what was left empty is left out. */
export function newSettings(type: SourceType, filled: Filled): Record<string, string | boolean> {
  const settings: Record<string, string | boolean> = {};
  for (const setting of type.settings) {
    const value = filled(setting);
    if (value !== null && value !== '' && value !== false) settings[setting.name] = value;
  }
  return settings;
}

/**
 * What changes: texts that differ from those before (an empty one takes the setting away), secrets
 * that were typed, and those to forget.
 */
export function changedSettings(
  type: SourceType,
  before: Readonly<Record<string, unknown>>,
  filled: Filled,
  forgotten: ReadonlySet<string>,
): Record<string, string | boolean> {
  const changes: Record<string, string | boolean> = {};
  for (const setting of type.settings) {
    const { name, kind } = setting;
    const value = filled(setting);
    if (value === null) continue;
    if (kind === 'secret') {
      if (value !== '') changes[name] = value;
      else if (forgotten.has(name)) changes[name] = '';
    } else if (value !== (before[name] ?? (kind === 'flag' ? false : ''))) changes[name] = value;
  }
  return changes;
}
