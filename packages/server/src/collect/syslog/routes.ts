// Which source a message is for: what its sender proves (certificate, token), where it comes from,
// which port it came in at, and which program wrote it, against the settings of the sources. Pure.
import { createHash } from 'node:crypto';
import { networksOf, type Network } from '../networks.ts';
import { parseSyslog } from '../../sources/syslog-line.ts';

/** What the routes need of a source. */
export interface RoutedSource {
  name: string;
  type: string;
  settings: Readonly<Record<string, unknown>>;
  secrets: readonly string[];
}

export interface Sender {
  address: string;
  /** The port of the listener. */
  port: number;
  /** Names and fingerprint of the client certificate, in lower case; empty without one. */
  certificates: readonly string[];
  encrypted: boolean;
}

export type Assurance = 'claimed' | 'source_authenticated';

export type Routed =
  | { source: string; type: string; assurance: Assurance; text: string }
  | { refused: 'sender_unknown' | 'token_unknown' };

export interface Routes {
  route(sender: Sender, text: string): Routed;
}

interface Rule {
  source: string;
  type: string;
  networks: readonly Network[];
  certificates: ReadonlySet<string>;
  ports: ReadonlySet<number>;
  programs: ReadonlySet<string>;
}

/** RFC 5424 up to its structured data, then `[acta token="…"]` as the first element of it. */
const withToken =
  /^(<\d{1,3}>1 \S{1,40} \S{1,255} \S{1,48} \S{1,128} \S{1,32} )\[acta(?:@\d{1,10})? token="([^"\\\]]{1,512})"\]/;

/** The routes that the settings of these sources make. */
export function routesOf(sources: readonly RoutedSource[]): Routes {
  const rules = sources.map(ruleOf).sort((a, b) => (a.source < b.source ? -1 : 1));
  const byToken = new Map<string, Rule>();
  sources.forEach(({ name, secrets }) => {
    const rule = rules.find(({ source }) => source === name) as Rule;
    for (const secret of secrets) byToken.set(digest(secret), rule);
  });
  return {
    route(sender, text) {
      const shown = withToken.exec(text);
      if (shown !== null) return byShown(byToken, sender, text, shown);
      const rule = best(rules, sender, text);
      if (rule === undefined) return { refused: 'sender_unknown' };
      const known = rule.certificates.size > 0;
      return told(rule, known ? 'source_authenticated' : 'claimed', text);
    },
  };
}

const told = ({ source, type }: Rule, assurance: Assurance, text: string): Routed => ({
  source,
  type,
  assurance,
  text,
});

/** The token goes no further than here. */
function byShown(
  byToken: ReadonlyMap<string, Rule>,
  sender: Sender,
  text: string,
  [all, head, token]: RegExpExecArray,
): Routed {
  const rule = byToken.get(digest(token as string));
  if (rule === undefined) return { refused: 'token_unknown' };
  if (rank(rule, sender, text, 1) === undefined) return { refused: 'sender_unknown' };
  const rest = text.slice(all.length);
  const without = `${head}${rest.startsWith('[') ? '' : '-'}${rest}`;
  const sure = sender.encrypted || rule.certificates.size > 0;
  return told(rule, sure ? 'source_authenticated' : 'claimed', without);
}

function best(rules: readonly Rule[], sender: Sender, text: string): Rule | undefined {
  let found: Rule | undefined;
  let foundRank = 0;
  for (const rule of rules) {
    const here = rank(rule, sender, text, 0) ?? 0;
    if (here <= foundRank) continue;
    found = rule;
    foundRank = here;
  }
  return found;
}

const certificateRank = 10_000;
const programRank = 1_000;
const portRank = 500;

/**
 * How closely a rule fits; undefined where it does not. What a program calls itself proves nothing.
 */
function rank(rule: Rule, sender: Sender, text: string, shown: 0 | 1): number | undefined {
  let sum: number = shown;
  if (rule.certificates.size > 0) {
    if (!sender.certificates.some((name) => rule.certificates.has(name))) return undefined;
    sum += certificateRank;
  }
  if (rule.ports.size > 0) {
    if (!rule.ports.has(sender.port)) return undefined;
    sum += portRank;
  }
  if (rule.networks.length > 0) {
    const bits = Math.max(...rule.networks.map((network) => network.bitsOf(sender.address)));
    if (bits < 0) return undefined;
    sum += bits + 1;
  }
  if (sum === 0) return undefined;
  if (rule.programs.size > 0) {
    const { app } = parseSyslog(text, { zone: 'UTC', received: 0 });
    if (app === undefined || !rule.programs.has(app.toLowerCase())) return undefined;
    sum += programRank;
  }
  return sum;
}

function ruleOf({ name, type, settings }: RoutedSource): Rule {
  const words = (setting: string) => wordsOf(settings[setting]);
  return {
    source: name,
    type,
    networks: networksOf(words('syslog_from')).networks,
    certificates: new Set(words('syslog_certificate').map((word) => certificateName(word))),
    ports: new Set(words('syslog_port').map(Number)),
    programs: new Set(words('syslog_programs').map((word) => word.toLowerCase())),
  };
}

/** A list as it stands in a setting: by commas or blanks. */
export function wordsOf(value: unknown): string[] {
  return typeof value === 'string' ? value.split(/[\s,]+/).filter((word) => word !== '') : [];
}

/** Fingerprints with or without colons are the same. */
export function certificateName(name: string): string {
  const bare = name.replaceAll(':', '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(bare) ? bare : name.toLowerCase();
}

/** Secrets are looked up by digest: the time that takes tells nothing of them. */
const digest = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
