// One log event of an Auth0 tenant, as log streams and the Management API share it.
import { emailOf, labelsOf, thing, type Target } from '../event-parts.ts';
import { actorNamed } from '../naming.ts';
import { at, firstText, longText, object, present, text, type JsonObject } from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import { NotNormalizable, type EventBody } from '../types.ts';
import { change, changesOrNone } from '../values.ts';
import { auth0Code, managementAction } from './codes.ts';

/** The event of a log event. Throws `NotNormalizable` without a `type`. */
export function auth0Event(envelope: JsonObject): ListedEvent {
  const record = object(envelope['data']) ?? envelope;
  const code = text(record['type']);
  if (code === undefined) throw new NotNormalizable('type_missing', 'The log event has no `type`.');
  const request = object(at(record, 'details.request'));
  const managed = code === 'sapi' || code === 'fapi';
  const method = firstText(request, 'method') ?? 'post';
  const path = firstText(request, 'path') ?? '';
  const known = managed
    ? ([managementAction(method, path), code === 'sapi' ? 'success' : 'failure'] as const)
    : auth0Code(code);
  const status = at(record, 'details.response.statusCode');
  const outcome = status === 401 || status === 403 ? 'denied' : (known?.[1] ?? 'unknown');
  const event = present({
    time: timeOf(record['date']),
    action: known?.[0] ?? 'identity.other',
    native: managed
      ? `${code} ${firstText(record, 'description') ?? method}`.slice(0, 1_000)
      : code,
    outcome,
    actor: actorOf(record, request),
    target: targetOf(record, managed ? path : undefined),
    context: present({
      ip: firstText(record, 'ip') ?? firstText(request, 'ip'),
      geo: present({
        country: firstText(record, 'location_info.country_code'),
        city: firstText(record, 'location_info.city_name'),
      }),
      user_agent: longText(record['user_agent'] ?? request?.['userAgent']),
      session: firstText(record, 'session_id', 'details.session_id'),
      request: managed
        ? present({ method: method.toUpperCase(), path: longText(path) })
        : undefined,
    }),
    changes: managed ? changesOf(request) : undefined,
    why: outcome === 'success' ? undefined : present({ reason: longText(record['description']) }),
    labels: labelsOf({
      tenant: record['tenant_name'],
      connection: record['connection'],
      client: record['client_name'],
      description: record['description'],
    }),
  }) as EventBody;
  const id = firstText(record, 'log_id', '_id') ?? firstText(envelope, 'log_id', '_id');
  return { event, unmapped: known === undefined, id };
}

function actorOf(record: JsonObject, request: JsonObject | undefined): EventBody['actor'] {
  const id = firstText(request, 'auth.user.user_id') ?? firstText(record, 'user_id');
  const name =
    firstText(request, 'auth.user.email', 'auth.user.name') ?? firstText(record, 'user_name');
  const jti = firstText(request, 'auth.credentials.jti');
  const credential = jti === undefined ? undefined : { type: 'token', id: `auth0:token:${jti}` };
  if (id !== undefined || name !== undefined) {
    return actorNamed('user', `auth0:${id ?? name}`, {
      name: name ?? id,
      email: emailOf(name),
      credential,
    });
  }
  const client = firstText(record, 'client_id');
  return client === undefined
    ? actorNamed('unknown', undefined)
    : actorNamed('app', `auth0:client:${client}`, {
        name: firstText(record, 'client_name'),
        credential,
      });
}

function targetOf(record: JsonObject, path: string | undefined): Target {
  const tenant = firstText(record, 'tenant_name', 'hostname') ?? 'auth0';
  const whole = thing('tenant', `auth0:tenant:${tenant}`, tenant) as Target;
  if (path !== undefined && path !== '') {
    const plain = path.replace(/^\/?api\/v2\//, '').replace(/^\//, '');
    return thing('resource', `auth0:${plain}`, plain, whole) ?? whole;
  }
  const client = firstText(record, 'client_id');
  return client === undefined
    ? whole
    : (thing('app', `auth0:client:${client}`, firstText(record, 'client_name') ?? client, whole) ??
        whole);
}

/** The fields of a write's body; arrays of many are cut by the values' own limits. */
function changesOf(request: JsonObject | undefined): EventBody['changes'] {
  const body = object(request?.['body']) ?? {};
  return changesOrNone(Object.entries(body).map(([field, to]) => change(field, undefined, to)));
}
