// Settings of a sink as people send them, checked against its kind and parted into those that are
// shown and those that are secret. Pure.
import type { SinkSetting } from '@acta/sdk';
import { ActaError } from '../../lib/errors.ts';
import type { Kind, SinkSettings } from './types.ts';

export type GivenSettings = Readonly<Record<string, string | boolean>>;

const VALUE_CHARS = 8_192;

/**
 * What was given over what there was: an empty text takes a setting away.
 *
 * @throws ActaError `sink_invalid` (400) that names the setting
 */
export function settingsOf(
  kind: Kind,
  given: GivenSettings,
  before: SinkSettings = { settings: {}, secrets: {} },
): SinkSettings {
  const known = new Map(kind.settings.map((setting) => [setting.name, setting]));
  const settings = { ...before.settings };
  const secrets = { ...before.secrets };
  for (const [name, value] of Object.entries(given)) {
    const setting = known.get(name);
    if (setting === undefined) throw invalid(name, `is no setting of ${kind.kind}`);
    checkValue(setting, value);
    if (value === '') {
      delete settings[name];
      delete secrets[name];
    } else if (setting.kind === 'secret') secrets[name] = String(value);
    else settings[name] = value;
  }
  const all = { settings: withDefaults(kind, settings), secrets };
  for (const { name, required } of kind.settings) {
    const isThere = all.settings[name] !== undefined || all.secrets[name] !== undefined;
    if (required && !isThere) throw invalid(name, 'is missing');
  }
  const problem = kind.problemOf?.(all) ?? null;
  if (problem !== null) throw invalid(problem.setting, problem.why);
  return all;
}

function withDefaults(kind: Kind, settings: SinkSettings['settings']): SinkSettings['settings'] {
  const defaults = kind.settings.flatMap(({ name, default: value }) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { ...Object.fromEntries(defaults), ...settings };
}

function checkValue({ name, kind, choices }: SinkSetting, value: string | boolean): void {
  if ((typeof value === 'boolean') !== (kind === 'flag')) {
    throw invalid(name, kind === 'flag' ? 'is not true or false' : 'is not text');
  }
  if (typeof value !== 'string' || value === '') return;
  if (value.length > VALUE_CHARS) throw invalid(name, `is longer than ${VALUE_CHARS} characters`);
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(value)) throw invalid(name, 'has a control character in it');
  if (choices !== undefined && !choices.includes(value)) {
    throw invalid(name, `is none of ${choices.join(', ')}`);
  }
}

export function invalid(setting: string, why: string): ActaError {
  return new ActaError({
    code: 'sink_invalid',
    status: 400,
    fault: 'caller',
    detail: `/settings/${setting} ${why}.`,
    next: 'GET /v1/sink-kinds describes the settings of each kind.',
  });
}
