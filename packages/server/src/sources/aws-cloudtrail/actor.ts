// Who called: users, roles and what stands behind them, federated people, other accounts, and AWS
// services ("CloudTrail userIdentity element").
import { emailOf } from '../event-parts.ts';
import { unknownActor, type Actor } from '../names.ts';
import { at, entryOf, firstText, object, present, text, type JsonObject } from '../reader.ts';

const types: Readonly<Record<string, string>> = {
  Root: 'root',
  IAMUser: 'user',
  AssumedRole: 'role',
  Role: 'role',
  FederatedUser: 'user',
  SAMLUser: 'user',
  WebIdentityUser: 'workload',
  IdentityCenterUser: 'user',
  Directory: 'user',
  AWSAccount: 'account',
  AWSService: 'service',
};

/** The actor of a record. AWS services are typed as what they are, and never named unless told. */
export function awsActor(record: JsonObject): Actor {
  const identity = object(record['userIdentity']);
  if (identity === undefined) return calledBy(record);
  const type = text(identity['type']);
  if (type === 'AWSService') return serviceActor(text(identity['invokedBy'])) ?? calledBy(record);
  if (isAnonymous(identity)) return { type: 'anonymous', id: 'aws:anonymous', name: 'anonymous' };
  const id = idOf(identity);
  if (id === undefined) return serviceActor(text(identity['invokedBy'])) ?? unknownActor;
  const session = sessionName(identity);
  return present({
    type: (type === undefined ? undefined : entryOf(types, type)) ?? typeByArn(id),
    id,
    name: nameOf(identity, session),
    email: emailOf(text(identity['userName'])) ?? emailOf(session),
    roles: rolesOf(identity),
    credential: credentialOf(identity),
    on_behalf_of: behind(identity, session),
  }) as Actor;
}

/** A service by its name, such as `cloudformation.amazonaws.com`. */
export function serviceActor(name: string | undefined): Actor | undefined {
  return name === undefined
    ? undefined
    : { type: 'service', id: text(`aws:${name}`) ?? 'aws', name };
}

/** Events of services name no identity, but the service in place of an address. */
function calledBy(record: JsonObject): Actor {
  const from = text(record['sourceIPAddress']);
  return (
    (from?.endsWith('.amazonaws.com') === true ? serviceActor(from) : undefined) ?? unknownActor
  );
}

function isAnonymous(identity: JsonObject): boolean {
  const marks = [text(identity['accountId']), text(identity['principalId'])];
  return marks.some(
    (mark) => mark?.toUpperCase() === 'ANONYMOUS_PRINCIPAL' || mark === 'Anonymous',
  );
}

/** The ARN where there is one; a name or principal within its account otherwise. */
function idOf(identity: JsonObject): string | undefined {
  const arn = text(identity['arn']);
  if (arn !== undefined) return arn;
  const user = firstText(identity, 'onBehalfOf.userId', 'userName', 'principalId');
  const account = text(identity['accountId']);
  if (user === undefined) return account === undefined ? undefined : text(`aws:${account}`);
  return text(account === undefined ? `aws:${user}` : `aws:${account}:${user}`);
}

function typeByArn(id: string): string {
  if (id.includes(':assumed-role/')) return 'role';
  if (id.endsWith(':root')) return 'root';
  return id.includes(':user/') || id.includes(':federated-user/') ? 'user' : 'principal';
}

/** The part behind the colon of `AROA…:session`, or behind the last slash of the session's ARN. */
function sessionName(identity: JsonObject): string | undefined {
  const principal = text(identity['principalId']);
  const colon = principal?.indexOf(':') ?? -1;
  if (text(identity['type']) === 'AssumedRole' && principal !== undefined && colon > 0) {
    return text(principal.slice(colon + 1));
  }
  return text(/:assumed-role\/[^/]+\/(.+)$/.exec(text(identity['arn']) ?? '')?.[1]);
}

function nameOf(identity: JsonObject, session: string | undefined): string | undefined {
  const role =
    firstText(identity, 'sessionContext.sessionIssuer.userName') ??
    /:assumed-role\/([^/]+)\//.exec(text(identity['arn']) ?? '')?.[1];
  if (role !== undefined) return text(session === undefined ? role : `${role}/${session}`);
  if (text(identity['type']) === 'Root') return 'root';
  return firstText(identity, 'userName', 'onBehalfOf.userId', 'accountId', 'principalId');
}

/** The role or user that issued a session's credentials. */
function rolesOf(identity: JsonObject): string[] | undefined {
  const issuer = firstText(identity, 'sessionContext.sessionIssuer.arn');
  return issuer === undefined ? undefined : [issuer];
}

function credentialOf(identity: JsonObject): Actor['credential'] {
  const id = firstText(identity, 'accessKeyId', 'credentialId');
  const federated = firstText(
    identity,
    'sessionContext.webIdFederationData.federatedProvider',
    'identityProvider',
  );
  if (id === undefined && federated === undefined) return undefined;
  const temporary = id?.startsWith('ASIA') === true || identity['sessionContext'] !== undefined;
  return present({
    type: temporary ? 'session' : 'access_key',
    id,
    name: federated,
  }) as Actor['credential'];
}

/**
 * The person or workload that took on a role: by the source identity that was set for the session,
 * the Identity Center user, or a session that bears an e-mail address. A session's name is chosen
 * by who assumes the role; its issuer decides whether it can be anything.
 */
function behind(identity: JsonObject, session: string | undefined): Actor | undefined {
  const source = firstText(identity, 'sessionContext.sourceIdentity');
  const center = firstText(identity, 'onBehalfOf.userId');
  const subject = firstText(identity, 'sessionContext.webIdFederationData.attributes.sub');
  if (source !== undefined) return person(source);
  if (center !== undefined && text(identity['type']) !== 'IdentityCenterUser') {
    return { type: 'user', id: text(`aws:identitystore:${center}`) ?? center };
  }
  if (subject !== undefined) return { type: 'workload', id: subject, name: subject };
  const email = emailOf(session);
  return email === undefined ? undefined : person(email);
}

function person(name: string): Actor {
  return present({ type: 'user', id: name, name, email: emailOf(name) }) as Actor;
}

/** Whether the session or sign-in used a second factor, where the record says. */
export function mfaUsed(record: JsonObject): string | undefined {
  const session = at(record, 'userIdentity.sessionContext.attributes.mfaAuthenticated');
  const signIn = text(at(record, 'additionalEventData.MFAUsed'));
  if (signIn !== undefined) return signIn.toLowerCase() === 'yes' ? 'true' : 'false';
  return typeof session === 'boolean' ? String(session) : text(session);
}
