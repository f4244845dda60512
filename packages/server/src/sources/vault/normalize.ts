// Lines of a file or socket device, posts of an HTTP device: one record a line.
import { bodyText, normalizeRecords } from '../records.ts';
import type { Delivery, Normalized } from '../types.ts';
import { vaultEvent } from './record.ts';

/**
 * Events of audit records: JSON lines, a list, or values in a row; a device's `prefix` before each
 * line comes off. Throws `NotNormalizable`.
 */
export function normalizeVault(delivery: Delivery): Normalized {
  return normalizeRecords(withoutPrefix(bodyText(delivery.body)), vaultEvent, {
    envelopes: ['event'],
    own: ['request', 'response'],
  });
}

function withoutPrefix(text: string): string {
  if (/^\s*[[{]/.test(text)) return text;
  return text
    .split('\n')
    .map((line) => line.slice(Math.max(0, line.indexOf('{'))))
    .join('\n');
}
