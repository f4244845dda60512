// C2SP tlog-policy: which logs are trusted, and which witnesses must have cosigned.
import { toHex } from '../bytes.ts';
import { LogError } from '../error.ts';
import { hasControl } from '../text.ts';
import { parseVkey, type KeyAlgorithm, type Vkey } from '../note/vkey.ts';

/** Most logs, witnesses and groups each; the specification asks for at least 32. */
export const MAX_POLICY_ITEMS = 256;
const MAX_POLICY_LENGTH = 1_000_000;

/** What a quorum is made of: a witness, or k of some members. */
export type PolicyNode =
  | { kind: 'witness'; name: string; vkey: Vkey; url?: string }
  | { kind: 'group'; name: string; threshold: number; members: PolicyNode[] };

export interface Policy {
  logs: { vkey: Vkey; url?: string }[];
  witnesses: Extract<PolicyNode, { kind: 'witness' }>[];
  /** Null: no cosignature is asked for (`quorum none`). */
  quorum: PolicyNode | null;
}

interface Draft extends Policy {
  named: Map<string, PolicyNode>;
  members: Set<string>;
  keys: Set<string>;
  hasQuorum: boolean;
}

/**
 * Reads a policy file. Throws `policy_malformed` with the line; also where a key is malformed, weak
 * or of another kind than its place asks for.
 */
export function parsePolicy(text: string): Policy {
  if (text.length > MAX_POLICY_LENGTH) throw malformed('the file is too long');
  const draft: Draft = {
    logs: [],
    witnesses: [],
    quorum: null,
    named: new Map(),
    members: new Set(),
    keys: new Set(),
    hasQuorum: false,
  };
  text.split('\n').forEach((line, i) => {
    try {
      readLine(draft, line);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new LogError('policy_malformed', `policy line ${i + 1}: ${why}`, { cause });
    }
  });
  if (!draft.hasQuorum) throw malformed('it has no line "quorum": write "quorum none" for none');
  const { logs, witnesses, quorum } = draft;
  return { logs, witnesses, quorum };
}

function readLine(draft: Draft, line: string): void {
  if (hasControl(line, '\t') || line.includes('\x7f')) throw malformed('a control character');
  const [keyword, ...items] = line.split(/[ \t]+/).filter((item) => item !== '');
  if (keyword === undefined || keyword.startsWith('#')) return;
  if (keyword === 'log') readLog(draft, items);
  else if (keyword === 'witness') readWitness(draft, items);
  else if (keyword === 'group') readGroup(draft, items);
  else if (keyword === 'quorum') readQuorum(draft, items);
  else throw malformed(`"${keyword}" is not log, witness, group or quorum`);
}

function readLog(draft: Draft, items: string[]): void {
  const [vkey, url] = items;
  if (!vkey || items.length > 2) throw malformed('expected: log <vkey> [<url>]');
  const parsed = readKey(draft, vkey, 'ed25519', 'log');
  checkCount(draft.logs.push({ vkey: parsed, ...(url && { url }) }));
}

function readWitness(draft: Draft, items: string[]): void {
  const [name, vkey, url] = items;
  if (!name || !vkey || items.length > 3) {
    throw malformed('expected: witness <name> <vkey> [<url>]');
  }
  const parsed = readKey(draft, vkey, 'cosignature/v1', 'witness');
  const witness = { kind: 'witness' as const, name, vkey: parsed, ...(url && { url }) };
  define(draft, witness);
  draft.witnesses.push(witness);
}

function readGroup(draft: Draft, items: string[]): void {
  const [name, rule, ...names] = items;
  if (!name || !rule || names.length === 0) {
    throw malformed('expected: group <name> all|any|<k> <member>…');
  }
  const members = names.map((member) => {
    const node = draft.named.get(member);
    if (!node) throw malformed(`${member} is not defined on a line above`);
    if (draft.members.has(member)) throw malformed(`${member} is already a member of a group`);
    draft.members.add(member);
    return node;
  });
  define(draft, { kind: 'group', name, threshold: thresholdOf(rule, members.length), members });
}

function readQuorum(draft: Draft, items: string[]): void {
  const [name] = items;
  if (!name || items.length > 1) throw malformed('expected: quorum <name>|none');
  if (draft.hasQuorum) throw malformed('a second line "quorum"');
  draft.hasQuorum = true;
  if (name === 'none') return;
  const node = draft.named.get(name);
  if (!node) throw malformed(`${name} is not defined on a line above`);
  draft.quorum = node;
}

function thresholdOf(rule: string, members: number): number {
  if (rule === 'all') return members;
  if (rule === 'any') return 1;
  const threshold = /^[1-9][0-9]{0,3}$/.test(rule) ? Number(rule) : 0;
  if (threshold >= 1 && threshold <= members) return threshold;
  throw malformed(`"${rule}" is not all, any or a number from 1 to ${members}`);
}

function define(draft: Draft, node: PolicyNode): void {
  if (node.name === 'none') throw malformed('the name "none" is reserved');
  if (draft.named.has(node.name)) throw malformed(`${node.name} is defined twice`);
  draft.named.set(node.name, node);
  checkCount(draft.named.size);
}

function readKey(draft: Draft, text: string, wanted: KeyAlgorithm, what: string): Vkey {
  const vkey = parseVkey(text);
  if (vkey.algorithm !== wanted) {
    throw malformed(`a ${what} needs a key of kind ${wanted}, not ${vkey.algorithm}`);
  }
  // One key in two roles is refused too: the log could then witness itself under another name.
  const key = toHex(vkey.publicKey);
  if (draft.keys.has(key)) throw malformed(`the key of ${vkey.name} stands twice in the file`);
  draft.keys.add(key);
  return vkey;
}

function checkCount(count: number): void {
  if (count > MAX_POLICY_ITEMS) throw malformed(`more than ${MAX_POLICY_ITEMS} items of a kind`);
}

function malformed(why: string): LogError {
  return new LogError('policy_malformed', why);
}
