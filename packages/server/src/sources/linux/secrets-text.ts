// Passwords of command lines, taken out of a host's lines before anything is read from them: in
// plain text, in the journal's JSON, and in the hexadecimal of audit records.
import { secretWords, withoutCommandSecrets } from '../command-line.ts';
import type { JsonObject } from '../reader.ts';

/** A line of syslog or of the audit log; the same text where it has no secret. */
export function withoutSecretsInLine(raw: string): string {
  return raw.includes('msg=audit(') ? withoutSecretsInAudit(raw) : withoutCommandSecrets(raw);
}

const argument = /(?<=\s)a(\d{1,3})=(?:"([^"]{0,8192})"|([0-9A-F]{2,16384})(?![^\s]))/g;
const whole = /(?<=\s|')(proctitle|cmd)=(?:"([^"]{0,8192})"|([0-9A-F]{4,16384})(?![^\s']))/g;

/** EXECVE lists words, PROCTITLE and USER_CMD have them in one value. */
function withoutSecretsInAudit(raw: string): string {
  if (raw.includes('type=EXECVE')) {
    const found = [...raw.matchAll(argument)];
    const words = found.map(([, , quoted, hex]) => quoted ?? decoded(hex));
    const changed = secretWords(words);
    return changed.size === 0
      ? raw
      : splice(
          raw,
          found.flatMap((match, at) => {
            const word = changed.get(at);
            return word === undefined ? [] : [[match, `a${match[1]}="${unquoted(word)}"`] as const];
          }),
        );
  }
  return splice(
    raw,
    [...raw.matchAll(whole)].flatMap((match) => {
      const [, name, quoted, hex] = match;
      const command = quoted ?? decoded(hex);
      const clean = withoutCommandSecrets(command.replaceAll('\0', ' '));
      const same = clean === command.replaceAll('\0', ' ');
      return same ? [] : [[match, `${name}="${unquoted(clean)}"`] as const];
    }),
  );
}

function decoded(hex: string | undefined): string {
  return Buffer.from(hex ?? '', 'hex').toString('utf8');
}

function unquoted(text: string): string {
  return text.replaceAll('"', "'").replace(/[\r\n]/g, ' ');
}

function splice(
  text: string,
  changes: readonly (readonly [match: RegExpExecArray, instead: string])[],
): string {
  let out = '';
  let copied = 0;
  for (const [match, instead] of changes) {
    out += text.slice(copied, match.index) + instead;
    copied = match.index + match[0].length;
  }
  return copied === 0 ? text : out + text.slice(copied);
}

/** An entry of the journal and its text; the same ones where they have no secret. */
export function withoutSecretsInEntry(
  record: JsonObject,
  raw: string,
): { record: JsonObject; raw: string } {
  const changes = new Map<string, string>();
  let text: string | undefined = raw;
  for (const [name, value] of Object.entries(record)) {
    const given = textOf(name, value);
    const without = given === undefined ? undefined : withoutSecretsInLine(given);
    if (without === given || without === undefined) continue;
    changes.set(name, without);
    const before = JSON.stringify(value);
    text = text?.includes(before)
      ? text.replaceAll(before, () => JSON.stringify(without))
      : undefined;
  }
  if (changes.size === 0) return { record, raw };
  const clean = Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, changes.get(name) ?? value]),
  );
  return { record: clean, raw: text ?? JSON.stringify(clean) };
}

/** The same for an entry of an export, whose values stand in the text as they are. */
export function withoutSecretsInExport(entry: { record: JsonObject; raw: string }): {
  clean: { record: JsonObject; raw: string };
  given: string;
} {
  let { raw } = entry;
  const changes = new Map<string, string>();
  for (const [name, value] of Object.entries(entry.record)) {
    const without = typeof value === 'string' ? withoutSecretsInLine(value) : value;
    if (without === value || typeof without !== 'string') continue;
    changes.set(name, without);
    raw = raw.replaceAll(value as string, () => without);
  }
  if (changes.size === 0) return { clean: entry, given: entry.raw };
  const record = Object.fromEntries(
    Object.entries(entry.record).map(([name, value]) => [name, changes.get(name) ?? value]),
  );
  return { clean: { record, raw }, given: entry.raw };
}

/** The journal gives what is not UTF-8 as a list of bytes. */
function textOf(name: string, value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (name !== 'MESSAGE' || !Array.isArray(value)) return undefined;
  return Buffer.from(value.filter((byte) => typeof byte === 'number')).toString('utf8');
}
