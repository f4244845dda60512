// From a delivery to log entries: Pub/Sub pushes, Eventarc's CloudEvents, lines, lists.
import { nameRestorer } from '../column-names.ts';
import { memberText, openedLeaves } from '../envelope.ts';
import { gkeAuditEvent, isGkeEntry } from '../kubernetes/gke.ts';
import { kubernetesEvent } from '../kubernetes/event.ts';
import { resourceRef } from '../kubernetes/object.ts';
import { withoutSecretBodies } from '../kubernetes/secrets-text.ts';
import { pushedRecord } from '../pubsub.ts';
import { object, type JsonObject } from '../reader.ts';
import { eventsOfTexts, type ListedEvent } from '../record-list.ts';
import { NotNormalizable, type Delivery, type Normalized } from '../types.ts';
import { buildEvent, isBuild } from './build.ts';
import { gcpEvent, idOf } from './event.ts';

/** Events of a delivery. */
export function normalizeGcp(delivery: Delivery): Normalized {
  return eventsOfTexts(openedLeaves(delivery, ['entries']), (record, raw) => [
    read(record, raw, 0),
  ]);
}

const restored = nameRestorer(
  (
    'insertId logName protoPayload receiveTimestamp methodName serviceName resourceName ' +
    'authenticationInfo principalEmail principalSubject serviceAccountKeyName requestMetadata ' +
    'callerIp callerSuppliedUserAgent authorizationInfo serviceAccountDelegationInfo serviceData ' +
    'policyDelta bindingDeltas firstPartyPrincipal'
  ).split(' '),
);

function read(given: JsonObject, raw: string, depth: number): ListedEvent {
  const pushed = pushedRecord(given);
  if (pushed !== undefined && depth === 0) return read(pushed.record, pushed.raw, 1);
  const data = object(given['data']);
  if (given['specversion'] !== undefined && data !== undefined && depth < 2) {
    return read(data, memberText(raw, 'data') ?? raw, 2);
  }
  const entry = withOwnNames(given);
  if (isGkeEntry(entry)) return clusterEvent(entry, raw);
  if (isBuild(entry)) return { ...buildEvent(entry), raw };
  if (!members.some((name) => entry[name] !== undefined)) {
    throw new NotNormalizable('no_log_entry', 'The record is no LogEntry of Cloud Logging.');
  }
  return { ...gcpEvent(entry), raw };
}

const members = ['protoPayload', 'logName', 'insertId', 'resource', 'methodName'];

function withOwnNames(record: JsonObject): JsonObject {
  const lower = record['insertid'] !== undefined || record['protopayload'] !== undefined;
  return lower ? restored(record) : record;
}

/** What happened inside a cluster reads as it does from the cluster itself. */
function clusterEvent(entry: JsonObject, raw: string): ListedEvent {
  const { record, cluster } = gkeAuditEvent(entry);
  const { event, unmapped } = kubernetesEvent(record, { cluster });
  const found = { event, unmapped, id: idOf(entry), raw };
  const without = withoutSecretBodies(raw, resourceRef(record)?.resource);
  return without === undefined ? found : { ...found, raw: without, redacted: true };
}
