// What a reader with masks sees of an event: withheld groups are taken out whole and named.
import type { ActaEvent } from '@acta/event';
import type { LoggedEvent, Withheld } from '@acta/sdk';
import type { MaskGroup } from './principal.ts';

/** The members of an event that each disclosure group holds (3-ledger: what is committed). */
const MEMBERS: Record<MaskGroup, readonly (keyof ActaEvent)[]> = {
  actor: ['actor'],
  context: ['context'],
  details: ['native', 'pipeline', 'changes', 'why', 'labels', 'marks', 'revision', 'revision_of'],
  raw: ['raw', 'raw_sha256'],
};

export const WHY_MASKED = 'masked for your role: reveal it with a reason';

/**
 * Takes the groups of `masks` out of a copy of the event and names them all: whether the event has
 * one is not told either.
 */
export function maskEvent(event: LoggedEvent, masks: readonly MaskGroup[]): LoggedEvent {
  if (masks.length === 0) return event;
  const copy: Record<string, unknown> = { ...event };
  const withheld: Withheld[] = [...(event.withheld ?? [])];
  for (const group of masks) {
    for (const member of MEMBERS[group]) delete copy[member];
    if (group === 'details') copy['source'] = { type: event.source.type };
    if (!withheld.some((item) => item.group === group)) withheld.push({ group, why: WHY_MASKED });
  }
  copy['withheld'] = withheld;
  return copy as unknown as LoggedEvent;
}
