// Whether the settings of a source that doors go by can be used.
import { networksOf } from './networks.ts';
import { certificateName, wordsOf } from './syslog/routes.ts';

export interface SettingProblem {
  setting: string;
  /** As it goes on after the setting's name. */
  why: string;
}

const wordsMax = 1_000;

/** The first problem, or null. `pathProblem` says what is wrong with a path to follow. */
export function settingProblem(
  settings: Readonly<Record<string, unknown>>,
  pathProblem: (path: string) => string | null,
): SettingProblem | null {
  for (const [setting, check] of Object.entries(checks)) {
    const words = wordsOf(settings[setting]);
    const why = words.length > wordsMax ? `has more than ${wordsMax} entries` : check(words);
    if (why !== null) return { setting, why };
  }
  const path = settings['path'];
  if (typeof path !== 'string' || path === '') return null;
  const why = pathProblem(path);
  return why === null ? null : { setting: 'path', why };
}

const checks: Readonly<Record<string, (words: string[]) => string | null>> = {
  syslog_from(words) {
    const [wrong] = networksOf(words).wrong;
    return wrong === undefined ? null : `holds ${wrong}, which is no address or network`;
  },
  syslog_certificate(words) {
    const wrong = words.find((word) => certificateName(word).length > 253);
    return wrong === undefined ? null : 'holds a name that is too long';
  },
  syslog_port(words) {
    const wrong = words.find((word) => !/^\d{1,5}$/.test(word) || Number(word) > 65_535);
    return wrong === undefined ? null : `holds ${wrong}, which is no port`;
  },
};
