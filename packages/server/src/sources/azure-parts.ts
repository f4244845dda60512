// What records of Azure's platform logs share: claims, resource ids, results, addresses.
import { emailOf, ipOf, thing } from './event-parts.ts';
import { unknownActor, type Actor, type Target } from './names.ts';
import { at, firstText, object, present, text, type Json, type JsonObject } from './reader.ts';
import type { EventBody } from './types.ts';

/** Members in which Event Hubs, the Graph API and exports keep their lists. */
export const azureLists: readonly string[] = ['records', 'value'];

const claimRoot = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
const microsoftRoot = 'http://schemas.microsoft.com/identity/claims/';

/** A user, application or managed identity by the claims of its token; undefined without any. */
export function actorOfClaims(claims: JsonObject | undefined, caller?: string): Actor | undefined {
  const of = (...names: string[]) => {
    for (const name of names) {
      const found = text(claims?.[name]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const object = of(`${microsoftRoot}objectidentifier`, 'oid');
  const upn = of(
    `${claimRoot}upn`,
    'upn',
    `${claimRoot}name`,
    'unique_name',
    `${claimRoot}emailaddress`,
  );
  const application = of('appid', 'azp');
  const shown = of('name');
  const named = [caller, shown].find((name) => name?.includes('@') === true);
  const person = upn ?? named;
  const id = object ?? person ?? caller ?? application ?? shown;
  if (id === undefined) return undefined;
  const isApp = of('idtyp') === 'app' || (person === undefined && application !== undefined);
  return present({
    type: isApp
      ? of('xms_mirid') === undefined
        ? 'service_principal'
        : 'managed_identity'
      : 'user',
    id: text(`entra:${id}`) as string,
    name: shown ?? person ?? caller ?? application,
    email: emailOf(person),
    credential: application === undefined || isApp ? undefined : { type: 'app', id: application },
  }) as Actor;
}

/** The actor of a record with `identity` and perhaps `caller`; `unknown` where it names nobody. */
export function azureActor(record: JsonObject): Actor {
  const identity = object(parsed(record['identity']));
  const caller = text(record['caller']) ?? text(record['Caller']);
  const claims =
    object(parsed(record['claims'] ?? record['Claims'])) ??
    object(identity?.['claims']) ??
    object(identity?.['claim']);
  const found = actorOfClaims(claims, caller);
  if (found !== undefined) return found;
  const principal = firstText(identity, 'authorization.evidence.principalId');
  if (principal === undefined) return unknownActor;
  const kind = firstText(identity, 'authorization.evidence.principalType') ?? '';
  const type =
    kind === 'User' ? 'user' : kind === 'ServicePrincipal' ? 'service_principal' : 'principal';
  return { type, id: text(`entra:${principal}`) as string, name: principal };
}

/** A member that some sinks write as JSON text and others as JSON. */
export function parsed(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string' || !/^[{["]/.test(value) || value.length > 262_144) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}

/**
 * The resource of an id such as `/subscriptions/S/resourceGroups/G/providers/P/TYPE/NAME`. Azure
 * compares ids without regard to case: ours are in lower case.
 */
export function resourceTarget(id: string | undefined): Target | undefined {
  if (id === undefined || !id.startsWith('/')) return undefined;
  const lower = id.toLowerCase();
  const parts = lower.split('/').filter((part) => part !== '');
  const names = id.split('/').filter((part) => part !== '');
  const provider = parts.lastIndexOf('providers');
  const inside = provider < 0 ? parts : parts.slice(provider + 2);
  const type = inside.length >= 2 ? (inside.at(-2) as string) : 'resource';
  const subscription = /^\/subscriptions\/([^/]+)/.exec(lower)?.[1];
  const group = /\/resourcegroups\/([^/]+)/.exec(lower)?.[1];
  const outer = thing(
    'subscription',
    subscription === undefined ? undefined : `/subscriptions/${subscription}`,
    subscription,
  );
  const parent =
    group === undefined || group === parts.at(-1)
      ? outer
      : thing(
          'resource_group',
          `/subscriptions/${subscription ?? ''}/resourcegroups/${group}`,
          group,
          outer,
        );
  const word = type
    .replace(/ies$/, 'y')
    .replace(/s$/, '')
    .replace(/[^a-z0-9_]+/g, '_');
  const short =
    provider < 0
      ? names.at(-1)
      : names
          .slice(provider + 2)
          .filter((_, place) => place % 2 === 1)
          .join('/');
  return thing(word || 'resource', lower, short === '' ? names.at(-1) : short, parent);
}

const good = /^(?:success|succeeded|successful|ok|0|accept(?:ed)?|200|201|202|204)$/i;
const refusedCode =
  /^(?:401|403)$|forbidden|unauthorized|authorizationfailed|accessdenied|sasauthorizationerror/i;
const bad = /^(?:fail|failed|failure|error|clienterror|timeout)/i;

/** The outcome as the results, codes and signatures of a record say it, in the order given. */
export function azureOutcome(...results: (Json | undefined)[]): EventBody['outcome'] {
  const words = results.flatMap((result) => text(result) ?? []);
  if (words.some((word) => refusedCode.test(word))) return 'denied';
  if (words.some((word) => bad.test(word) || /^[45]\d\d$/.test(word))) return 'failure';
  return words.some((word) => good.test(word)) ? 'success' : 'unknown';
}

/** The caller's address, with or without a port. */
export function azureAddress(record: JsonObject): string | undefined {
  const address = [
    'callerIpAddress',
    'CallerIPAddress',
    'CallerIpAddress',
    'ipAddress',
    'IPAddress',
  ]
    .map((name) => ipOf(record[name]))
    .find((found) => found !== undefined);
  return address ?? ipOf(at(record, 'httpRequest.clientIpAddress'));
}

/** The operation's name, which is a text or `{value, localizedValue}`. */
export function operationOf(record: JsonObject): string | undefined {
  return (
    firstText(record, 'operationName.value') ??
    firstText(
      record,
      'operationName',
      'OperationName',
      'OperationNameValue',
      'authorization.action',
    )
  );
}
