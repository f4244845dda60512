// Athena and other tables write CloudTrail's columns in lower case: given their names back.
import { object, type Json, type JsonObject } from '../reader.ts';

const names = (
  'additionalEventData apiVersion awsRegion errorCode errorMessage eventCategory eventID eventName ' +
  'eventSource eventTime eventType eventVersion managementEvent readOnly recipientAccountId ' +
  'requestID requestParameters responseElements serviceEventDetails sharedEventID sourceIPAddress ' +
  'tlsDetails userAgent userIdentity vpcEndpointId accessKeyId accountId invokedBy principalId ' +
  'sessionContext sessionIssuer userName mfaAuthenticated creationDate'
).split(' ');
const restored = new Map(names.map((name) => [name.toLowerCase(), name]));

/** The record with the names that CloudTrail gives; the record itself where it has them. */
export function withOwnNames(record: JsonObject): JsonObject {
  const lower = record['eventname'] !== undefined || record['eventtype'] !== undefined;
  return lower ? renamed(record, 3) : record;
}

function renamed(record: JsonObject, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]): [string, Json] => {
      const inner = depth > 0 ? object(value) : undefined;
      return [restored.get(key) ?? key, inner === undefined ? value : renamed(inner, depth - 1)];
    }),
  );
}
