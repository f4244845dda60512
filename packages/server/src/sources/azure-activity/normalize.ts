import { openedLeaves } from '../envelope.ts';
import { azureLists } from '../azure-parts.ts';
import { kubernetesEvent } from '../kubernetes/event.ts';
import { resourceRef } from '../kubernetes/object.ts';
import { withoutSecretBodies } from '../kubernetes/secrets-text.ts';
import { object, text, type JsonObject } from '../reader.ts';
import { eventsOfTexts, innerRecord, type ListedEvent } from '../record-list.ts';
import type { Delivery, Normalized } from '../types.ts';
import { activityEvent } from './event.ts';

/** Events of Event Hubs batches, Log Analytics exports, lists and lines. */
export function normalizeActivity(delivery: Delivery): Normalized {
  return eventsOfTexts(openedLeaves(delivery, azureLists), (record) => [eventOf(record)]);
}

/** AKS writes the cluster's audit record as a text into `properties.log`. */
function eventOf(record: JsonObject): ListedEvent {
  const inside =
    text(record['category'])?.startsWith('kube-audit') === true
      ? innerRecord(object(record['properties'])?.['log'])
      : undefined;
  if (inside === undefined) return activityEvent(record);
  const cluster = /\/managedclusters\/([^/]+)/i.exec(text(record['resourceId']) ?? '')?.[1];
  const found = kubernetesEvent(inside.record, { cluster: cluster?.toLowerCase() });
  const without = withoutSecretBodies(inside.raw, resourceRef(inside.record)?.resource);
  return without === undefined
    ? { ...found, raw: inside.raw }
    : { ...found, raw: without, redacted: true };
}
