// From a delivery to audit records: the API server's own lists and lines, and what EKS, GKE and AKS
// wrap around them.
import { listTexts, mayHoldList, memberText, valueLeaves } from '../envelope.ts';
import { pushedRecord } from '../pubsub.ts';
import { object, text, type JsonObject } from '../reader.ts';
import { eventsOfLeaves, innerRecord, type Leaf, type ListedEvent } from '../record-list.ts';
import { bodyText } from '../records.ts';
import { NotNormalizable, type Delivery, type Normalized, type Settings } from '../types.ts';
import { isAuditRecord, kubernetesEvent, type Surroundings } from './event.ts';
import { gkeAuditEvent, isGkeEntry } from './gke.ts';
import { resourceRef } from './object.ts';
import { withoutSecretBodies } from './secrets-text.ts';

interface Placed extends Leaf {
  around: Surroundings;
}

/** Events of a delivery: `EventList`, one record, lines, lists, and the clouds' envelopes. */
export function normalizeKubernetes(delivery: Delivery, settings: Settings): Normalized {
  const around = {
    cluster: text(settings['cluster']),
    environment: text(settings['environment']),
  };
  const leaves = valueLeaves(bodyText(delivery.body)).flatMap((leaf) =>
    openedLists({ ...leaf, around }),
  );
  return eventsOfLeaves(leaves, (leaf, record) => [eventOf(leaf, record, 0)]);
}

const listMembers = ['items', 'records', 'logEvents'];
const innerMembers = ['log', 'log_s', 'message', 'MESSAGE'];
const envelopesMax = 4;

/** The records of an `EventList`, an Event Hubs batch or a CloudWatch data message. */
function openedLists(leaf: Placed): Placed[] {
  const { raw, around } = leaf;
  if (!mayHoldList(leaf, listMembers) || memberText(raw, 'auditID') !== undefined) return [leaf];
  for (const name of listMembers) {
    const texts = listTexts(raw, name);
    if (texts === undefined) continue;
    const group = memberText(raw, 'logGroup');
    const eks = /^"\/aws\/eks\/([^/"]+)\/cluster/.exec(group ?? '')?.[1];
    const here = { ...around, cluster: around.cluster ?? text(eks) };
    return texts.map((one) => ({ raw: one, around: here }));
  }
  return [leaf];
}

/** The event of a record, however deep its envelopes. */
function eventOf({ raw, around }: Placed, record: JsonObject, depth: number): ListedEvent {
  if (isAuditRecord(record)) {
    return cleaned(record, raw, around);
  }
  if (isGkeEntry(record)) {
    const { record: inside, cluster } = gkeAuditEvent(record);
    return cleaned(inside, raw, { ...around, cluster: around.cluster ?? cluster });
  }
  const inside = depth < envelopesMax ? insideOf(record, raw) : undefined;
  if (inside === undefined) {
    throw new NotNormalizable(
      'no_audit_event',
      'The record is no audit.k8s.io Event and holds none.',
    );
  }
  const here = { ...around, cluster: around.cluster ?? aksCluster(record) };
  return eventOf({ raw: inside.raw, around: here }, inside.record, depth + 1);
}

function cleaned(record: JsonObject, raw: string, around: Surroundings): ListedEvent {
  const found = { ...kubernetesEvent(record, around), raw };
  const without = withoutSecretBodies(raw, resourceRef(record)?.resource);
  return without === undefined ? found : { ...found, raw: without, redacted: true };
}

/**
 * A record as a text or object in a collector's line, an Event Hubs record, a log event, a push.
 */
function insideOf(record: JsonObject, raw: string) {
  for (const holder of [record, object(record['properties']), object(record['event'])]) {
    for (const name of innerMembers) {
      const found = innerRecord(holder?.[name]);
      if (found !== undefined) return found;
    }
  }
  const event = object(record['event']);
  const eventText = event === undefined ? undefined : memberText(raw, 'event');
  if (event !== undefined && eventText !== undefined) return { record: event, raw: eventText };
  return innerRecord(record['event']) ?? pushedRecord(record);
}

/** The cluster that an AKS record's resource id names. */
function aksCluster(record: JsonObject): string | undefined {
  const id = text(record['resourceId']) ?? text(record['_ResourceId']) ?? '';
  return text(/\/managedclusters\/([^/]+)/i.exec(id)?.[1]?.toLowerCase());
}
