// From a delivery to records: CloudTrail's files, EventBridge, SNS, SQS and CloudWatch Logs.
import { memberText, openedLeaves } from '../envelope.ts';
import { at, firstText, object, text, type JsonObject } from '../reader.ts';
import { eventsOfLeaves, innerRecord, type ListedEvent } from '../record-list.ts';
import { NotNormalizable, type Delivery, type Normalized } from '../types.ts';
import { cloudtrailEvent } from './event.ts';
import { envelopeEvent } from './eventbridge.ts';
import { notifiedEvent } from './notified.ts';
import { withOwnNames } from './lowercase.ts';

/** Events of a delivery: `{"Records":[…]}`, one record, lines, lists, and AWS's envelopes. */
export function normalizeCloudtrail(delivery: Delivery): Normalized {
  const leaves = openedLeaves(delivery, listMembers);
  return eventsOfLeaves(leaves, ({ raw }, record) => [eventOf(record, raw, 0)]);
}

const listMembers = ['Records', 'logEvents', 'Entries'];
const innerMembers = ['message', 'Message', 'body', 'Body', 'CloudTrailEvent'];
const envelopesMax = 4;

function eventOf(given: JsonObject, raw: string, depth: number): ListedEvent {
  const record = withOwnNames(given);
  const notified = notifiedEvent(record);
  if (notified !== undefined) return { ...notified, raw };
  if (record['eventName'] !== undefined || record['eventType'] !== undefined) {
    return { ...cloudtrailEvent(record), raw };
  }
  const detail = object(record['detail']);
  if (text(record['detail-type']) !== undefined && detail !== undefined) {
    const own = detail['eventName'] === undefined ? undefined : memberText(raw, 'detail');
    return own === undefined
      ? { ...envelopeEvent(record), raw }
      : { ...cloudtrailEvent(detail), raw: own };
  }
  const inside = depth < envelopesMax ? insideOf(record) : undefined;
  if (inside !== undefined) return eventOf(inside.record, inside.raw, depth + 1);
  throw refusalOf(record);
}

function insideOf(record: JsonObject) {
  for (const holder of [record, object(record['Sns'])]) {
    for (const name of innerMembers) {
      const found = innerRecord(holder?.[name]);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function refusalOf(record: JsonObject): NotNormalizable {
  if (firstText(record, 'Type') === 'SubscriptionConfirmation') {
    const topic = text(at(record, 'TopicArn')) ?? 'the topic';
    return new NotNormalizable(
      'subscription_unconfirmed',
      `SNS asks to confirm the subscription of ${topic}: open the SubscribeURL of this delivery.`,
    );
  }
  return new NotNormalizable(
    'no_cloudtrail_record',
    'The record is neither CloudTrail’s nor EventBridge’s.',
  );
}
