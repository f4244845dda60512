// Which fields hold secrets, by name. Upper and lower case, underscores, dashes, dots and blanks
// make no difference.

const gaps = ['', '_', '-', ' '];
const keyKinds = 'api private secret access account auth encryption master shared'.split(' ');

/** What every name of a secret has in it somewhere, in lower case. */
export const nameStems: readonly string[] = [
  'secret',
  'token',
  'passw',
  'passphrase',
  'pwd',
  'authorization',
  'cookie',
  'credential',
  ...gaps.map((gap) => `connection${gap}string`),
  ...keyKinds.flatMap((kind) => gaps.map((gap) => `${kind}${gap}key`)),
];

/** Finds places where a secret's name may stand; the whole name is judged by isSecretName. */
export const nameHint = new RegExp(nameStems.join('|'), 'gi');

const endings = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'secrets',
  'secretvalue',
  'secrettext',
  'secretstring',
  'secretbinary',
  'token',
  'apikey',
  'privatekey',
  'secretkey',
  'accesskey',
  'accountkey',
  'authkey',
  'encryptionkey',
  'masterkey',
  'sharedkey',
  'authorization',
  'cookie',
  'cookies',
  'credential',
  'credentials',
  'connectionstring',
];

/** Names that end like a secret but hold a place in a list, or what kind of thing a token is. */
const harmless = new Set([
  'nexttoken',
  'pagetoken',
  'nextpagetoken',
  'continuationtoken',
  'synctoken',
  'hastoken',
  'requiresauthorization',
]);

const lastLetters = new Set(endings.map((ending) => ending.at(-1)));
const nameMaxLength = 128;

/**
 * Whether a field of this name holds a secret: `X-Api-Key`, `hashed_token`, `clientSecret`; not
 * `token_id`.
 */
export function isSecretName(name: string): boolean {
  if (name.length > nameMaxLength || !lastLetters.has(name.at(-1)?.toLowerCase())) return false;
  const plain = name.toLowerCase().replace(/[-_. ]/g, '');
  return endings.some((ending) => plain.endsWith(ending)) && !harmless.has(plain);
}

const optionEndings =
  /(?:password|passwd|passphrase|-pass|token|(?:api|secret|access|auth)-?key|client-?secret)$/i;

/**
 * Whether a word of a command line is an option whose value stands in the next word:
 * `--db-password`, `--token`; not `--password-stdin`, nor `--secret`, which names one.
 */
export function isSecretOption(word: string): boolean {
  return word.length <= nameMaxLength && word.startsWith('--') && optionEndings.test(word);
}
