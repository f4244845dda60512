// From a kept record back to the event, to its disclosures, and to a record without some groups.
import type { ActaEvent } from '../schema/event.ts';
import type { Group } from '../vocabulary.ts';
import { digestOf, eventDisclosure, memberDisclosure } from './encode.ts';
import { formatSeedless, groupTexts, parseRecord, type KeptGroup } from './record.ts';

export interface OpenedEvent {
  /**
   * What the leaf and the record's groups hold. `source.name` is empty where `details` is withheld.
   */
  event: Partial<ActaEvent>;
  /** Groups that were erased. */
  withheld: Group[];
}

/** Puts an event together from its leaf and its record. Does not check one against the other. */
export function openRecord(leaf: string, record: string): OpenedEvent {
  const withheld: Group[] = [];
  const values: Partial<Record<Group, Record<string, unknown>>> = {};
  for (const [group, text] of groupTexts(record)) {
    if (text === null) withheld.push(group);
    else values[group] = JSON.parse(text) as Record<string, unknown>;
  }
  return { event: assemble(JSON.parse(leaf) as Record<string, unknown>, values), withheld };
}

/**
 * Puts an event together from a leaf's members and its groups' values; members stand in the
 * contract's order.
 */
export function assemble(
  leaf: Record<string, unknown>,
  values: Partial<Record<Group, Record<string, unknown>>>,
): Partial<ActaEvent> {
  const details = values.details ?? {};
  const event: Record<string, unknown> = {};
  // Never set and taken back: an object that lost a member is slower to read ever after.
  const put = (name: string, value: unknown): void => {
    if (value !== undefined) event[name] = value;
  };
  put('v', leaf.v);
  put('id', leaf.id);
  put('time', leaf.time);
  put('received', leaf.received);
  put('source', { type: leaf.source, ...(details.source ?? { name: '' }) });
  put('action', leaf.action);
  put('native', details.native);
  put('category', leaf.category);
  put('effect', leaf.effect);
  put('outcome', leaf.outcome);
  put('severity', leaf.severity);
  put('actor', values.actor);
  put('target', values.target?.target);
  put('targets', values.target?.targets);
  put('context', values.context);
  put('pipeline', details.pipeline);
  put('changes', details.changes);
  put('why', details.why);
  put('labels', details.labels);
  put('raw', values.raw?.raw);
  put('raw_sha256', values.raw?.raw_sha256);
  put('marks', details.marks);
  put('revision', details.revision);
  put('revision_of', details.revision_of);
  return event;
}

/**
 * The base64url disclosures of a record, the event's own first, then those of the groups asked for
 * (all that are kept, without `groups`). Erased groups have none.
 */
export function disclosuresOf(record: string, groups?: readonly Group[]): string[] {
  const { eventSalt, groups: lines } = parseRecord(record);
  const digests: string[] = [];
  const shown: string[] = [];
  for (const line of lines) {
    const disclosure = disclosureOf(line);
    digests.push(disclosure === null ? line.erased!.digest : digestOf(disclosure));
    if (disclosure !== null && (groups?.includes(line.group) ?? true)) shown.push(disclosure);
  }
  return [eventDisclosure(eventSalt, digests), ...shown];
}

/**
 * A record without the groups' values and without its seed: the other groups keep their salts, the
 * erased ones their digests, so that the leaf still verifies. Groups that the record does not have,
 * or has no more, are left as they are.
 */
export function eraseGroups(record: string, groups: readonly Group[]): string {
  const kept = parseRecord(record);
  if (!kept.groups.some((line) => line.kept && groups.includes(line.group))) return record;
  return formatSeedless({
    eventSalt: kept.eventSalt,
    groups: kept.groups.map((line) => {
      const disclosure = disclosureOf(line);
      if (disclosure === null || !groups.includes(line.group)) return line;
      return { group: line.group, erased: { digest: digestOf(disclosure) } };
    }),
  });
}

function disclosureOf({ group, kept }: KeptGroup): string | null {
  return kept ? memberDisclosure(kept.salt, group, kept.value) : null;
}
