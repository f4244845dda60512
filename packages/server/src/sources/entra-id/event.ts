// Records of Entra ID: the audit log and the sign-in logs, as diagnostic settings and the Graph API
// write them.
import { azureAddress, parsed } from '../azure-parts.ts';
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
import { NotNormalizable, type EventBody } from '../types.ts';
import { change, changesOrNone } from '../values.ts';
import { activityAction } from './actions.ts';

/** The event of a record. Throws `NotNormalizable` for what is neither activity nor sign-in. */
export function entraEvent(given: JsonObject): ListedEvent {
  const record = withOwnNames(given);
  const body = object(parsed(record['properties'])) ?? record;
  const tenant = firstText(record, 'tenantId', 'aadTenantId');
  if (body['createdDateTime'] !== undefined && body['status'] !== undefined) {
    return signIn(record, body, tenant);
  }
  const activity =
    firstText(body, 'activityDisplayName', 'operationName') ?? text(record['operationName']);
  const known = body['initiatedBy'] !== undefined || body['targetResources'] !== undefined;
  if (activity === undefined || !known) {
    throw new NotNormalizable(
      'no_entra_record',
      'The record is neither an activity nor a sign-in.',
    );
  }
  return audited(record, body, activity, tenant);
}

/** Log Analytics begins names with a capital and writes objects as text. */
function withOwnNames(record: JsonObject): JsonObject {
  if (record['TimeGenerated'] === undefined) return record;
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      parsed(value) ?? null,
    ]),
  );
}

function audited(
  record: JsonObject,
  body: JsonObject,
  activity: string,
  tenant: string | undefined,
): ListedEvent {
  const found = activityAction(activity);
  const [first, ...others] = list(body['targetResources']).flatMap(
    (item) => targetOf(item, tenant) ?? [],
  );
  const result = text(body['result'])?.toLowerCase();
  const reason = longText(body['resultReason']) ?? longText(body['resultDescription']);
  const event = present({
    time:
      timeOf(body['activityDateTime']) ?? timeOf(record['time']) ?? timeOf(record['timeGenerated']),
    action: found ?? 'identity.other',
    native: activity,
    outcome:
      result === 'success'
        ? 'success'
        : result === 'failure'
          ? 'failure'
          : result === 'timeout'
            ? 'failure'
            : 'unknown',
    actor: initiator(object(parsed(body['initiatedBy']))),
    target: first ?? tenantTarget(tenant),
    targets: others.length === 0 ? undefined : others.slice(0, 64),
    context: present({
      ip: ipOf(at(body, 'initiatedBy.user.ipAddress')) ?? azureAddress(record),
      user_agent: detail(body, 'User-Agent'),
      request: present({ id: firstText(body, 'correlationId') ?? text(record['correlationId']) }),
    }),
    changes: changesOf(body),
    why: present({ reason: reason === 'None' ? undefined : reason }),
    labels: labelsOf({
      category: text(body['category']),
      service: text(body['loggedByService']),
      tenant,
    }),
  }) as EventBody;
  return { event, unmapped: found === undefined, id: text(body['id']) };
}

function detail(body: JsonObject, key: string): string | undefined {
  const found = list(body['additionalDetails']).find((item) => text(at(item, 'key')) === key);
  return longText(at(found, 'value'));
}

function initiator(by: JsonObject | undefined): Actor {
  const user = object(by?.['user']);
  const userId = firstText(user, 'id', 'userPrincipalName');
  if (userId !== undefined) {
    const upn = firstText(user, 'userPrincipalName');
    return present({
      type: 'user',
      id: text(`entra:${userId}`) as string,
      name: firstText(user, 'displayName') ?? upn,
      email: emailOf(upn),
    }) as Actor;
  }
  const app = object(by?.['app']);
  const appId = firstText(
    app,
    'servicePrincipalId',
    'appId',
    'displayName',
    'servicePrincipalName',
  );
  if (appId === undefined) return unknownActor;
  const name = firstText(app, 'displayName', 'servicePrincipalName');
  return present({
    type: 'service_principal',
    id: text(`entra:${appId}`) as string,
    name,
  }) as Actor;
}

