// Secrets that show by their form. Each alternative starts with fixed characters; where it may
// fail, it fails after a bounded number of characters or at a character that no later start can
// pass: the time is linear in the text.

/**
 * One kind of secret: what it looks like, and which part of it to replace (all of it without
 * `part`).
 */
interface Pattern {
  form: string;
  /** Gives the start and end of the secret within the match, or null where the match is not one. */
  part?: (match: string) => [start: number, end: number] | null;
}

const patterns: Pattern[] = [
  { form: 'gh[oprsu]_[A-Za-z0-9_]{30,}' },
  { form: 'github_pat_[A-Za-z0-9_]{22,}' },
  { form: 'gl(?:pat|ptt|dt|rt|cbt|soat|oas|ft|agent|imt|ffct)-[\\w.=-]{16,}' },
  { form: 'A(?:KI|SI|BI|CC)A[A-Z0-9]{16}' },
  { form: 'xox[a-z]-[\\w-]{8,}' },
  { form: 'xapp-[\\w-]{8,}' },
  { form: '[rs]k[-_](?:live|test|proj|ant|svcacct|or)[-_][\\w-]{10,}' },
  { form: 'sk-[A-Za-z0-9_]{20,}' },
  { form: 'whsec_[A-Za-z0-9+/=]{20,}' },
  {
    form: 'eyJ[\\w-]{8,}(?:\\.[\\w-]*){0,5}',
    part: (match) => wholeIf(/\..{4,}/.test(match), match),
  },
  {
    form:
      '-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^"\\\\-]|\\\\+[nrt/]|-(?!----))*' +
      '(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?',
  },
  { form: '(?:[Bb]earer|BEARER)(?: |%20|\\+)+[\\w.~+/-]{8,}=*', part: bearerPart },
  { form: '(?:[Bb]asic|BASIC)(?: |%20|\\+)+[A-Za-z0-9+/]{6,}=*', part: basicPart },
  { form: 'SSWS(?: |%20)[\\w-]{20,}', part: (match) => [match.search(/[ 0]/) + 1, match.length] },
  { form: ':\\\\?/\\\\?/[^\\s"\'<>/@:\\\\]{0,256}:[^\\s"\'<>/\\\\]+@', part: urlPart },
  { form: 'npm_[A-Za-z0-9]{30,}' },
  { form: 'pypi-[\\w-]{16,}' },
  { form: 'rubygems_[a-f0-9]{40,}' },
  { form: 'dckr_[a-z]{2,4}_[\\w-]{20,}' },
  { form: 'AIza[\\w-]{30,}' },
  { form: 'ya29\\.[\\w-]{20,}' },
  { form: 'GOCSPX-[\\w-]{20,}' },
  { form: 'hv[sbr]\\.[\\w-]{20,}' },
  { form: '\\.atlasv1\\.[\\w=-]{40,}', part: (match) => [9, match.length] },
  { form: 'hooks\\.slack\\.com(?:\\\\?/[\\w-]+){2,6}', part: slackPart },
  { form: '(?:[?&; ]|\\\\u0026)sig=[\\w%+/=-]{16,}', part: afterEquals },
  { form: 'SG\\.[\\w-]{16,}\\.[\\w-]{16,}' },
  { form: 'dop_v1_[a-f0-9]{40,}' },
  { form: 'shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32,}' },
  { form: 'ATATT3[\\w=-]{20,}' },
  { form: 'lin_api_[A-Za-z0-9]{20,}' },
  { form: 'sntry[su]_[\\w+/=-]{20,}' },
  { form: 'AGE-SECRET-KEY-1[A-Z0-9]{20,}' },
  { form: 'PRIVATE\\+KEY\\+[\\w.+/=-]{20,}' },
  { form: 'acta_[a-z]{1,8}_[\\w-]{20,}' },
];

/** A cheap test that every text with one of the patterns passes. */
export const patternHint =
  /gh[oprsu]_|github_pat_|gl(?:pat|ptt|dt|rt|cbt|soat|oas|ft|agent|imt|ffct)-|A(?:KI|SI|BI|CC)A|xox[a-z]-|xapp-|[rs]k[-_]|whsec_|eyJ|-----BEGIN|[Bb]earer|BEARER|[Bb]asic|BASIC|SSWS|npm_|pypi-|rubygems_|dckr_|AIza|ya29\.|GOCSPX-|hv[sbr]\.|\.atlasv1\.|hooks\.slack|sig=|SG\.|dop_v1_|shp[acps]|ATATT3|lin_api_|sntry|AGE-SECRET|PRIVATE\+KEY|acta_|:\\?\/\\?\/[^\s"'<>/@:\\]{0,256}:[^\s"'<>/\\]+@/;

const anySecret = new RegExp(patterns.map(({ form }) => `(${form})`).join('|'), 'g');

/** Replaces every secret of a known form. `mask` gives the replacement of one. */
export function replacePatterns(text: string, mask: (secret: string) => string): string {
  return text.replace(anySecret, (match: string, ...captured: unknown[]) => {
    const { part } = patterns[captured.findIndex((capture) => capture !== undefined)]!;
    if (!part) return mask(match);
    const place = part(match);
    if (place === null) return match;
    const [start, end] = place;
    return match.slice(0, start) + mask(match.slice(start, end)) + match.slice(end);
  });
}

function wholeIf(condition: boolean, match: string): [number, number] | null {
  return condition ? [0, match.length] : null;
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
