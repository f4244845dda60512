// What is kept beside the tree for one event: the salts' seed and the groups' values, as the exact
// texts that were hashed.
//
//   1 <seed>                  or, once a group was erased:   1 - <salt of the event>
//   <group> <value>                                          <group> <salt> <value>
//                                                            <group> - <digest>
//
// One line a group; a JSON text never holds a line break.
import { base64urlToBytes, bytesToBase64url } from '#hash';
import { groups, type Group } from '../vocabulary.ts';
import { DisclosureError } from './errors.ts';
import { saltOf, seedBytes, type SaltName } from './salt.ts';

export interface KeptGroup {
  group: Group;
  /** The salt and the value's JSON text; absent where the group was erased. */
  kept?: { salt: string; value: string };
  /** Where the group was erased. */
  erased?: { digest: string };
}

export interface KeptRecord {
  eventSalt: string;
  groups: KeptGroup[];
}

/** The first line of a record that still has its seed. */
export function seedLine(seed: Uint8Array): string {
  return `1 ${bytesToBase64url(seed)}`;
}

/** Reads a record. Throws `record_malformed` for what Acta never wrote. */
export function parseRecord(record: string): KeptRecord {
  const [head = '', ...lines] = record.split('\n');
  const words = head.split(' ');
  if (words[0] !== '1') throw malformed('its first line is not of version 1');
  if (words[1] === '-' && words.length === 3) {
    return { eventSalt: words[2]!, groups: lines.map(parseSaltedLine) };
  }
  const seed = words.length === 2 ? base64urlToBytes(words[1]!) : null;
  if (seed?.length !== seedBytes) throw malformed('its seed is not 16 bytes of base64url');
  return {
    eventSalt: saltOf(seed, 'event'),
    groups: lines.map((line) => {
      const [group, value] = splitAtBlank(line);
      return { group: asGroup(group), kept: { salt: saltOf(seed, group as SaltName), value } };
    }),
  };
}

/** The JSON text of each group of a record, null where it was erased; no salt is made. */
export function groupTexts(record: string): [group: Group, value: string | null][] {
  const headEnd = record.indexOf('\n');
  const head = headEnd < 0 ? record : record.slice(0, headEnd);
  if (!head.startsWith('1 ')) throw malformed('its first line is not of version 1');
  const isSalted = head.startsWith('1 - ');
  const texts: [Group, string | null][] = [];
  for (let at = headEnd; at >= 0;) {
    const end = record.indexOf('\n', at + 1);
    const line = record.slice(at + 1, end < 0 ? undefined : end);
    const [group, rest] = splitAtBlank(line);
    const [salt, value] = isSalted ? splitAtBlank(rest) : ['', rest];
    texts.push([asGroup(group), salt === '-' ? null : value]);
    at = end;
  }
  return texts;
}

/** Writes a record without its seed: what was erased can't be found again by trying values. */
export function formatSeedless({ eventSalt, groups: kept }: KeptRecord): string {
  const lines = kept.map((line) =>
    line.kept
      ? `${line.group} ${line.kept.salt} ${line.kept.value}`
      : `${line.group} - ${line.erased!.digest}`,
  );
  return [`1 - ${eventSalt}`, ...lines].join('\n');
}

function parseSaltedLine(line: string): KeptGroup {
  const [group, rest] = splitAtBlank(line);
  const [salt, value] = splitAtBlank(rest);
  if (salt === '-') return { group: asGroup(group), erased: { digest: value } };
  return { group: asGroup(group), kept: { salt, value } };
}

function splitAtBlank(line: string): [string, string] {
  const at = line.indexOf(' ');
  if (at < 0) throw malformed('a line has no value');
  return [line.slice(0, at), line.slice(at + 1)];
}

function asGroup(name: string): Group {
  if (!groups.includes(name as Group)) throw malformed(`"${name.slice(0, 20)}" is not a group`);
  return name as Group;
}

function malformed(why: string): DisclosureError {
  return new DisclosureError('record_malformed', `The kept record can't be read: ${why}.`);
}
