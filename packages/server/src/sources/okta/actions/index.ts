// The catalogue's action for an event type of the System Log. Okta's list of event types decides
// what there is; what no table names keeps its own name under `<category>.other`.
import { appTypes } from './apps.ts';
import { platformTypes } from './platform.ts';
import { privilegedAccessTypes } from './privileged.ts';
import { securityTypes } from './security.ts';
import type { OktaTable } from './table.ts';
import { userTypes } from './users.ts';

const tables: readonly OktaTable[] = [
  userTypes,
  appTypes,
  securityTypes,
  platformTypes,
  privilegedAccessTypes,
];

const byBeginning: ReadonlyMap<string, Readonly<Record<string, string>>> = merged();

/** Each beginning stands in one table, but `every` and a table of its own may name it together. */
function merged(): Map<string, Record<string, string>> {
  const all = new Map<string, Record<string, string>>();
  for (const table of tables) {
    for (const [beginning, endings] of Object.entries(table)) {
      all.set(beginning, { ...all.get(beginning), ...endings });
    }
  }
  return all;
}

/** The action by the longest beginning that knows what follows it, or undefined. */
export function oktaAction(type: string): string | undefined {
  for (let dot = type.lastIndexOf('.'); dot > 0; dot = type.lastIndexOf('.', dot - 1)) {
    const endings = byBeginning.get(type.slice(0, dot));
    if (endings === undefined) continue;
    const ending = type.slice(dot + 1);
    if (Object.hasOwn(endings, ending)) return endings[ending];
    if (Object.hasOwn(endings, '*')) return endings['*'];
  }
  return undefined;
}

/** All actions that the tables name. */
export const oktaActions: readonly string[] = [
  ...new Set([...byBeginning.values()].flatMap((endings) => Object.values(endings))),
];

const categories: readonly (readonly [string, string])[] = [
  ['user.session', 'access'],
  ['user.authentication', 'access'],
  ['policy', 'policy'],
  ['security', 'policy'],
  ['zone', 'policy'],
  ['device', 'access'],
  ['pki', 'secret'],
  ['system', 'system'],
  ['workflows', 'pipeline'],
];

/** The category of a type that no table names. */
export function oktaCategory(type: string): string {
  return categories.find(([start]) => type.startsWith(start))?.[1] ?? 'identity';
}
