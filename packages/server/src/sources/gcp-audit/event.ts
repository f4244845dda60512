// One entry of Cloud Audit Logs as an event.
import { emailOf, ipOf, labelsOf, thing } from '../event-parts.ts';
import { unknownActor, type Actor, type Target } from '../names.ts';
import {
  at,
  firstText,
  list,
  longText,
  object,
  present,
  text,
  type JsonObject,
} from '../reader.ts';
import type { ListedEvent } from '../record-list.ts';
import { timeOf } from '../time-text.ts';
import type { EventBody } from '../types.ts';
import { change, changesOrNone } from '../values.ts';
import { gcpService, methodAction } from './actions.ts';

/** The event of a log entry; entries without an audit payload keep their log's name. */
export function gcpEvent(entry: JsonObject): ListedEvent {
  const payload = object(entry['protoPayload']) ?? {};
  const method = text(payload['methodName']) ?? text(entry['methodName']);
  const service = gcpService(text(payload['serviceName']));
  const found = method === undefined ? undefined : actionOf(payload, service, method);
  const event = present({
    time: timeIn(entry, payload),
    action: found ?? 'system.other',
    native: method ?? text(entry['logName']) ?? 'log entry',
    outcome: outcomeOf(payload),
    actor: actorOf(payload),
    target: targetOf(entry, payload, service),
    context: present({
      ip: ipOf(at(payload, 'requestMetadata.callerIp')),
      user_agent: longText(at(payload, 'requestMetadata.callerSuppliedUserAgent')),
      request: present({ id: firstText(entry, 'operation.id') }),
    }),
    pipeline: pipelineOf(payload, service),
    changes: changesOf(payload, found),
    why: whyOf(payload),
    labels: labelsOf({
      project: firstText(entry, 'resource.labels.project_id'),
      service: text(payload['serviceName']),
      log: text(entry['logName'])?.split('%2F').at(-1),
      permission: firstText(list(payload['authorizationInfo'])[0], 'permission'),
      location: firstText(entry, 'resource.labels.location', 'resource.labels.zone'),
    }),
  }) as EventBody;
  return { event, unmapped: found === undefined, id: idOf(entry) };
}

/**
 * When it happened, else when the service had the request, else when the entry was received; some
 * exports move these into the payload.
 */
function timeIn(entry: JsonObject, payload: JsonObject): string | undefined {
  return (
    timeOf(entry['timestamp']) ??
    timeOf(at(payload, 'requestMetadata.requestAttributes.time')) ??
    timeOf(entry['receiveTimestamp']) ??
    timeOf(payload['timestamp']) ??
    timeOf(payload['receiveTimestamp'])
  );
}

/** `insertId` is unique within its log. */
export function idOf(entry: JsonObject): string | undefined {
  const id = text(entry['insertId']);
  const log = text(entry['logName']);
  return id === undefined || log === undefined ? id : text(`${log}/${id}`);
}

interface Delta {
  added: boolean;
  role: string;
  member: string;
}

function deltasOf(payload: JsonObject): Delta[] {
  const places = ['serviceData.policyDelta.bindingDeltas', 'metadata.policyDelta.bindingDeltas'];
  return places.flatMap((place) =>
    list(at(payload, place)).map((delta) => ({
      added: text(at(delta, 'action')) !== 'REMOVE',
      role: text(at(delta, 'role')) ?? '?',
      member: text(at(delta, 'member')) ?? '?',
    })),
  );
}

/** Changed policies say whether they only gave or only took; one for all users opens a bucket. */
function actionOf(payload: JsonObject, service: string, method: string): string | undefined {
  const action = methodAction(service, method);
  if (action !== 'role_binding.changed') return action;
  const deltas = deltasOf(payload);
  const open = deltas.some(
    ({ added, member }) => added && /^all(?:Authenticated)?Users$/.test(member),
  );
  if (open && service === 'storage') return 'bucket.made_public';
  if (deltas.length === 0) return action;
  if (deltas.every(({ added }) => added)) return 'access.granted';
  return deltas.some(({ added }) => added) ? action : 'access.revoked';
}

function outcomeOf(payload: JsonObject): EventBody['outcome'] {
  const code = Number(at(payload, 'status.code') ?? 0);
  if (code === 7 || code === 16 || code === 401 || code === 403) return 'denied';
  if (code !== 0 && code !== 200) return 'failure';
  const refused = list(payload['authorizationInfo']).some((item) => at(item, 'granted') === false);
  if (refused) return 'denied';
  return Object.keys(payload).length === 0 ? 'unknown' : 'success';
}

/**
 * The principal; who stands behind a service account that was impersonated is behind it here too.
 */
