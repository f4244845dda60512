// Secrets that show by their form. Each alternative starts with fixed characters; where it may
// fail, it fails after a bounded number of characters or at a character that no later start can
// pass: the time is linear in the text.

/**
 * One kind of secret: fixed strings of at least three characters, one of which stands in every
 * match; what it looks like; and which part of a match to replace (all of it without `part`; null
 * where the match is not a secret).
 */
type Pattern = [hints: string[], form: string, part?: Part];
type Part = (match: string) => [start: number, end: number] | null;

/** Not in the middle of a word: `task-` and `fork-` are none; an escape before it ends no word. */
const apart = '(?:(?<![A-Za-z0-9])|(?<=\\\\[bfnrt])|(?<=%[0-9A-Fa-f]{2})|(?<=\\\\u[0-9A-Fa-f]{4}))';
/** `sk_live_`, `rk-test-` and the like. */
const keyed = '[rs]k[-_](?:live|test|proj|ant|svcacct|or)[-_]';
/** In the middle of a word only what has capitals, small letters and digits, as keys have. */
const mixed = (character: string): string =>
  ['[A-Z]', '[a-z]', '[0-9]'].map((kind) => `(?=${character}{0,64}?${kind})`).join('');

const patterns: Pattern[] = [
  [['gho_', 'ghp_', 'ghr_', 'ghs_', 'ghu_'], 'gh[oprsu]_[A-Za-z0-9_]{30,}'],
  [['github_pat_'], 'github_pat_[A-Za-z0-9_]{22,}'],
  [
    ['glpat-', 'glptt-', 'gldt-', 'glrt-', 'glcbt-', 'glsoat-', 'gloas-', 'glft-', 'glagent-'],
    'gl(?:pat|ptt|dt|rt|cbt|soat|oas|ft|agent)-[\\w.=-]{16,}',
  ],
  [['AKIA', 'ASIA', 'ABIA', 'ACCA'], 'A(?:KI|SI|BI|CC)A[A-Z0-9]{16}'],
  [['xox'], 'xox[a-z][.-][\\w-]{8,}'],
  [['xapp-'], 'xapp-[\\w-]{8,}'],
  [['sk-', 'sk_', 'rk-', 'rk_'], `${apart}(?:${keyed}[\\w-]{10,}|sk-[A-Za-z0-9_]{20,})`],
  [
    ['sk-', 'sk_', 'rk-', 'rk_'],
    `(?:${keyed}${mixed('[\\w-]')}[\\w-]{10,}|sk-${mixed('\\w')}[A-Za-z0-9_]{20,})`,
  ],
  [['whsec_'], 'whsec_[A-Za-z0-9+/=]{20,}'],
  [['eyJ'], 'eyJ[\\w-]{8,}(?:\\.[\\w-]*){0,5}', jwtPart],
  [
    ['-----BEGIN'],
    '-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^"\\\\-]|\\\\+[nrt/]|-(?!----))*' +
      '(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?',
  ],
  [['earer', 'EARER'], '(?:[Bb]earer|BEARER)(?: |%20|\\+){1,4}[\\w.~+/-]{8,}=*', bearerPart],
  [['asic', 'ASIC'], '(?:[Bb]asic|BASIC)(?: |%20|\\+){1,4}[A-Za-z0-9+/]{6,}=*', basicPart],
  [['SSWS'], 'SSWS(?: |%20)[\\w-]{20,}', (match) => [match.search(/[ 0]/) + 1, match.length]],
  [[], ':\\\\?/\\\\?/[^\\s"\'<>/@:\\\\]{0,256}:[^\\s"\'<>/\\\\]+@', urlPart],
  [['npm_'], 'npm_[A-Za-z0-9]{30,}'],
  [['pypi-'], 'pypi-[\\w-]{16,}'],
  [['rubygems_'], 'rubygems_[a-f0-9]{40,}'],
  [['dckr_'], 'dckr_[a-z]{2,4}_[\\w-]{20,}'],
  [['AIza'], 'AIza[\\w-]{30,}'],
  [['ya29.'], 'ya29\\.[\\w-]{20,}'],
  [['GOCSPX-'], 'GOCSPX-[\\w-]{20,}'],
  [['hvs.', 'hvb.', 'hvr.'], 'hv[sbr]\\.[\\w-]{20,}'],
  [['.atlasv1.'], '\\.atlasv1\\.[\\w=-]{40,}', (match) => [9, match.length]],
  [['hooks.slack.com'], 'hooks\\.slack\\.com(?:\\\\?/[\\w-]+){2,6}', slackPart],
  [['sig='], '(?:[?&; ]|\\\\u0026)sig=[\\w%+/=-]{16,}', afterEquals],
  [['SG.'], 'SG\\.[\\w-]{16,}\\.[\\w-]{16,}'],
  [['dop_v1_'], 'dop_v1_[a-f0-9]{40,}'],
  [['shpat_', 'shpca_', 'shppa_', 'shpss_'], 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32,}'],
  [['ATATT3'], 'ATATT3[\\w=-]{20,}'],
  [['lin_api_'], 'lin_api_[A-Za-z0-9]{20,}'],
  [['sntrys_', 'sntryu_'], 'sntry[su]_[\\w+/=-]{20,}'],
  [['AGE-SECRET-KEY-1'], 'AGE-SECRET-KEY-1[A-Z0-9]{20,}'],
  [['PRIVATE+KEY+'], 'PRIVATE\\+KEY\\+[\\w.+/=-]{20,}'],
  [['acta_'], 'acta_[a-z]{1,8}_[\\w-]{20,}'],
];