function targetOf(value: unknown, tenant: string | undefined): Target | undefined {
  const item = object(value);
  const name = firstText(item, 'displayName', 'userPrincipalName');
  const id = firstText(item, 'id') ?? name;
  const type = (firstText(item, 'type') ?? 'resource')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const parent = tenant === undefined ? undefined : tenantTarget(tenant);
  return id === undefined
    ? undefined
    : thing(
        type.replace(/[^a-z0-9_]+/g, '_') || 'resource',
        `entra:${id}`,
        firstText(item, 'userPrincipalName') ?? name,
        parent,
      );
}

function tenantTarget(tenant: string | undefined): Target {
  return {
    type: 'tenant',
    id: text(`entra:tenant:${tenant ?? 'unknown'}`) as string,
    name: tenant ?? 'Entra ID',
  };
}

function changesOf(body: JsonObject): EventBody['changes'] {
  return changesOrNone(
    list(body['targetResources']).flatMap((item) =>
      list(at(item, 'modifiedProperties')).flatMap((property) => {
        const field = text(at(property, 'displayName'));
        return field === undefined
          ? []
          : [change(field, parsed(at(property, 'oldValue')), parsed(at(property, 'newValue')))];
      }),
    ),
  );
}

/** Errors that ask for more than a password, and those that a policy gives (AADSTS codes). */
const challenges = new Set([50_074, 50_076, 50_079, 50_072, 50_140, 50_125, 50_129]);
const refusals = new Set([
  53_000, 53_001, 53_002, 53_003, 53_004, 50_105, 50_053, 50_057, 50_131, 65_001, 500_011,
]);

function signIn(record: JsonObject, body: JsonObject, tenant: string | undefined): ListedEvent {
  const code = Number(at(body, 'status.errorCode') ?? 0);
  const user = firstText(body, 'userId');
  const upn = firstText(body, 'userPrincipalName');
  const principal = firstText(body, 'servicePrincipalId');
  const isApp = (upn === undefined || upn === '') && principal !== undefined;
  const app = firstText(body, 'appDisplayName', 'appId');
  const resource = firstText(body, 'resourceDisplayName', 'resourceId');
  const category = text(record['category']);
  const place = object(parsed(body['location']));
  const event = present({
    time: timeOf(body['createdDateTime']) ?? timeOf(record['time']),
    action: signInAction(code, isApp, body),
    native: category ?? 'signIn',
    outcome: code === 0 ? 'success' : refusals.has(code) ? 'denied' : 'failure',
    actor: isApp
      ? (present({
          type: category === 'ManagedIdentitySignInLogs' ? 'managed_identity' : 'service_principal',
          id: text(`entra:${principal}`) as string,
          name: firstText(body, 'servicePrincipalName') ?? app,
        }) as Actor)
      : user === undefined && upn === undefined
        ? unknownActor
        : (present({
            type: 'user',
            id: text(`entra:${user ?? upn}`) as string,
            name: firstText(body, 'userDisplayName') ?? upn,
            email: emailOf(upn),
          }) as Actor),
    target: thing(
      'app',
      `entra:${firstText(body, isApp ? 'resourceId' : 'appId') ?? resource ?? app ?? 'unknown'}`,
      isApp ? (resource ?? app) : app,
      tenantTarget(tenant),
    ),
    context: present({
      ip: ipOf(body['ipAddress']) ?? azureAddress(record),
      geo: present({
        country: text(place?.['countryOrRegion']),
        region: text(place?.['state']),
        city: text(place?.['city']),
      }),
      user_agent: longText(body['userAgent']),
      session: text(body['sessionId']),
      request: present({ id: firstText(body, 'correlationId') }),
    }),
    why: present({
      reason: code === 0 ? undefined : (longText(at(body, 'status.failureReason')) ?? String(code)),
    }),
    labels: labelsOf({
      error_code: code === 0 ? undefined : String(code),
      client: text(body['clientAppUsed']),
      conditional_access: text(body['conditionalAccessStatus']),
      risk: text(body['riskLevelDuringSignIn']),
      requirement: text(body['authenticationRequirement']),
      resource,
    }),
  }) as EventBody;
  return { event, unmapped: false, id: text(body['id']) };
}

function signInAction(code: number, isApp: boolean, body: JsonObject): string {
  if (challenges.has(code)) return 'user.sign_in_challenged';
  if (code !== 0) return 'user.sign_in_failed';
  if (isApp) return 'app.signed_in';
  const risk = text(body['riskLevelDuringSignIn']);
  return risk === 'medium' || risk === 'high' ? 'user.unfamiliar_sign_in' : 'user.signed_in';
}
