// Looks for secrets in what would be recorded, apart from the masker: what stood in the delivery
// under a secret's name or in a secret's form may stand nowhere in the event.
import { isSecretName } from '../../packages/event/src/mask/names.ts';
import { replacePatterns } from '../../packages/event/src/mask/patterns.ts';

/** Shorter values are words that may stand elsewhere for another reason. */
const SHORTEST = 8;
/** What is no secret: masks, digests that products make, permissions, and what is shown instead. */
const harmless =
  /^(?:|masked:hmac-sha256:[0-9a-f]{64}|hmac-sha256:[0-9a-f]{64}|\*+|•+|\[?(?:redacted|filtered|masked|hidden|secret|none|null|true|false)\]?|<[a-z ]+>|read|write)$/i;

/** The secrets of deliveries (texts) that what is recorded, as texts, still holds. */
export function secretsLeft(given: readonly string[], kept: readonly string[]): string[] {
  const left = new Set<string>();
  for (const secret of given.flatMap((text) => [...secretsIn(text)])) {
    const escaped = JSON.stringify(secret).slice(1, -1);
    const stands = (text: string) => text.includes(secret) || text.includes(escaped);
    if (secret.length >= SHORTEST && kept.some(stands)) left.add(secret);
  }
  for (const text of kept) for (const secret of secretsIn(text)) left.add(secret);
  return [...left];
}

/** The values of a text, JSON or not, that are secret by their form or their field's name. */
function secretsIn(text: string): Set<string> {
  const found = new Set<string>();
  collectForms(text, found);
  const value = parsed(text);
  if (value !== undefined) collect(value, false, found);
  return found;
}

function collectForms(text: string, found: Set<string>): void {
  replacePatterns(text, (secret) => {
    add(found, secret);
    return secret;
  });
}

function add(found: Set<string>, secret: string): void {
  if (!harmless.test(secret)) found.add(secret);
}

/** Values under a secret's name, and JSON written into a text. */
function collect(value: unknown, secret: boolean, found: Set<string>): void {
  if (typeof value === 'string') {
    if (secret) add(found, value);
    collectForms(value, found);
    const inner = /^\s*[[{]/.test(value) ? parsed(value) : undefined;
    if (inner !== undefined) collect(inner, false, found);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [name, member] of Object.entries(value)) {
    collect(member, isList ? secret : isSecretName(name), found);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
