// A line of Teleport's audit log. Names with a dot, such as `addr.remote`, are members of their
// own; forwarders write them with an underscore.
import { emailOf, ipOf, labelsOf, thing, type Actor, type Target } from '../event-parts.ts';
import { unknownActor } from '../names.ts';
import { list, longText, object, present, text, type JsonObject } from '../reader.ts';
import { whyOf } from '../reasons.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { teleportAction } from './actions.ts';

/** The event. Throws `NotNormalizable` where the record has no `event` or no `code`. */
export function teleportEvents(record: JsonObject): ListedEvent[] {
  const name = text(record['event']);
  const code = text(record['code'])?.toUpperCase();
  if (name === undefined || code === undefined) {
    throw new NotNormalizable('no_teleport_event', 'The record has no `event` or no `code`.');
  }
  const outcome = outcomeOf(record, name, code);
  const state = text(record['proposed_state']) ?? text(record['state']);
  const action = teleportAction(name, outcome !== 'success', state);
  const event = present({
    time: timeOf(record['time']),
    action: action ?? 'access.other',
    native: text(`${name} ${code}`),
    outcome,
    actor: actorOf(record),
    target: targetOf(record, name),
    context: present({
      ip: ipOf(record['addr.remote'] ?? record['addr_remote']),
      user_agent: longText(record['user_agent']),
      session: text(record['sid']),
    }),
    why: whyOf(record['reason'] ?? record['error'] ?? record['message']),
    labels: labelsOf({
      cluster: text(record['cluster_name']),
      login: text(record['login']),
      method: text(record['method']),
      protocol: text(record['proto']) ?? text(record['db_protocol']),
      command: text(record['command']) ?? text(record['path']),
      exit_code: text(record['exitCode']),
      database: text(record['db_name']),
      database_user: text(record['db_user']),
      destination: text(record['dst_addr']),
    }),
  }) as EventBody;
  return [{ event, unmapped: action === undefined, id: idOf(record) }];
}

/** `uid` and `ei` tell records apart; the time stands with them for records that share both. */
function idOf(record: JsonObject): string | undefined {
  const uid = text(record['uid']);
  return uid === undefined
    ? undefined
    : text(`${uid}:${text(record['ei']) ?? '0'}:${text(record['time']) ?? ''}`);
}

/** `success`, else the letter at the end of the code: I went well, W and E did not. */
function outcomeOf(record: JsonObject, name: string, code: string): EventBody['outcome'] {
  const refused = /access (?:to [\w-]+ )?denied|not authorized|permission denied|locked/i;
  const error = text(record['error']) ?? '';
  const well =
    typeof record['success'] === 'boolean'
      ? record['success']
      : !/[WE]$/.test(code) && error === '';
  if (well) return 'success';
  return name === 'session.rejected' || refused.test(error) ? 'denied' : 'failure';
}

/** The Teleport user; bots and parts of the cluster are services. */
function actorOf(record: JsonObject): Actor {
  const identity = object(record['identity']);
  const name = text(record['user']) ?? text(identity?.['user']) ?? text(record['bot_name']);
  if (name === undefined) return unknownActor;
  const behind = text(record['impersonator']) ?? text(identity?.['impersonator']);
  const kind = text(record['user_kind']);
  const service =
    kind === '2' ||
    kind === 'USER_KIND_BOT' ||
    name === 'system' ||
    name.startsWith('bot-') ||
    name === text(record['bot_name']) ||
    /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\./.test(name);
  return present({
    type: service ? 'service' : 'user',
    id: text(`teleport:${name}`) as string,
    name,
    email: emailOf(name),
    roles: rolesOf(record),
    on_behalf_of:
      behind === undefined || behind === name
        ? undefined
        : {
            type: behind.startsWith('bot-') ? 'service' : 'user',
            id: text(`teleport:${behind}`) as string,
            name: behind,
          },
  }) as Actor;
}

function rolesOf(record: JsonObject): string[] | undefined {
  const roles = list(record['user_roles'])
    .slice(0, 50)
    .flatMap((role) => text(role) ?? []);
  return roles.length === 0 ? undefined : roles;
}

/** What was reached: the more specific first. */
const reached: readonly (readonly [type: string, id: string, name?: string])[] = [
  ['database', 'db_service'],
  ['desktop', 'desktop_name'],
  ['desktop', 'desktop_addr'],
  ['app', 'app_name'],
  ['kubernetes_cluster', 'kubernetes_cluster'],
  ['host', 'server_id', 'server_hostname'],
  ['access_request', 'id'],
];

function targetOf(record: JsonObject, name: string): Target {
  const cluster = text(record['cluster_name']);
  const parent = thing(
    'cluster',
    cluster === undefined ? undefined : `teleport:${cluster}`,
    cluster,
  );
  const made = text(record['name']);
  const kind = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  const locked = object(record['target']);
  const lockedUser = kind === 'lock' ? text(locked?.['user']) : undefined;
  if (lockedUser !== undefined) {
    return thing('user', `teleport:${lockedUser}`, lockedUser, parent) as Target;
  }
  if (made !== undefined && kind !== '') {
    const type = kind.replace(/[^a-z0-9_]+/g, '_');
    return thing(type, `teleport:${type}:${made}`, made, parent) as Target;
  }
  for (const [type, key, shown] of reached) {
    const id = text(record[key]);
    if (id === undefined) continue;
    const display = shown === undefined ? id : (text(record[shown]) ?? id);
    return thing(type, `teleport:${type}:${id}`, display, parent) as Target;
  }
  return parent ?? { type: 'cluster', id: 'teleport:cluster', name: 'Teleport' };
}
