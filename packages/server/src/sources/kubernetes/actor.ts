// Who made a request to a cluster: people, service accounts, nodes, parts of the control plane.
import { emailOf } from '../event-parts.ts';
import { unknownActor, type Actor } from '../names.ts';
import { list, object, present, text, type Json, type JsonObject } from '../reader.ts';

const serviceAccount = /^system:serviceaccount:([^:]+):(.+)$/;
const node = /^system:node:(.+)$/;
const rolesMax = 64;

/**
 * The authenticated requester; who it impersonates stands in `on_behalf_of`. An authenticating
 * proxy thus shows with the person behind it, and a person with whose rights were borrowed.
 */
export function kubernetesActor(record: JsonObject): Actor {
  const actor = accountOf(object(record['user']));
  const impersonated = object(record['impersonatedUser']);
  if (impersonated === undefined) return actor;
  const behind = accountOf(impersonated);
  return behind.type === 'unknown' ? actor : { ...actor, on_behalf_of: behind };
}

function accountOf(user: JsonObject | undefined): Actor {
  const username = text(user?.['username']);
  const id = username ?? text(user?.['uid']);
  if (user === undefined || id === undefined) return unknownActor;
  const extra = object(user['extra']);
  const cloud = cloudIdentity(extra);
  return present({
    type: typeOf(id, cloud),
    id: text(`kubernetes:${id}`) ?? 'unknown',
    name: nameOf(id),
    email: emailOf(username) ?? emailOf(first(extra?.['sessionName'])) ?? emailOf(cloud),
    roles: rolesOf(user['groups']),
    credential: credentialOf(extra, cloud),
  }) as Actor;
}

function typeOf(username: string, cloud: string | undefined): string {
  if (username === 'system:anonymous') return 'anonymous';
  if (serviceAccount.test(username) || username.endsWith('.gserviceaccount.com')) {
    return 'service_account';
  }
  if (node.test(username)) return 'node';
  if (/^(?:system|eks|aks|gke):/.test(username) || username === 'aksService') return 'service';
  if (/:assumed-role\//.test(cloud ?? username)) return 'role';
  return 'user';
}

function nameOf(username: string): string {
  const account = serviceAccount.exec(username);
  if (account !== null) return `${account[1]}/${account[2]}`;
  return node.exec(username)?.[1] ?? username;
}

function rolesOf(groups: Json | undefined): string[] | undefined {
  const names = list(groups).flatMap((group) => text(group) ?? []);
  return names.length === 0 ? undefined : names.slice(0, rolesMax);
}

/** The cloud's own identity, where the cluster's authenticator writes it down (EKS). */
function cloudIdentity(extra: JsonObject | undefined): string | undefined {
  return first(extra?.['arn']) ?? first(extra?.['canonicalArn']);
}

/** The token behind a request: its id, or the cloud's access key. Never the token. */
function credentialOf(extra: JsonObject | undefined, cloud: string | undefined) {
  const token = first(extra?.['authentication.kubernetes.io/credential-id']);
  const key = first(extra?.['accessKeyId']);
  const pod = first(extra?.['authentication.kubernetes.io/pod-name']);
  if (token === undefined && key === undefined && cloud === undefined && pod === undefined) {
    return undefined;
  }
  return present({
    type: key !== undefined || cloud !== undefined ? 'aws' : 'service_account_token',
    id: token ?? key,
    name: cloud ?? pod,
  }) as Actor['credential'];
}

function first(value: Json | undefined): string | undefined {
  return text(Array.isArray(value) ? value[0] : value);
}
