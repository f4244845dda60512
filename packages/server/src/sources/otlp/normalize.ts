import { valuesOf } from '../envelope.ts';
import type { JsonObject } from '../reader.ts';
import { bodyText, itemsOf } from '../records.ts';
import { NotNormalizable, type Delivery, type Normalized, type NormalizedItem } from '../types.ts';
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
  return itemsOf(texts, itemOf);
}

function itemOf(given: JsonObject, raw: string): NormalizedItem {
  const record = inEnvelope(given);
  if (record === undefined) {
    throw new NotNormalizable('log_record_invalid', 'The record is no log record in OTLP.');
  }
  const { event, unmapped, id } = otlpEvent(record);
  return { event, unmapped, raw, ...(id === undefined ? {} : { delivery: `otlp:${id}` }) };
}
