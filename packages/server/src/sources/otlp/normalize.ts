import { valuesOf } from '../envelope.ts';
import { bodyText, parseObject } from '../records.ts';
import {
  NotNormalizable,
  type Delivery,
  type FailedItem,
  type Normalized,
  type NormalizedItem,
} from '../types.ts';
import { logsOfJson } from './cut.ts';
import { inEnvelope, otlpEvent } from './record.ts';

/**
 * Log records as the OTLP door gives them, one in its envelope each, or a whole export as JSON.
 * Only `log.record.uid` tells a record that is sent again. Throws `NotNormalizable`.
 */
export function normalizeOtlp(delivery: Delivery): Normalized {
  const text = bodyText(delivery.body);
  const texts = /^\s*\{\s*"resourceLogs"/.test(text)
    ? logsOfJson(text).map(({ envelope }) => envelope())
    : valuesOf(delivery);
  const items: NormalizedItem[] = [];
  const failed: FailedItem[] = [];
  for (const raw of texts) {
    try {
      items.push(itemOf(raw));
    } catch (error) {
      if (!(error instanceof NotNormalizable)) throw error;
      failed.push({ raw, code: error.code, detail: error.message });
    }
  }
  return { items, failed };
}

function itemOf(raw: string): NormalizedItem {
  const record = inEnvelope(parseObject(raw));
  if (record === undefined) {
    throw new NotNormalizable('log_record_invalid', 'The record is no log record in OTLP.');
  }
  const { event, unmapped, id } = otlpEvent(record);
  return { event, unmapped, raw, ...(id === undefined ? {} : { delivery: `otlp:${id}` }) };
}
