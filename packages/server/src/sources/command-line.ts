// Passwords in command lines that only the program tells apart from other words: `mysql -pX`,
// `curl -u ann:X`, `echo X | chpasswd`. Those behind long options go by the masker everywhere.
import { isSecretOption } from '@acta/event';

/** Where a program's command lines hold secrets. */
interface Secrets {
  /** Options whose next word is one. */
  next?: readonly string[];
  /** Options that one follows in the same word. */
  joined?: readonly string[];
  /** Options with `user:secret`, in the next word or the same. */
  pair?: readonly string[];
  /** Options with `user%secret` in the next word. */
  percent?: readonly string[];
  /** What a whole word is, whose groups `kept` and `secret` follow each other. */
  word?: RegExp;
  /** The words of which one must stand there too. */
  only?: readonly string[];
}

const mysql: Secrets = { joined: ['-p'] };
const registry: Secrets = { next: ['-p'], only: ['login'] };
const ldap: Secrets = { next: ['-w'] };
const mongo: Secrets = { next: ['-p'] };
const samba: Secrets = { percent: ['-U', '--user'] };
const vault: Secrets = {
  word: /^(?<kept>[\w./-]{1,128}=)(?<secret>.+)$/s,
  only: ['put', 'write', 'patch'],
};

const programs: Readonly<Record<string, Secrets>> = {
  mysql,
  mysqldump: mysql,
  mysqladmin: mysql,
  mysqlimport: mysql,
  mysqlsh: mysql,
  mariadb: mysql,
  'mariadb-dump': mysql,
  'mariadb-admin': mysql,
  sshpass: { next: ['-p'], joined: ['-p'] },
  docker: registry,
  podman: registry,
  buildah: registry,
  skopeo: registry,
  helm: registry,
  oras: registry,
  nerdctl: registry,
  az: registry,
  curl: { pair: ['-u', '--user', '-U', '--proxy-user'] },
  http: { pair: ['-a', '--auth'] },
  ldapsearch: ldap,
  ldapadd: ldap,
  ldapmodify: ldap,
  ldapdelete: ldap,
  ldapwhoami: ldap,
  ldappasswd: { next: ['-w', '-s', '-a'] },
  'redis-cli': { next: ['-a'] },
  mongo,
  mongosh: mongo,
  mongodump: mongo,
  mongorestore: mongo,
  smbclient: samba,
  rpcclient: samba,
  net: samba,
  sqlcmd: { next: ['-P'], joined: ['-P'] },
  bcp: { next: ['-P'], joined: ['-P'] },
  sqlplus: { word: /^(?<kept>[\w$#.]{1,64}\/)(?<secret>[^@/]{1,128})(?=@|$)/ },
  openssl: { word: /^(?<kept>pass:)(?<secret>.+)$/s },
  useradd: { next: ['-p'] },
  usermod: { next: ['-p'] },
  'ssh-keygen': { next: ['-N', '-P'] },
  zip: { next: ['-P'] },
  unzip: { next: ['-P'] },
  '7z': { joined: ['-p'] },
  rar: { joined: ['-p', '-hp'] },
  ipmitool: { next: ['-P'] },
  snmpget: { next: ['-c', '-A', '-X'] },
  snmpwalk: { next: ['-c', '-A', '-X'] },
  vault,
  bao: vault,
  htpasswd: {
    word: /^(?<kept>)(?<secret>[^-].*)$/s,
    only: ['-b', '-bc', '-cb', '-nb', '-nbB', '-bB', '-Bb'],
  },
};
/** What reads a password from what `echo` or `printf` writes. */
const readers = /^(?:chpasswd|passwd|cryptsetup|docker|podman|helm|sudo)$/;
const mentioned = new RegExp(
  `(?<![\\w-])(?:${Object.keys(programs).join('|')}|echo|printf|kubectl)(?![\\w-])|--[\\w-]{0,60}(?:pass|token|key|secret)`,
  'i',
);

const redacted = '<redacted>';
const textMax = 16_384;
const wordsMax = 2_000;
const depthMax = 3;
const wordShape = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*'|["'\\])+/gs;

/** A command line without its secrets; the same text where it has none. Linear time. */
export function withoutCommandSecrets(text: string): string {
  return withoutSecrets(text, 0);
}

function withoutSecrets(text: string, depth: number): string {
  const head = text.slice(0, textMax);
  if (!mentioned.test(head)) return text;
  const found = [...head.matchAll(wordShape)].slice(0, wordsMax);
  const words = found.map(([word]) => plainWord(word));
  const changed = secretWords(words);
  let out = '';
  let copied = 0;
  found.forEach(({ 0: word, index }, at) => {
    const inner =
      changed.has(at) || depth >= depthMax || !/^["'].*\s.*["']$/s.test(word)
        ? undefined
        : withoutSecrets(word.slice(1, -1), depth + 1);
    const replacement =
      changed.get(at) ?? (inner === undefined ? word : `${word[0]}${inner}${word.at(-1)}`);
    if (replacement === word) return;
    out += text.slice(copied, index) + replacement;
    copied = index + word.length;
  });
  return copied === 0 ? text : out + text.slice(copied);
}

/** Without quotes, and without what a log or a shell sets before a program's name. */
function plainWord(word: string): string {
  return word.replace(/^[($`]*(?:COMMAND=)?/, '').replace(/^(["'])(.*)\1$/s, '$2');
}

/** The words of a command that hold secrets, by their places, with what to write instead. */
export function secretWords(words: readonly string[]): ReadonlyMap<number, string> {
  const changed = new Map<number, string>();
  const end = endings(words);
  let program: Secrets | undefined;
  words.forEach((word, at) => {
    if (/^(?:[|;&]{1,2}|do|then)$/.test(word)) {
      program = undefined;
      return;
    }
    const name = word.slice(word.lastIndexOf('/') + 1).replace(/;$/, '');
    const named = Object.hasOwn(programs, name) ? programs[name] : undefined;
    const instead = instructed(program, words, at) ?? everywhere(words, at);
    if (instead !== undefined && instead !== word) changed.set(at, instead);
    else if (named !== undefined && allowed(named, words.slice(at + 1, end(at)))) program = named;
    else if (name === 'echo' || name === 'printf') echoed(words, at, changed);
  });
  return changed;
}

/** For each place, where its simple command ends; worked out once from behind. */
function endings(words: readonly string[]): (at: number) => number {
  let end = words.length;
  const ends = words
    .toReversed()
    .map((word, back) => (/^[|;&]{1,2}$/.test(word) ? (end = words.length - 1 - back) : end))
    .toReversed();
  return (at) => Math.min(ends[at] ?? words.length, at + 100);
}

function allowed({ only }: Secrets, rest: readonly string[]): boolean {
  return only === undefined || rest.some((word) => only.includes(word));
}

/** What the program says of a word; undefined where it is no secret. */
function instructed(
  program: Secrets | undefined,
  words: readonly string[],
  at: number,
): string | undefined {
  const word = words[at] as string;
  const before = words[at - 1] ?? '';
  if (program === undefined || word === '') return undefined;
  if (program.next?.includes(before)) return redacted;
  if (program.pair?.includes(before)) return afterMark(word, ':');
  if (program.percent?.includes(before)) return afterMark(word, '%');
  const joined = program.joined?.find((option) => word.startsWith(option));
  if (joined !== undefined && word.length > joined.length) return joined + redacted;
  const pair = program.pair?.find((option) => option.length === 2 && word.startsWith(option));
  if (pair !== undefined && word.includes(':')) return pair + afterMark(word.slice(2), ':');
  const part = program.word?.exec(word);
  if (part?.groups === undefined) return undefined;
  return `${part.groups['kept']}${redacted}${word.slice(part[0].length)}`;
}

function afterMark(word: string, mark: string): string {
  const at = word.indexOf(mark);
  return at < 0 ? word : word.slice(0, at + 1) + redacted;
}

/** What holds for every program: values of long options, of secrets for Kubernetes. */
function everywhere(words: readonly string[], at: number): string | undefined {
  const word = words[at] as string;
  const literal = /^(--from-literal=[^=]{1,256}=)./s.exec(word);
  if (literal !== null) return `${literal[1]}${redacted}`;
  const equals = word.indexOf('=');
  if (equals > 0 && isSecretOption(word.slice(0, equals))) {
    return word.slice(0, equals + 1) + redacted;
  }
  return isSecretOption(words[at - 1] ?? '') && !word.startsWith('-') ? redacted : undefined;
}

/** `echo ann:X | chpasswd`: what is piped into a reader of passwords. */
function echoed(words: readonly string[], at: number, changed: Map<number, string>): void {
  const pipe = words.indexOf('|', at);
  if (pipe < 0 || pipe - at > 20) return;
  const reads = words
    .slice(pipe + 1, pipe + 4)
    .some((word) => readers.test(word.slice(word.lastIndexOf('/') + 1)));
  if (!reads) return;
  for (let word = at + 1; word < pipe; word++) {
    const given = words[word] as string;
    if (given.startsWith('-')) continue;
    changed.set(word, given.includes(':') ? afterMark(given, ':') : redacted);
  }
}
