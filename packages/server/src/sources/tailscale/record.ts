// Tailscale's records: the configuration log, network flow logs, and events of webhooks.
import { emailOf, labelsOf, thing, type Actor, type Target } from '../event-parts.ts';
import { unknownActor } from '../names.ts';
import { word } from '../naming.ts';
import { firstText, list, longText, object, present, text, type JsonObject } from '../reader.ts';
import { whyOf } from '../reasons.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { change } from '../values.ts';
import { hookAction, logAction } from './actions.ts';

/** The event of a record, bare or in an envelope. Throws `NotNormalizable` where it is none. */
export function tailscaleEvents(record: JsonObject): ListedEvent[] {
  const inner = object(record['event']) ?? record;
  const sent = timeOf(record['time']) ?? timeOf(firstText(record, 'fields.recorded'));
  if (object(inner['target']) !== undefined && text(inner['action']) !== undefined) {
    return [logEvent(inner, sent)];
  }
  if (text(inner['nodeId']) !== undefined && inner['start'] !== undefined) {
    return [flowEvent(inner, sent)];
  }
  if (text(inner['type']) !== undefined && text(inner['tailnet']) !== undefined) {
    return [hookEvent(inner)];
  }
  throw new NotNormalizable(
    'no_tailscale_record',
    'The record is neither of the configuration log, nor a flow, nor an event of a webhook.',
  );
}

function logEvent(record: JsonObject, sent: string | undefined): ListedEvent {
  const type = firstText(record, 'target.type') ?? 'UNKNOWN';
  const property = firstText(record, 'target.property');
  const verb = text(record['action']) ?? '';
  const action = logAction(type, property, verb);
  const changed = record['old'] !== undefined || record['new'] !== undefined;
  const failed = text(record['error']);
  const name = firstText(record, 'target.name');
  const event = present({
    time: timeOf(record['eventTime']) ?? sent,
    action: action ?? 'access.other',
    native: text([type, property, verb].filter(Boolean).join('.')),
    outcome: failed === undefined ? 'success' : 'failure',
    actor: actorOf(object(record['actor'])),
    target: thing(
      word(type),
      `tailscale:${firstText(record, 'target.id') ?? name ?? type}`,
      name,
    ) as Target,
    changes: changed
      ? [change(property ?? word(type), record['old'], record['new'])]
      : verb === 'ENABLE' || verb === 'DISABLE'
        ? [change(property ?? word(type), verb !== 'ENABLE', verb === 'ENABLE')]
        : undefined,
    context: present({ request: present({ id: text(record['eventGroupID']) }) }),
    why: whyOf(record['actionDetails'] ?? failed),
    labels: labelsOf({ origin: text(record['origin']) }),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}

function actorOf(actor: JsonObject | undefined): Actor {
  const login = text(actor?.['loginName']);
  const id = text(actor?.['id']) ?? login;
  if (id === undefined) return unknownActor;
  const type = text(actor?.['type']);
  return present({
    type: type === undefined || type === 'USER' ? 'user' : word(type),
    id: text(`tailscale:${id}`) as string,
    name: text(actor?.['displayName']) ?? login,
    email: emailOf(login),
  }) as Actor;
}

/** A device's traffic in one interval; the addresses stay in the record. */
function flowEvent(record: JsonObject, sent: string | undefined): ListedEvent {
  const node = text(record['nodeId']) ?? 'unknown';
  const counts = ['virtualTraffic', 'subnetTraffic', 'exitTraffic', 'physicalTraffic'].map(
    (kind) => [kind, String(list(record[kind]).length)] as const,
  );
  const event = present({
    time: timeOf(record['start']) ?? timeOf(record['logged']) ?? sent,
    action: 'network.connected',
    native: 'flow',
    outcome: 'success',
    actor: { type: 'device', id: text(`tailscale:${node}`) as string, name: node },
    target: { type: 'network', id: 'tailscale:tailnet', name: 'tailnet' },
    labels: labelsOf(Object.fromEntries(counts.filter(([, count]) => count !== '0'))),
  }) as EventBody;
  return { event, unmapped: false };
}

function hookEvent(record: JsonObject): ListedEvent {
  const type = text(record['type']) ?? 'unknown';
  const action = hookAction(type);
  const data = object(record['data']);
  const tailnet = text(record['tailnet']) ?? 'unknown';
  const parent = thing('tailnet', `tailscale:${tailnet}`, tailnet) as Target;
  const person = text(data?.['actor']);
  const node = text(data?.['nodeID']);
  const user = text(data?.['user']);
  const roles = data?.['newRoles'];
  const event = present({
    time: timeOf(record['timestamp']),
    action: action ?? 'access.other',
    native: type,
    outcome: 'success',
    actor:
      person === undefined
        ? unknownActor
        : (present({
            type: 'user',
            id: text(`tailscale:${person}`) as string,
            name: person,
            email: emailOf(person),
          }) as Actor),
    target:
      node !== undefined
        ? thing('node', `tailscale:${node}`, text(data?.['deviceName']) ?? node, parent)
        : (thing('user', user === undefined ? undefined : `tailscale:${user}`, user, parent) ??
          parent),
    changes: roles === undefined ? undefined : [change('roles', data?.['oldRoles'], roles)],
    why: whyOf(record['message'], longText(data?.['url'])),
    labels: labelsOf({ managed_by: text(data?.['managedBy']) }),
  }) as EventBody;
  return { event, unmapped: action === undefined };
}
