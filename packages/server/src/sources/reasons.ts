// Why: the words that people left, and the tickets that they name.
import type { ActaEvent } from '@acta/event';
import { longText, present } from './reader.ts';

const ticket = /\b([A-Z][A-Z0-9]{1,9})-([1-9]\d{0,6})\b/g;
/** Standards and algorithms look like tickets. */
const noProjects = new Set([
  'AES',
  'CVE',
  'CWE',
  'GHSA',
  'GPT',
  'HTTP',
  'ISO',
  'MD',
  'RFC',
  'RSA',
  'SHA',
  'TLS',
  'UTF',
  'X',
]);
const searchedLength = 4_096;

/** The first ticket (`OPS-812`) that one of the texts names. */
export function ticketIn(...texts: (string | undefined)[]): string | undefined {
  for (const words of texts) {
    if (words === undefined) continue;
    for (const found of words.slice(0, searchedLength).matchAll(ticket)) {
      if (!noProjects.has(found[1] as string)) return found[0];
    }
  }
  return undefined;
}

/**
 * The reason, the ticket named in it (or in `more`), and a link; undefined when nothing is known.
 */
export function whyOf(
  reason: unknown,
  link?: unknown,
  ...more: (string | undefined)[]
): ActaEvent['why'] {
  const words = longText(reason);
  return present({
    reason: words,
    ticket: ticketIn(words, ...more),
    link: longText(link),
  });
}

/** Whether a text speaks of going back to an earlier version. */
export function speaksOfRollback(words: string | undefined): boolean {
  return (
    words !== undefined && /\broll(?:ed|ing)?[ _-]?back\b|\brevert(?:s|ed|ing)?\b/i.test(words)
  );
}
