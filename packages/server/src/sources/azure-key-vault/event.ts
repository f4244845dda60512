// One AuditEvent record of Key Vault or Managed HSM.
import {
  actorOfClaims,
  azureAddress,
  azureOutcome,
  operationOf,
  parsed,
  resourceTarget,
} from '../azure-parts.ts';
import { labelsOf, thing } from '../event-parts.ts';
import { unknownActor, type Target } from '../names.ts';
import { firstText, longText, object, present, text, type JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { vaultAction } from './actions.ts';

/** The event of a record. Throws `NotNormalizable` for what is no AuditEvent. */
export function keyVaultEvent(record: JsonObject): ListedEvent {
  const operation = operationOf(record);
  const vault = firstText(record, 'resourceId', 'ResourceId', '_ResourceId');
  if (operation === undefined || vault === undefined) {
    throw new NotNormalizable('no_vault_record', 'The record has no operationName and resourceId.');
  }
  const properties = object(parsed(record['properties'])) ?? {};
  const outcome = azureOutcome(
    properties['httpStatusCode'],
    record['resultSignature'],
    record['resultType'],
  );
  const found = vaultAction(operation);
  const failed = found === 'session.signed_in' && outcome !== 'success';
  const identity = object(parsed(record['identity']));
  const claims = object(parsed(identity?.['claim'] ?? identity?.['claims']));
  const event = present({
    time: timeOf(firstText(record, 'time', 'TimeGenerated')),
    action: failed ? 'session.failed' : (found ?? 'secret.other'),
    native: operation,
    outcome,
    actor: actorOfClaims(claims) ?? unknownActor,
    target: targetOf(operation, vault, properties),
    context: present({
      ip: azureAddress(record),
      user_agent: longText(properties['clientInfo']),
      request: present({
        path: longText(properties['requestUri'])?.split('?')[0],
        id: firstText(record, 'correlationId', 'CorrelationId'),
      }),
    }),
    why: present({ reason: longText(record['resultDescription']) }),
    labels: labelsOf({
      status: text(properties['httpStatusCode']),
      result: firstText(record, 'resultSignature'),
      tls: text(properties['tlsVersion']),
    }),
  }) as EventBody;
  return { event, unmapped: found === undefined };
}

/** `https://VAULT.vault.azure.net/secrets/NAME/VERSION`, within its vault. */
function targetOf(operation: string, vault: string, properties: JsonObject): Target {
  const holder = resourceTarget(vault) ?? { type: 'vault', id: vault };
  const id = firstText(properties, 'id') ?? firstText(properties, 'requestUri')?.split('?')[0];
  const parts = /^https:\/\/[^/]+\/(secrets|keys|certificates)\/([^/?]+)/.exec(id ?? '');
  if (parts === null || operation.startsWith('Vault')) return holder;
  const [, kind = '', name = ''] = parts;
  return (
    thing(kind.replace(/s$/, ''), `${holder.id}/${kind}/${name.toLowerCase()}`, name, holder) ??
    holder
  );
}