/** Fixed strings, one of which stands in every match but that of an address with a password. */
export const patternHints: readonly string[] = patterns.flatMap(([hints]) => hints);

const delimiters = ' \t\r\n"\'<>';

/** Whether a text may hold an address with a user and a password. */
export function mayHoldUrlPassword(text: string): boolean {
  let least = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let back = at - 1;
    while (back >= least && text[back] !== '/' && !delimiters.includes(text[back]!)) back -= 1;
    if (
      back >= least &&
      text[back] === '/' &&
      text.slice(Math.max(0, back - 4), back).includes(':')
    ) {
      return true;
    }
    least = at;
  }
  return false;
}

const anySecret = new RegExp(patterns.map(([, form]) => `(${form})`).join('|'), 'g');

/** Replaces every secret of a known form. `mask` gives the replacement of one. */
export function replacePatterns(text: string, mask: (secret: string) => string): string {
  return text.replace(anySecret, (match: string, ...captured: unknown[]) => {
    const [, , part] = patterns[captured.findIndex((capture) => capture !== undefined)]!;
    if (!part) return mask(unescaped(match));
    const place = part(match);
    if (place === null) return match;
    const [start, end] = place;
    return match.slice(0, start) + mask(unescaped(match.slice(start, end))) + match.slice(end);
  });
}

/**
 * Takes off JSON's escapes of line breaks and slashes: a key gives the same mask with and without.
 */
function unescaped(secret: string): string {
  return secret.includes('\\')
    ? secret.replace(/\\+([nrt/])/g, (_, letter: string) => escapes[letter]!)
    : secret;
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '/': '/' };

/** All of a JSON Web Token; null for a lone Base64 text. */
function jwtPart(match: string): [number, number] | null {
  return /\..{4,}/.test(match) ? [0, match.length] : null;
}

function afterEquals(match: string): [number, number] {
  return [match.indexOf('=') + 1, match.length];
}

/** The word after "Bearer", unless it looks like prose ("bearer authentication"). */
function bearerPart(match: string): [number, number] | null {
  const start = /^bearer(?: |%20|\+)+/i.exec(match)![0].length;
  const word = match.slice(start);
  return word.length >= 24 || /[0-9]|[a-z][A-Z]/.test(word) ? [start, match.length] : null;
}

/** The word after "Basic", where it is the Base64 of something with a colon. */
function basicPart(match: string): [number, number] | null {
  const start = /^basic(?: |%20|\+)+/i.exec(match)![0].length;
  try {
    return atob(match.slice(start).replace(/=+$/, '')).includes(':') ? [start, match.length] : null;
  } catch {
    return null;
  }
}

/** The password of `://user:password@`. */
function urlPart(match: string): [number, number] | null {
  const start = match.indexOf(':', match.lastIndexOf('/', match.length) + 1) + 1;
  return [start, match.length - 1];
}

/** What follows `/services/`. */
function slackPart(match: string): [number, number] {
  return [/^[^/]*\/[^/]*\//.exec(match)![0].length, match.length];
}
