// Records of a sender of the user's own, through the source's mapping. A record that the mapping
// does not fit still gives an event.
import { bodyText, digestId } from '../records.ts';
import {
  applyMapping,
  compileMapping,
  cutRecords,
  deliveryBudget,
  keepOutside,
  type CompiledMapping,
} from '../mapping/index.ts';
import type { Delivery, EventBody, Normalized, NormalizedItem, Settings } from '../types.ts';
import { headerSetting } from './verify.ts';

const compiled = new WeakMap<object, CompiledMapping | null>();

/**
 * The mapping of a source's settings, compiled once for each settings object; null without one, and
 * for one that this version can't read.
 */
export function mappingOf(settings: Settings): CompiledMapping | null {
  const document = settings['mapping'];
  if (typeof document !== 'object' || document === null) return null;
  const known = compiled.get(document);
  if (known !== undefined) return known;
  const result = compileMapping(document);
  const mapping = result.ok ? result.mapping : null;
  compiled.set(document, mapping);
  return mapping;
}

/** Events of a body. @throws NotNormalizable where it can't be cut into records */
export function normalizeGeneric(delivery: Delivery, settings: Settings): Normalized {
  const mapping = mappingOf(settings);
  const headers = meaningful(delivery.headers, settings);
  const isJson = /\bjson\b/i.test(delivery.headers['content-type'] ?? '');
  const format = mapping?.format ?? 'auto';
  const options = { format, split: mapping?.split, isJson, isRecord: delivery.isRecord === true };
  const { records, failed } = cutRecords(bodyText(delivery.body), options);
  const seen = new Map<string, number>();
  const { received } = delivery;
  const budget = deliveryBudget(records.length);
  const items = records.map(({ value, raw, parent }): NormalizedItem => {
    const input = { value, raw, parent, headers, received, budget };
    const { event, unmapped, id, errors } = applyMapping(mapping, input);
    const item: NormalizedItem = { event, raw, unmapped };
    const own = id === undefined ? idOf(raw, event.time, seen) : counted(id, seen);
    if (own !== undefined) item.delivery = own;
    if (errors.length > 0) item.errors = errors;
    return item;
  });
  return { items, failed };
}

/** What is read again of a record, with what only its delivery knew from the event before. */
export function keepGeneric(settings: Settings, before: object, after: EventBody): EventBody {
  const mapping = mappingOf(settings);
  return mapping === null ? after : keepOutside(mapping, before, after);
}

/** The same id again in one delivery is told apart by its place among them. */
function counted(id: string, seen: Map<string, number>): string {
  const key = `id:${id}`;
  const before = seen.get(key) ?? 0;
  seen.set(key, before + 1);
  return before === 0 ? id : `${id}#${before}`;
}

/**
 * Without an id of its own a record is known again by its text, if that holds a time; a text
 * without one may be said twice and mean it.
 */
function idOf(
  raw: string,
  time: string | undefined,
  seen: Map<string, number>,
): string | undefined {
  return time === undefined ? undefined : digestId(raw, seen);
}

const credentials =
  /^(?:authorization|proxy-authorization|cookie|x-hub-signature(?:-256)?)$|signature|token|secret|key$/;

/** Headers without credentials and signatures: a mapping may write them into events. */
function meaningful(headers: Delivery['headers'], settings: Settings): Record<string, string> {
  const own = [
    headerSetting(settings, 'signature_header'),
    headerSetting(settings, 'secret_header'),
  ];
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !credentials.test(name) && !own.includes(name)),
  );
}
