// One record of Azure's activity log or of a resource's diagnostic log.
import {
  azureActor,
  azureAddress,
  azureOutcome,
  operationOf,
  parsed,
  resourceTarget,
} from '../azure-parts.ts';
import { digestOf, labelsOf } from '../event-parts.ts';
import { unknownActor, type Actor } from '../names.ts';
import {
  at,
  firstText,
  longText,
  object,
  present,
  text,
  type JsonObject,
  entryOf,
} from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { operationAction } from './actions.ts';

const health: Readonly<Record<string, string>> = {
  ServiceHealth: 'incident.updated',
  ResourceHealth: 'incident.updated',
  Security: 'incident.detected',
};

/** The event of a record. Throws `NotNormalizable` for what has neither operation nor category. */
export function activityEvent(record: JsonObject): ListedEvent {
  const operation = operationOf(record);
  const category =
    firstText(record, 'category.value') ??
    firstText(record, 'category', 'Category', 'CategoryValue');
  if (operation === undefined && category === undefined) {
    throw new NotNormalizable(
      'no_azure_record',
      'The record has neither operationName nor category.',
    );
  }
  const found =
    entryOf(health, category ?? '') ??
    (operation === undefined ? undefined : operationAction(operation));
  const id = firstText(record, 'resourceId', 'ResourceId', '_ResourceId', 'resourceUri');
  const properties = object(parsed(record['properties'] ?? record['Properties']));
  const event = present({
    time: timeOf(firstText(record, 'time', 'eventTimestamp', 'TimeGenerated', 'timeGenerated')),
    action: found ?? 'system.other',
    native: operation ?? category,
    outcome: outcomeOf(record),
    actor: storageActor(record) ?? azureActor(record),
    target: blobTarget(record, id, properties) ??
      resourceTarget(id) ?? {
        type: 'tenant',
        id: text(`azure:${firstText(record, 'tenantId', 'TenantId') ?? 'unknown'}`) as string,
        name: firstText(record, 'tenantId') ?? 'Azure',
      },
    context: present({
      ip: azureAddress(record),
      user_agent: longText(properties?.['userAgentHeader']) ?? longText(properties?.['userAgent']),
      request: present({
        id: firstText(record, 'correlationId', 'CorrelationId'),
        path: longText(record['uri'])?.split('?')[0],
      }),
    }),
    pipeline: present({ artifact: digestOf(properties?.['digest']) }),
    why: whyOf(record, properties),
    labels: labelsOf({
      category,
      tenant: firstText(record, 'tenantId'),
      location: text(record['location']),
      status: firstText(record, 'resultType', 'status.value', 'ActivityStatusValue', 'statusText'),
      role: firstText(properties, 'requestbody.Properties.RoleDefinitionId'),
    }),
  }) as EventBody;
  return {
    event,
    unmapped: found === undefined,
    id: firstText(record, 'eventDataId', 'EventDataId', 'id'),
  };
}

/** `Start` and `Accept` begin a cascade that `correlationId` holds together. */
function outcomeOf(record: JsonObject): EventBody['outcome'] {
  const words = [
    record['resultType'],
    record['resultSignature'],
    record['ResultType'],
    record['ActivityStatusValue'],
    record['statusCode'],
    record['statusText'],
    at(record, 'status.value') ?? record['status'],
    at(record, 'subStatus.value'),
  ];
  return azureOutcome(...words);
}

/** Storage names who came by what: a token's owner, a key, a signature, or nobody. */
function storageActor(record: JsonObject): Actor | undefined {
  const kind = firstText(record, 'identity.type');
  if (kind === undefined) return undefined;
  const requester = firstText(record, 'identity.requester.objectId', 'identity.requester.upn');
  if (requester !== undefined) {
    const name =
      firstText(record, 'identity.requester.upn', 'identity.requester.appId') ?? requester;
    return {
      type: name.includes('@') ? 'user' : 'service_principal',
      id: text(`entra:${requester}`) as string,
      name,
    };
  }
  const digest = firstText(record, 'identity.tokenHash');
  if (kind === 'Anonymous') return { type: 'anonymous', id: 'azure:anonymous', name: 'anonymous' };
  return present({
    ...unknownActor,
    credential: present({ type: kind.toLowerCase(), id: digest }),
  }) as Actor;
}

function blobTarget(
  record: JsonObject,
  id: string | undefined,
  properties: JsonObject | undefined,
) {
  const key = text(properties?.['objectKey']);
  const account = resourceTarget(id);
  if (key === undefined || account === undefined) return undefined;
  return present({
    type: 'object',
    id: text(`${account.id}${key}`) as string,
    name: key,
    parent: account,
  }) as EventBody['target'];
}

function whyOf(record: JsonObject, properties: JsonObject | undefined): EventBody['why'] {
  const message =
    longText(properties?.['statusMessage']) ??
    longText(record['resultDescription']) ??
    longText(properties?.['title']);
  return present({ reason: message });
}
