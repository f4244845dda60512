/** Native actions of the audit log: object, then verb, to the catalogue's action. */
export type AuditTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The same action for several verbs. */
export function all(action: string, ...verbs: string[]): Record<string, string> {
  return Object.fromEntries(verbs.map((verb) => [verb, action]));
}

/** The verbs that switch something on and off, in all the spellings of the audit log. */
export function onOff(on: string, off: string, ...stems: string[]): Record<string, string> {
  const verbs: Record<string, string> = {};
  for (const stem of stems) {
    for (const verb of ['enable', 'enabled']) verbs[join(stem, verb)] = on;
    for (const verb of ['disable', 'disabled']) verbs[join(stem, verb)] = off;
  }
  return verbs;
}

function join(stem: string, verb: string): string {
  return stem === '' ? verb : `${stem}_${verb}`;
}
