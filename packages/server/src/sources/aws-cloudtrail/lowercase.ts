// Athena and other tables write CloudTrail's columns in lower case: given their names back.
import { nameRestorer } from '../column-names.ts';
import type { JsonObject } from '../reader.ts';

const names = (
  'additionalEventData apiVersion awsRegion errorCode errorMessage eventCategory eventID ' +
  'eventName eventSource eventTime eventType eventVersion managementEvent readOnly recipientAccountId ' +
  'requestID requestParameters responseElements serviceEventDetails sharedEventID sourceIPAddress ' +
  'tlsDetails userAgent userIdentity vpcEndpointId accessKeyId accountId invokedBy principalId ' +
  'sessionContext sessionIssuer userName mfaAuthenticated creationDate'
).split(' ');
const restored = nameRestorer(names);

/** The record with the names that CloudTrail gives; the record itself where it has them. */
export function withOwnNames(record: JsonObject): JsonObject {
  const lower = record['eventname'] !== undefined || record['eventtype'] !== undefined;
  return lower ? restored(record) : record;
}
