// Secrets at intake are replaced by a keyed digest: equal secrets stay comparable, none is stored.
import { hmacSha256Hex } from '#hash';
import { escapeHint } from './escaped-names.ts';
import { createLiteralSearch } from './literals.ts';
import { replaceEscapedMembers, replaceMembers } from './members.ts';
import { isSecretName, isSecretOption, nameStems } from './names.ts';
import { mayHoldUrlPassword, patternHints, replacePatterns } from './patterns.ts';

export interface Masker {
  /** Masks a text in place: `masked` says how many secrets were replaced. JSON stays JSON. */
  text(raw: string): { text: string; masked: number };
  /**
   * Masks a JSON value by field names and patterns. Gives the same object back where nothing was
   * masked.
   */
  value<T>(value: T): T;
}

export const maskPrefix = 'masked:hmac-sha256:';
const masked = /^masked:hmac-sha256:[0-9a-f]{64}$/;
/** What products show in place of a secret is not one. */
const hidden =
  /^(?:|\*+|•+|\[?(?:redacted|filtered|masked|hidden|secret|none|null|true|false)\]?|<[a-z ]+>)$/i;
/** Nor is what a product keyed before it wrote it, as Vault does: it stays comparable there. */
const keyed = /^hmac-sha256:[0-9a-f]{64}$/;
/** Nor is a permission: `"secrets": "read"`. */
const permission = /^(?:read|write)$/;
const depthMax = 64;
const namesKept = 4_096;

const nameBit = 1;
const formBit = 2;
const escapeBit = 4;
const search = createLiteralSearch([
  ...nameStems.map((text) => ({ text, anyCase: true, bit: nameBit })),
  ...patternHints.map((text) => ({ text, anyCase: false, bit: formBit })),
  { text: escapeHint, anyCase: false, bit: escapeBit },
]);

/** isSecretName with a memory: the names of members are few, and come with every event. */
function rememberingNames(): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    let secret = known.get(name);
    if (secret === undefined) {
      secret = isSecretName(name);
      if (known.size < namesKept) known.set(name, secret);
    }
    return secret;
  };
}

/** Whether a word of a list is the value of the option before it: `["--token","…"]`. */
function followsOption(list: readonly unknown[], at: string): boolean {
  const before = list[Number(at) - 1];
  const word = list[Number(at)];
  if (typeof before !== 'string' || typeof word !== 'string') return false;
  return before.startsWith('--') && !word.startsWith('-') && isSecretOption(before);
}

/** A masker with its key (32 random bytes of the log's own). */
export function createMasker({ key }: { key: Uint8Array }): Masker {
  const replace = (secret: string): string =>
    masked.test(secret) || hidden.test(secret) || keyed.test(secret) || permission.test(secret)
      ? secret
      : maskPrefix + hmacSha256Hex(key, secret);

  const namesSecret = rememberingNames();

  function text(raw: string): { text: string; masked: number } {
    const hints = search(raw);
    const mayHoldForm = (hints & formBit) !== 0 || mayHoldUrlPassword(raw);
    if (hints === 0 && !mayHoldForm) return { text: raw, masked: 0 };
    let count = 0;
    const counted = (secret: string): string => {
      const replacement = replace(secret);
      if (replacement !== secret) count += 1;
      return replacement;
    };
    let out = raw;
    if (hints & escapeBit) out = replaceEscapedMembers(out, counted);
    if (hints & nameBit) out = replaceMembers(out, counted);
    if (mayHoldForm) out = replacePatterns(out, counted);
    return count === 0 ? { text: raw, masked: 0 } : { text: out, masked: count };
  }

  function value(given: unknown, secret: boolean, depth: number): unknown {
    if (typeof given === 'string') return secret ? replace(given) : text(given).text;
    if (typeof given === 'number') return secret ? replace(String(given)) : given;
    if (typeof given !== 'object' || given === null) return given;
    if (depth > depthMax)
      throw new RangeError(`The value is nested deeper than ${depthMax} levels.`);
    let copy: Record<string, unknown> | null = null;
    for (const name of Object.keys(given)) {
      const before = (given as Record<string, unknown>)[name];
      const named = Array.isArray(given) ? secret || followsOption(given, name) : namesSecret(name);
      const after = value(before, named, depth + 1);
      if (after === before) continue;
      copy ??= (Array.isArray(given) ? [...given] : { ...given }) as Record<string, unknown>;
      copy[name] = after;
    }
    return copy ?? given;
  }

  return { text, value: <T>(given: T) => value(given, false, 0) as T };
}
