// The body of Elasticsearch's bulk API: lines in pairs, an action and a document.
import type { SentRecord } from '../../ingest/index.ts';
import { memberText } from '../../sources/envelope.ts';
import { object, text as line } from '../../sources/reader.ts';
import { timeOf } from '../../sources/time-text.ts';
import { textOf } from '../compatible.ts';
import { refused } from '../errors.ts';

export const operations = ['create', 'index', 'update', 'delete'] as const;
export type Operation = (typeof operations)[number];

export interface BulkItem {
  operation: Operation;
  index: string;
  id?: string;
  /** Absent for what is not done here: update and delete. */
  record?: SentRecord;
}

const idMax = 512;

/**
 * The items of a body, in order.
 *
 * @param index the index in the path, for actions that name none
 * @throws ActaError 400 `bulk_action_invalid`: what stands behind such a line can't be told
 */
export function bulkItems(body: Buffer, index: string | undefined): BulkItem[] {
  const { text, broken } = textOf(body);
  const items: BulkItem[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const words = (lines[at] as string).trim();
    if (words === '') continue;
    const item = actionOf(words, index);
    if (item === undefined) throw refused('bulk_action_invalid', String(at + 1));
    if (item.operation !== 'delete') {
      const document = lines[++at]?.trim();
      if (document === undefined) throw refused('bulk_document_missing', String(at + 1));
      if (item.operation !== 'update') item.record = recordOf(item, document, broken(document));
    }
    items.push(item);
  }
  return items;
}

function actionOf(words: string, index: string | undefined): BulkItem | undefined {
  let value: unknown;
  try {
    value = JSON.parse(words);
  } catch {
    return undefined;
  }
  const [name, ...others] = Object.keys(object(value) ?? {});
  const operation = operations.find((one) => one === name);
  if (operation === undefined || others.length > 0) return undefined;
  const meta = object(object(value)?.[operation]);
  const id = line(meta?.['_id']);
  if (meta === undefined) return undefined;
  const named = line(meta['_index']) ?? index ?? 'acta';
  return { operation, index: named, ...(id === undefined ? {} : { id }) };
}

function recordOf({ index, id }: BulkItem, text: string, spoilt: SentRecord['broken']): SentRecord {
  const tooLong = id !== undefined && id.length > idMax;
  const detail = `The _id has more than ${idMax} characters.`;
  return {
    text,
    fields: { 'bulk-index': index },
    time: timeIn(text),
    // Ids are unique within an index.
    id: id === undefined ? undefined : `bulk:${index.slice(0, 255)}/${id.slice(0, idMax)}`,
    broken: tooLong ? { code: 'id_too_long', detail } : spoilt,
  };
}

/** What a shipper says of when it was, for documents whose product says nothing. */
function timeIn(text: string): string | undefined {
  if (!text.includes('"@timestamp"')) return undefined;
  const cut = memberText(text, '@timestamp');
  if (cut === undefined || cut.length > 64) return undefined;
  try {
    return timeOf(JSON.parse(cut));
  } catch {
    return undefined;
  }
}
