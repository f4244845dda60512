// Categories and types of the Elastic Common Schema in the catalogue's words. Both are lists: the
// first pair that the table has decides.
import { catalogue, type Category } from '@acta/event';

const table: Readonly<Record<string, string>> = {
  'authentication/start': 'user.signed_in',
  'authentication/end': 'user.signed_out',
  'session/start': 'user.signed_in',
  'session/end': 'user.signed_out',
  'iam/user+creation': 'user.created',
  'iam/user+deletion': 'user.deleted',
  'iam/user+change': 'user.changed',
  'iam/group+creation': 'group.created',
  'iam/group+deletion': 'group.deleted',
  'iam/group+change': 'group.changed',
  'iam/admin+change': 'role.changed',
  'configuration/creation': 'resource.created',
  'configuration/change': 'setting.changed',
  'configuration/deletion': 'resource.deleted',
  'api/creation': 'resource.created',
  'api/change': 'resource.changed',
  'api/deletion': 'resource.deleted',
  'api/access': 'resource.read',
  'database/access': 'table.read',
  'database/change': 'table.written',
  'file/creation': 'file.created',
  'file/change': 'file.changed',
  'file/deletion': 'file.deleted',
  'file/access': 'file.read',
  'process/start': 'process.started',
  'process/end': 'process.ended',
  'package/installation': 'software.installed',
  'package/deletion': 'software.removed',
  'network/connection': 'network.connected',
  'network/start': 'network.connected',
  'web/access': 'api.requested',
  'vulnerability/info': 'vulnerability_alert.created',
  'intrusion_detection/info': 'alert.raised',
  'malware/info': 'alert.raised',
  'threat/indicator': 'alert.raised',
};

const categories: Readonly<Record<string, Category>> = {
  authentication: 'access',
  session: 'access',
  network: 'access',
  web: 'access',
  api: 'access',
  iam: 'identity',
  configuration: 'change',
  database: 'data',
  file: 'data',
  email: 'data',
  vulnerability: 'policy',
  intrusion_detection: 'policy',
  malware: 'policy',
  threat: 'policy',
};

/** All actions that ECS maps to, but for those that a record names itself. */
export const ecsActions: readonly string[] = [
  ...new Set(Object.values(table)),
  'user.sign_in_failed',
];

/**
 * The action of a record; undefined where neither its own word nor its categories tell one.
 *
 * @param word `event.action`: taken where it is one of the catalogue
 */
export function ecsAction(
  word: string | undefined,
  kinds: readonly string[],
  types: readonly string[],
  failed: boolean,
): string | undefined {
  if (word !== undefined && catalogue.has(word)) return word;
  for (const kind of kinds) {
    for (const key of [...pairsOf(types), ...types]) {
      const action = Object.hasOwn(table, `${kind}/${key}`) ? table[`${kind}/${key}`] : undefined;
      if (action !== undefined) return signIn(action, failed);
    }
    // Many modules say who signed in without saying that it was a start.
    if (kind === 'authentication' && !types.includes('info'))
      return signIn('user.signed_in', failed);
  }
  return undefined;
}

const signIn = (action: string, failed: boolean): string =>
  action === 'user.signed_in' && failed ? 'user.sign_in_failed' : action;

function pairsOf(types: readonly string[]): string[] {
  return ['user', 'group', 'admin']
    .filter((object) => types.includes(object))
    .flatMap((object) => types.map((type) => `${object}+${type}`));
}

/** The category of what has no action. */
export function ecsCategory(kinds: readonly string[]): Category {
  const known = kinds.find((kind) => Object.hasOwn(categories, kind));
  return known === undefined ? 'system' : (categories[known] as Category);
}
