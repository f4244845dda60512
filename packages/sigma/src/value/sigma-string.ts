// Sigma strings: `*` is any run of characters, `?` is one; `\*`, `\?` and `\\` are those
// characters, and a backslash before anything else is itself. Parsed once, before modifiers add
// wildcards.

export const ANY = Symbol('*');
export const ONE = Symbol('?');
export type Part = string | typeof ANY | typeof ONE;

/** Parts in order; no two texts and no two `ANY` stand beside one another. */
export type SigmaString = readonly Part[];

/** Parses the text of a rule. Never fails. */
export function parseSigmaString(text: string): SigmaString {
  const parts: Part[] = [];
  let run = '';
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    const next = text[at + 1];
    if (char === '\\' && (next === '*' || next === '?' || next === '\\')) {
      run += next;
      at++;
    } else if (char === '*' || char === '?') {
      if (run !== '') parts.push(run);
      run = '';
      parts.push(char === '*' ? ANY : ONE);
    } else {
      run += char;
    }
  }
  if (run !== '') parts.push(run);
  return normal(parts);
}

/** A text without any wildcard. */
export const literal = (text: string): SigmaString => (text === '' ? [] : [text]);

/** The text where there is no wildcard, else undefined. */
export function plainText(value: SigmaString): string | undefined {
  if (value.length === 0) return '';
  return value.length === 1 && typeof value[0] === 'string' ? value[0] : undefined;
}

export const hasWildcard = (value: SigmaString): boolean =>
  value.some((part) => typeof part !== 'string');

export function concat(...values: readonly SigmaString[]): SigmaString {
  return normal(values.flat());
}

/** Changes the texts and leaves the wildcards. */
export function mapText(value: SigmaString, change: (text: string) => string): SigmaString {
  return normal(value.map((part) => (typeof part === 'string' ? change(part) : part)));
}

/** The text that `parseSigmaString` reads as this value. */
export function formatSigmaString(value: SigmaString): string {
  return value
    .map((part) => {
      if (part === ANY) return '*';
      if (part === ONE) return '?';
      return part.replaceAll(/[\\*?]/g, String.raw`\$&`);
    })
    .join('');
}

function normal(parts: readonly Part[]): SigmaString {
  const made: Part[] = [];
  for (const part of parts) {
    const last = made.at(-1);
    if (part === '') continue;
    if (part === ANY && last === ANY) continue;
    if (typeof part === 'string' && typeof last === 'string') made[made.length - 1] = last + part;
    else made.push(part);
  }
  return made;
}
