import { azureLists } from '../azure-parts.ts';
import { openedLeaves } from '../envelope.ts';
import { eventsOfTexts } from '../record-list.ts';
import type { Delivery, Normalized } from '../types.ts';
import { keyVaultEvent } from './event.ts';

/** Events of Event Hubs batches, lists and lines. */
export function normalizeKeyVault(delivery: Delivery): Normalized {
  return eventsOfTexts(openedLeaves(delivery, azureLists), (record) => [keyVaultEvent(record)]);
}
