// Events of records that stand inside envelopes: what is read may be another text than what was
// cut, and one envelope may hold several records.
import { isPlainRecord } from './json-text.ts';
import { digestId, fail, parseObject, readObject, reasonIn, type Leaf } from './records.ts';
import { text as line, type JsonObject } from './reader.ts';
import { NotNormalizable, type Delivery, type EventBody, type Normalized } from './types.ts';

/** What a record says; `id` is the product's own id of it. */
export interface ListedEvent {
  event: EventBody;
  unmapped: boolean;
  id?: string | undefined;
  /** The record's own text, where the text that was read is an envelope around it. */
  raw?: string | undefined;
  redacted?: true | undefined;
}

export type { Leaf } from './records.ts';

export type ReadListed = (record: JsonObject, raw: string) => readonly ListedEvent[];

/** Events of record texts; records that can't be read are `failed` and don't stop the others. */
export function eventsOfTexts(texts: readonly (string | Leaf)[], read: ReadListed): Normalized {
  return eventsOfLeaves(
    texts.map((text) => (typeof text === 'string' ? { raw: text } : text)),
    ({ raw }, record) => read(record, raw),
  );
}

/** As `eventsOfTexts`, for records whose envelopes say something about them. */
export function eventsOfLeaves<T extends Leaf>(
  leaves: readonly T[],
  read: (leaf: T, record: JsonObject) => readonly ListedEvent[],
): Normalized {
  const found: Normalized = { items: [], failed: [] };
  const seen = new Map<string, number>();
  for (const leaf of leaves) {
    const parsed = leaf.record === undefined ? readObject(leaf.raw) : { record: leaf.record };
    if ('reason' in parsed) {
      fail(found, leaf.raw, parsed.reason);
      continue;
    }
    let listed: readonly ListedEvent[];
    try {
      listed = read(leaf, parsed.record);
    } catch (error) {
      fail(found, leaf.raw, reasonIn(error));
      continue;
    }
    for (const { event, unmapped, redacted, raw = leaf.raw, id } of listed) {
      const delivery = line(id) ?? digestId(raw, seen);
      found.items.push({ event, unmapped, raw, delivery, ...(redacted ? { redacted } : {}) });
    }
  }
  return found;
}

/** The one record of a webhook: where it can't be read, the delivery goes to quarantine. */
export function eventsOfOne(delivery: Delivery, read: ReadListed): Normalized {
  const body = delivery.body
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trim();
  const normalized = eventsOfTexts([body], read);
  const reason = normalized.failed[0];
  if (reason !== undefined) throw new NotNormalizable(reason.code, reason.detail);
  return normalized;
}

/** JSON that stands as a text inside a record; undefined where the value is no such text. */
export function innerRecord(value: unknown): { record: JsonObject; raw: string } | undefined {
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return undefined;
  const raw = value.trim();
  if (!isPlainRecord(raw)) throw new NotNormalizable('too_deep', 'The inner JSON is too deep.');
  return { record: parseObject(raw), raw };
}
