// An event becomes a leaf, which goes into the tree, and a record, which is kept beside it. The
// leaf holds closed vocabularies, times, the keyed id and one digest; all else is in the disclosure
// groups (RFC 9901, recursive).
import { encodeAscii, encodeBase64url, isAscii } from '#hash';
import { catalogue } from './catalogue/definitions.ts';
import { digestOf, eventDisclosure, memberDisclosure } from './disclosures/encode.ts';
import { seedLine } from './disclosures/record.ts';
import { hasReservedName } from './disclosures/reserved.ts';
import { saltOf, seedBytes } from './disclosures/salt.ts';
import { idPattern, typePattern } from './schema/patterns.ts';
import type { ActaEvent } from './schema/event.ts';
import { isTime } from './time.ts';
import { categories, effects, outcomes, severities, type Group } from './vocabulary.ts';

export interface SealedEvent {
  /** Compact JSON, at most a few hundred bytes: what the tree commits to, as it is. */
  leaf: string;
  /** Kept beside the tree, see disclosures/record.ts. */
  record: string;
}

/**
 * Seals an event with 16 random bytes that are used for nothing else. Throws a RangeError where a
 * field of the leaf is outside its closed vocabulary, or a member has a name that RFC 9901
 * reserves: such a text must not reach the tree, from which nothing can be taken back.
 */
export function sealEvent(event: ActaEvent, seed: Uint8Array): SealedEvent {
  if (seed.length !== seedBytes) throw new RangeError(`A seed has ${seedBytes} bytes.`);
  const texts = groupTexts(event);
  let record = seedLine(seed);
  for (const [group, value] of texts) record += `\n${group} ${value}`;
  const encode = isAscii(record) ? encodeAscii : encodeBase64url;
  const digests = texts.map(([group, value]) =>
    digestOf(memberDisclosure(saltOf(seed, group), group, value, encode)),
  );
  const digest = digestOf(eventDisclosure(saltOf(seed, 'event'), digests));
  return { leaf: leafText(event, digest), record };
}

/** The exact text of each group that the event has. */
function groupTexts(event: ActaEvent): [Group, string][] {
  const texts: [Group, string][] = [];
  const add = (group: Group, value: string) => {
    // The record of a source is one text; all else has members.
    if (group !== 'raw' && hasReservedName(value)) throw reserved(group);
    texts.push([group, value]);
  };
  if (event.actor) add('actor', JSON.stringify(event.actor));
  const target = targetText(event);
  if (target) add('target', target);
  if (event.context && hasMembers(event.context)) add('context', JSON.stringify(event.context));
  add('details', detailsText(event));
  const raw = rawText(event);
  if (raw) add('raw', raw);
  return texts;
}

/** Where the time of receipt stands in every leaf: what is before it is always as long. */
export const receivedInLeaf = {
  from: `{"v":1,"id":"${'-'.repeat(36)}","time":"${'-'.repeat(24)}","received":"`.length,
  length: 24,
} as const;

function leafText(event: ActaEvent, digest: string): string {
  guardLeaf(event);
  return (
    `{"v":1,"id":"${event.id}","time":"${event.time}","received":"${event.received}"` +
    `,"source":"${event.source.type}","action":"${event.action}","category":"${event.category}"` +
    `,"effect":"${event.effect}","outcome":"${event.outcome}","severity":"${event.severity}"` +
    `,"_sd":["${digest}"],"_sd_alg":"sha-256"}`
  );
}

const closed = new Set<string>([...categories, ...effects, ...outcomes, ...severities]);

function guardLeaf(event: ActaEvent): void {
  if (!idPattern.test(event.id)) throw outside('id', event.id);
  if (!isTime(event.time)) throw outside('time', event.time);
  if (!isTime(event.received)) throw outside('received', event.received);
  if (!typePattern.test(event.source.type)) throw outside('source.type', event.source.type);
  if (!catalogue.has(event.action)) throw outside('action', event.action);
  for (const field of ['category', 'effect', 'outcome', 'severity'] as const) {
    if (!closed.has(event[field])) throw outside(field, event[field]);
  }
}

function reserved(group: Group): RangeError {
  return new RangeError(`${group} has a member named "_sd" or "..."; rename it before sealing.`);
}

function outside(field: string, value: unknown): RangeError {
  const shown = JSON.stringify(value)?.slice(0, 60);
  return new RangeError(`${field} ${shown} must not stand in the clear; map it before sealing.`);
}

function targetText(event: ActaEvent): string {
  const target = event.target ? `"target":${JSON.stringify(event.target)}` : '';
  const targets = event.targets?.length ? `"targets":${JSON.stringify(event.targets)}` : '';
  return target || targets ? `{${target}${target && targets ? ',' : ''}${targets}}` : '';
}

function rawText(event: ActaEvent): string {
  if (event.raw === undefined) return '';
  const digest = event.raw_sha256 === undefined ? '' : `,"raw_sha256":"${event.raw_sha256}"`;
  return `{"raw":${JSON.stringify(event.raw)}${digest}}`;
}

function detailsText(event: ActaEvent): string {
  const { name, via, delivery } = event.source;
  let text = `{"source":${JSON.stringify({ name, via, delivery })}`;
  if (event.native !== undefined) text += `,"native":${JSON.stringify(event.native)}`;
  if (event.pipeline && hasMembers(event.pipeline)) {
    text += `,"pipeline":${JSON.stringify(event.pipeline)}`;
  }
  if (event.changes?.length) text += `,"changes":${JSON.stringify(event.changes)}`;
  if (event.why && hasMembers(event.why)) text += `,"why":${JSON.stringify(event.why)}`;
  if (event.labels && hasMembers(event.labels)) text += `,"labels":${JSON.stringify(event.labels)}`;
  if (event.marks?.length) text += `,"marks":${JSON.stringify(event.marks)}`;
  if (event.revision) text += `,"revision":${event.revision}`;
  if (event.revision_of) text += `,"revision_of":"${event.revision_of}"`;
  return `${text}}`;
}

function hasMembers(value: object): boolean {
  for (const key in value) if ((value as Record<string, unknown>)[key] !== undefined) return true;
  return false;
}