function actorOf(payload: JsonObject): Actor {
  const info = object(payload['authenticationInfo']) ?? {};
  const actor = principal(text(info['principalEmail']), text(info['principalSubject']));
  if (actor === undefined) return unknownActor;
  const [first] = list(info['serviceAccountDelegationInfo']);
  const behind = principal(
    firstText(first, 'firstPartyPrincipal.principalEmail'),
    firstText(first, 'principalSubject', 'thirdPartyPrincipal.thirdPartyClaims.sub'),
  );
  const key = text(info['serviceAccountKeyName']);
  const client = firstText(info, 'oauthInfo.oauthClientId');
  return present({
    ...actor,
    credential:
      key !== undefined
        ? { type: 'service_account_key', id: key }
        : client === undefined
          ? undefined
          : { type: 'oauth', id: client },
    on_behalf_of: behind,
  }) as Actor;
}

function principal(email: string | undefined, subject: string | undefined): Actor | undefined {
  const id = email ?? subject;
  if (id === undefined) return undefined;
  return present({
    type: principalType(id, subject),
    id: text(`gcp:${id}`) as string,
    name: id,
    email: emailOf(email),
  }) as Actor;
}

function principalType(id: string, subject: string | undefined): string {
  if (id.endsWith('.gserviceaccount.com') || subject?.startsWith('serviceAccount:') === true) {
    return 'service_account';
  }
  if (/^principal(?:Set)?:\/\//.test(id)) return 'workload';
  if (id === 'system:anonymous') return 'anonymous';
  return id.startsWith('system:') ? 'service' : 'user';
}

function targetOf(entry: JsonObject, payload: JsonObject, service: string): Target {
  const project = firstText(entry, 'resource.labels.project_id') ?? projectOf(entry);
  const parent =
    project === undefined ? undefined : thing('project', `gcp:projects/${project}`, project);
  const name =
    text(payload['resourceName']) ?? firstText(payload, 'request.name', 'request.resource');
  if (name !== undefined) {
    const plain = name.replace(/^\/\/[^/]+\//, '');
    return thing(typeOf(plain, entry), `gcp:${plain}`, shortName(plain), parent) as Target;
  }
  if (parent !== undefined) return parent;
  return { type: 'service', id: `gcp:${service || 'cloud'}`, name: service || 'Google Cloud' };
}

function projectOf(entry: JsonObject): string | undefined {
  return /^projects\/([^/]+)\//.exec(text(entry['logName']) ?? '')?.[1];
}

/** `projects/p/serviceAccounts/x` is a service account; else the monitored resource's own word. */
function typeOf(name: string, entry: JsonObject): string {
  const parts = name.split('/');
  const kind = parts.length > 1 ? parts.at(-2) : undefined;
  const word =
    kind === '_' || kind === undefined ? firstText(entry, 'resource.type') : kind.replace(/s$/, '');
  const plain = (word ?? 'resource').replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  return plain.replace(/[^a-z0-9_]+/g, '_').slice(0, 128) || 'resource';
}

function shortName(name: string): string {
  const parts = name.split('/');
  return parts.length > 3 && parts[0] === 'projects' ? parts.slice(2).join('/') : name;
}

function pipelineOf(payload: JsonObject, service: string): EventBody['pipeline'] {
  const name = text(payload['resourceName']);
  if (service === 'run' || service === 'cloudfunctions') {
    const revision = firstText(
      payload,
      'response.status.latestCreatedRevisionName',
      'response.latestCreatedRevision',
    );
    return present({ stage: 'deploy', service: name?.split('/').at(-1), version: revision });
  }
  if (service === 'clouddeploy') {
    return present({
      stage: 'deploy',
      service: /deliveryPipelines\/([^/]+)/.exec(name ?? '')?.[1],
      version: /releases\/([^/]+)/.exec(name ?? '')?.[1],
    });
  }
  return service === 'cloudbuild'
    ? present({ stage: 'build', run: firstText(payload, 'metadata.build.id', 'response.id') })
    : undefined;
}

const reads = /\.(?:read|listed|accessed|used|checked|exchanged|signed_in|signed_out|executed)$/;

/** Members added and removed; of other calls what they asked for. */
function changesOf(payload: JsonObject, action: string | undefined): EventBody['changes'] {
  const deltas = deltasOf(payload);
  if (deltas.length > 0) {
    return changesOrNone(
      deltas.map(({ added, role, member }) =>
        added ? { field: role, to: member } : { field: role, from: member },
      ),
    );
  }
  const request = object(payload['request']);
  if (request === undefined || action === undefined || reads.test(action)) return undefined;
  return changesOrNone(
    Object.entries(request)
      .filter(([field]) => field !== '@type')
      .slice(0, 48)
      .map(([field, value]) => change(field, undefined, value)),
  );
}

function whyOf(payload: JsonObject): EventBody['why'] {
  const given = longText(at(payload, 'requestMetadata.requestAttributes.reason'));
  return present({ reason: given ?? longText(at(payload, 'status.message')) });
}
