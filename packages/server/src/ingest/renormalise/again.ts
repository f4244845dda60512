// One event's record read again with what is known now: drafts of new events that link to the
// first, or why there are none. Pure but for the masker's key.
import type { ActaEvent, Mark, Masker } from '@acta/event';
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { EventDraft, UnsealedEvent } from '../../lib/entry.ts';
import { object } from '../../sources/reader.ts';
import {
  NotNormalizable,
  type Adapter,
  type NormalizedItem,
  type Settings,
} from '../../sources/types.ts';
import { draftOfItem, type DeliveryContext } from '../describe.ts';

export interface AgainContext {
  adapter: Adapter;
  settings: Settings;
  masker: Masker;
  skew: number;
  revision: number;
}

/** Marks that say how the record came: they hold for what is made of it again. */
const lasting: ReadonlySet<Mark> = new Set(['imported', 'replay_suspected', 'conflict']);

/** Drafts of what the record of `first` is now; undefined where it can't be said. */
export function mappedAgain(context: AgainContext, first: ActaEvent): EventDraft[] | undefined {
  if (first.raw === undefined || first.raw === '') return undefined;
  const items = itemsOf(context, first, first.raw);
  return items?.map((item, place) => draftOf(context, first, item, place));
}

function itemsOf(
  { adapter, settings }: AgainContext,
  first: ActaEvent,
  raw: string,
): NormalizedItem[] | undefined {
  const delivery = {
    headers: first.context?.request?.headers ?? {},
    body: Buffer.from(raw, 'utf8'),
    received: Date.parse(first.received),
    via: first.source.via,
  };
  try {
    const { items, failed } = adapter.normalize(delivery, settings);
    if (items.length === 0 || failed.length > 0) return undefined;
    if (items.length === 1 || adapter.keep !== undefined) return items;
    const same = items.filter(({ event }) => isSame(event, first));
    return same.length === 1 ? same : undefined;
  } catch (error) {
    if (error instanceof NotNormalizable) return undefined;
    throw error;
  }
}

/** Of several events that one delivery gave: the one that is about the same. */
function isSame(event: NormalizedItem['event'], first: ActaEvent): boolean {
  return event.native === first.native && event.target.id === first.target.id;
}

function draftOf(
  { adapter, settings, masker, skew, revision }: AgainContext,
  first: ActaEvent,
  item: NormalizedItem,
  place: number,
): EventDraft {
  const { source } = first;
  const described: DeliveryContext = {
    source: { type: source.type, name: source.name },
    via: source.via ?? 'webhook',
    assurance: assuranceOf(first),
    received: Date.parse(first.received),
    skew,
    marks: (first.marks ?? []).filter((mark) => lasting.has(mark)),
  };
  const kept = adapter.keep?.(settings, first, item.event) ?? item.event;
  const { event, digest } = draftOfItem({ ...item, event: kept }, place, described, masker);
  const marks: Mark[] = [...(event.marks ?? []), 'renormalised'];
  if (event.time === undefined) marks.push('time_missing');
  const { raw_sha256: _own, ...rest } = event;
  const made: UnsealedEvent = {
    ...rest,
    time: event.time ?? first.received,
    source,
    marks,
    revision,
    revision_of: first.id,
    ...(first.raw_sha256 === undefined || item.raw !== first.raw
      ? {}
      : { raw_sha256: first.raw_sha256 }),
  };
  return { event: made, delivery: `revision-of:${first.id}`, item: place, revision, digest };
}

type Assurance = DeliveryContext['assurance'];

function assuranceOf({ actor }: ActaEvent): Assurance {
  const said = actor.assurance;
  return said === 'source_signed' || said === 'source_authenticated' ? said : 'claimed';
}

const beside = new Set([
  'v',
  'id',
  'index',
  'received',
  'source',
  'raw',
  'raw_sha256',
  'marks',
  'revision',
  'revision_of',
]);

/** What an event says, as one text: the same text is the same meaning. */
export function meaningOf(event: object): string {
  const said = Object.entries(event).filter(([name]) => !beside.has(name));
  const digest = createHash('sha256').update(canonical(Object.fromEntries(said)));
  return digest.digest('base64url');
}

/** JSON with the members of every object in one order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const given = object(value);
  if (given === undefined) return JSON.stringify(value) ?? 'null';
  const members = Object.keys(given)
    .filter((key) => given[key] !== undefined)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(given[key])}`);
  return `{${members.join(',')}}`;
}

/** What an event says, for people: without the record and what only the log gives. */
export function shownOf(event: object): Record<string, unknown> {
  const hidden = new Set(['v', 'id', 'index', 'received', 'raw', 'raw_sha256']);
  return Object.fromEntries(Object.entries(event).filter(([name]) => !hidden.has(name)));
}
