// Google Cloud Pub/Sub: pushed messages carry their data in base64, a log entry each.
import { isPlainRecord } from './json-text.ts';
import { at, object, text, type JsonObject } from './reader.ts';
import { parseObject } from './records.ts';
import { NotNormalizable } from './types.ts';

export interface PushedRecord {
  record: JsonObject;
  raw: string;
  /** The message's own id. */
  id?: string | undefined;
}

/** The record inside a push envelope; undefined where the value is no such envelope. */
export function pushedRecord(envelope: JsonObject): PushedRecord | undefined {
  const message = object(envelope['message']);
  const data = message?.['data'];
  if (typeof data !== 'string' || envelope['protoPayload'] !== undefined) return undefined;
  const raw = Buffer.from(data, 'base64').toString('utf8').trim();
  if (!isPlainRecord(raw)) {
    throw new NotNormalizable('too_deep', 'The JSON of the message is nested too deep.');
  }
  const id = text(at(message, 'messageId')) ?? text(at(message, 'message_id'));
  return { record: parseObject(raw), raw, id };
}
