// From what an adapter says to a draft for the ledger: vocabulary from the catalogue, source,
// assurance, masking. Nothing that reaches the ledger has a secret in it, nor a digest of one.
import {
  actionOrOther,
  type Category,
  type Change,
  type Mark,
  type Masker,
  timeMs,
  withoutReservedNames,
} from '@acta/event';
import { createHash } from 'node:crypto';
import type { EventDraft, UnsealedEvent } from '../lib/entry.ts';
import type { Workload } from '../lib/workload.ts';
import { fitted, fittedId } from '../sources/fit.ts';
import type { NormalizedItem, Sequence } from '../sources/types.ts';
import { NUMBER_LABEL, STREAM_LABEL } from './coverage/facts.ts';

export interface DeliveryContext {
  source: { type: string; name: string };
  via: string;
  assurance: 'claimed' | 'source_authenticated' | 'source_signed';
  /** Who acts, by a token that was checked. */
  workload?: Workload;
  /** The id of the whole delivery; an item's own id goes before it. */
  delivery?: string;
  /** When it came: ms since 1970. */
  received: number;
  /** Further in the future than this is skewed: ms. */
  skew: number;
  marks: readonly Mark[];
}

/** The draft of one normalised item. Pure but for the masker's key. */
export function draftOfItem(
  item: NormalizedItem,
  place: number,
  context: DeliveryContext,
  masker: Masker,
): EventDraft {
  const id = item.delivery ?? context.delivery;
  const delivery = id === undefined ? undefined : fittedId(id);
  const bytes = Buffer.from(item.raw, 'utf8');
  const digest = createHash('sha256').update(bytes).digest('base64url');
  const { text: raw, masked } = masker.text(item.raw);
  const definition = actionOrOther(item.event.action, categoryOf(item.event.action));
  // A mask may be longer than what it stands for: what is cut is cut last.
  const body = withoutReservedNames(fitted(masker.value(item.event)));
  const marks = marksOf(body.time, context);
  const event: UnsealedEvent = {
    ...body,
    ...(body.changes === undefined ? {} : { changes: maskedChanges(body.changes, masker) }),
    ...(item.sequence === undefined ? {} : { labels: numbered(body.labels, item.sequence) }),
    source: {
      ...context.source,
      via: context.via,
      ...(delivery === undefined ? {} : { delivery }),
    },
    action: definition.action,
    category: definition.category,
    effect: definition.effect,
    severity: definition.severity,
    actor: { ...body.actor, assurance: context.assurance },
    raw,
    ...(masked === 0 && item.redacted === undefined ? { raw_sha256: digest } : {}),
    ...(marks.length === 0 ? {} : { marks }),
  };
  const itemPlace = item.delivery === undefined ? place : 0;
  return { event, item: itemPlace, digest, ...(delivery === undefined ? {} : { delivery }) };
}

/** The number that the product gave stands in the event: a gap can be checked by anybody. */
function numbered(
  labels: Record<string, string> | undefined,
  { stream, number }: Sequence,
): Record<string, string> {
  return { ...labels, [STREAM_LABEL]: stream, [NUMBER_LABEL]: String(number) };
}

/** The marks of the delivery, and `skewed` where the event says that it comes from the future. */
export function marksOf(time: string | undefined, context: DeliveryContext): Mark[] {
  const ahead = time === undefined ? 0 : timeMs(time) - context.received;
  return ahead > context.skew ? [...context.marks, 'skewed'] : [...context.marks];
}

/** The values of a change whose field's name says that they are secret. */
export function maskedChanges(changes: readonly Change[], masker: Masker): Change[] {
  return changes.map((change) => {
    const name = change.field.slice(change.field.lastIndexOf('.') + 1);
    const from = masker.value({ [name]: change.from })[name];
    const to = masker.value({ [name]: change.to })[name];
    return from === change.from && to === change.to ? change : { ...change, from, to };
  });
}

/** The category that an action outside the catalogue falls to: adapters write it before the dot. */
function categoryOf(action: string): Category {
  return action.slice(0, action.indexOf('.')) as Category;
}
