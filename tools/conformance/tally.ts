// Counts what an adapter makes of the deliveries of its folders, masked as the intake masks.
import { createMasker, eventSchema } from '@acta/event';
import { draftOfItem } from '../../packages/server/src/ingest/describe.ts';
import type {
  Adapter,
  Normalized,
  NormalizedItem,
} from '../../packages/server/src/sources/types.ts';
import { memberTelling, type Told } from './carries.ts';
import { compareExpected, noAgreement, type Agreement } from './expected/index.ts';
import { notAnEvent, someAreNot } from './not-events.ts';
import type { Sample } from './samples.ts';
import { secretsLeft } from './secrets.ts';

export interface Tally {
  type: string;
  /** Without those that hold no event. */
  deliveries: number;
  parsed: number;
  events: number;
  actor: number;
  target: number;
  time: number;
  outcome: number;
  mapped: number;
  /** The product's own names of what has no action of the catalogue. */
  unmapped: Set<string>;
  /** Who and when that records say and events lack, as `path: member`. */
  unread: Record<Told, string[]>;
  /** How far what others made of the same deliveries says the same. */
  agreement: Agreement;
  /** Where secrets are left; never the secrets. */
  secrets: string[];
  /** Deliveries that hold no event, by what they are. */
  notEvents: Map<string, number>;
  /** Deliveries that should have given events, as `path: reason`. */
  refused: string[];
}

const received = Date.UTC(2026, 0, 1);
const masker = createMasker({ key: new Uint8Array(32).fill(7) });

export function emptyTally(type: string): Tally {
  return {
    type,
    deliveries: 0,
    parsed: 0,
    events: 0,
    actor: 0,
    target: 0,
    time: 0,
    outcome: 0,
    mapped: 0,
    unmapped: new Set(),
    unread: { actor: [], time: [] },
    agreement: noAgreement(),
    secrets: [],
    notEvents: new Map(),
    refused: [],
  };
}

/** Normalises one delivery and adds what came of it. */
export function addSample(tally: Tally, adapter: Adapter, sample: Sample): void {
  const none = notAnEvent(sample.path);
  if (none !== undefined) return addNotEvent(tally, none);
  const normalized = normalize(adapter, sample);
  const failed = failureOf(normalized);
  const some = failed === undefined ? undefined : someAreNot(sample.path);
  if (some !== undefined) return addNotEvent(tally, some);
  tally.deliveries++;
  if (failed === undefined) tally.parsed++;
  else tally.refused.push(`${sample.path}: ${failed}`);
  if (typeof normalized === 'string') return;
  compareExpected(tally.agreement, sample, normalized.items[0]?.event);
  for (const item of normalized.items) addItem(tally, adapter, sample, item);
}

function addNotEvent({ notEvents }: Tally, what: string): void {
  notEvents.set(what, (notEvents.get(what) ?? 0) + 1);
}

function normalize(adapter: Adapter, { headers, body, via }: Sample): Normalized | string {
  try {
    return adapter.normalize({ headers, body: Buffer.from(body), received, via }, {});
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code ?? 'crash'}: ${message}`;
  }
}

/** Why a delivery did not parse; undefined where all its records gave events. */
function failureOf(normalized: Normalized | string): string | undefined {
  if (typeof normalized === 'string') return normalized;
  const [first] = normalized.failed;
  if (first !== undefined) return `${first.code}: ${first.detail}`;
  return normalized.items.length === 0 ? 'no_event: nothing came of it' : undefined;
}

function addItem(tally: Tally, adapter: Adapter, sample: Sample, item: NormalizedItem): void {
  const { event, unmapped } = item;
  tally.events++;
  if (event.actor.type !== 'unknown') tally.actor++;
  else addUnread(tally, 'actor', sample, item);
  if (event.target.type !== 'unknown') tally.target++;
  if (event.time !== undefined) tally.time++;
  else addUnread(tally, 'time', sample, item);
  if (event.outcome !== 'unknown') tally.outcome++;
  if (unmapped) tally.unmapped.add(event.native ?? event.action);
  else tally.mapped++;
  const context = {
    source: { type: adapter.type, name: 'sample' },
    via: sample.via,
    assurance: 'claimed' as const,
    received,
    skew: Number.POSITIVE_INFINITY,
    marks: [],
  };
  const draft = draftOfItem(item, 0, context, masker).event;
  const invalid = schemaIssue(draft);
  if (invalid !== undefined) tally.refused.push(`${sample.path}: schema: ${invalid}`);
  // A digest is no secret, but may look like one.
  const members = JSON.stringify({ ...draft, raw: undefined, raw_sha256: undefined });
  const left = secretsLeft([sample.body, item.raw], [draft.raw ?? '', members]);
  if (left.length > 0) tally.secrets.push(`${sample.path}: ${left.length} in ${event.native}`);
}

function addUnread(tally: Tally, told: Told, sample: Sample, { event, raw }: NormalizedItem): void {
  const member = memberTelling(told, tally.type, raw);
  if (member === undefined) return;
  tally.unread[told].push(`${sample.path}: ${event.native}: ${member}`);
}

function schemaIssue(draft: object): string | undefined {
  const whole = eventSchema.safeParse({
    v: 1,
    id: '0192f8c2-0000-8000-8000-000000000000',
    received: '2026-01-01T00:00:00.000Z',
    time: '2026-01-01T00:00:00.000Z',
    ...draft,
  });
  return whole.success ? undefined : JSON.stringify(whole.error.issues[0]);
}
