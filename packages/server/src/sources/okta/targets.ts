// On what: Okta lists everything that took part; which of it was acted on follows from the action.
import { thing, type Actor, type Target } from '../event-parts.ts';
import { word } from '../naming.ts';
import { list, object, text, type Json, entryOf } from '../reader.ts';
import type { JsonObject } from '../reader.ts';

/** Types of targets that an action is about, the first that is there. */
const about: readonly (readonly [action: RegExp, types: readonly string[]])[] = [
  [/^group_member\./, ['UserGroup', 'OktaGroup', 'AppGroup']],
  [/^team_access\./, ['AppInstance', 'UserGroup']],
  [/^app_user\.|^identity\.|^password\.|^mfa\./, ['User', 'AppUser']],
  [/^app\./, ['AppInstance', 'OAuthClient', 'PublicClientApp']],
  [/^administrator\./, ['User', 'UserGroup', 'PublicClientApp']],
  [/^(?:policy|sign_on_policy|policy_check)\./, ['PolicyRule', 'Rule', 'PolicyEntity', 'Policy']],
];

const types: Readonly<Record<string, string>> = {
  User: 'user',
  AppUser: 'app_user',
  AppInstance: 'app',
  UserGroup: 'group',
  PolicyEntity: 'policy',
  PolicyRule: 'policy_rule',
  NetworkZone: 'network_zone',
};

/** Events in which people act on their own account. */
const oneself = /^(?:user|session|mfa|password|account|device|recovery_codes)\./;
const targetsMax = 64;

export function oktaTargets(
  record: JsonObject,
  action: string,
  actor: Actor,
  organization: string,
): { target: Target; targets: Target[] | undefined } {
  const parent = organizationTarget(organization);
  const [first, ...others] = list(record['target'])
    .slice(0, targetsMax)
    .flatMap((value) => targetOf(value, parent) ?? []);
  if (first === undefined) {
    const self = oneself.test(action) && !action.startsWith('user.sign') && actor.type === 'user';
    return {
      target: self ? (thing('user', actor.id, actor.name, parent) as Target) : parent,
      targets: undefined,
    };
  }
  const found = [first, ...others];
  const wanted = about.find(([pattern]) => pattern.test(action))?.[1] ?? [];
  const main =
    wanted
      .map((type) => found.find((one) => one.native === type))
      .find((one) => one !== undefined) ?? first;
  const rest = found.filter((one) => one !== main).map(({ target }) => target);
  return { target: main.target, targets: rest.length === 0 ? undefined : rest };
}

interface Found {
  native: string;
  target: Target;
}

function targetOf(value: Json, parent: Target): Found | undefined {
  const one = object(value);
  const native = text(one?.['type']) ?? 'resource';
  const login = text(one?.['alternateId']);
  const shown = text(one?.['displayName']);
  const person = native === 'User' || native === 'AppUser';
  const name = person && login !== 'unknown' ? (login ?? shown) : (shown ?? login);
  const id = text(one?.['id']) ?? name;
  if (id === undefined) return undefined;
  const target = thing(entryOf(types, native) ?? word(native), `okta:${id}`, name, parent);
  return target === undefined ? undefined : { native, target };
}

/** The thing that stands for an organisation. */
function organizationTarget(organization: string): Target {
  return { type: 'organization', id: `okta:org:${organization}`, name: organization };
}
