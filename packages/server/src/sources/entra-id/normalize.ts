import { azureLists } from '../azure-parts.ts';
import { openedLeaves } from '../envelope.ts';
import { eventsOfTexts } from '../record-list.ts';
import type { Delivery, Normalized } from '../types.ts';
import { entraEvent } from './event.ts';

/** Events of Event Hubs batches, pages of the Graph API, lists and lines. */
export function normalizeEntra(delivery: Delivery): Normalized {
  return eventsOfTexts(openedLeaves(delivery, azureLists), (record) => [entraEvent(record)]);
}
