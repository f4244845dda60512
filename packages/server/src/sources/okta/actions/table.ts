// Event types of the System Log: a beginning, then what follows it, to the catalogue's action. `*`
// is whatever follows.

export type OktaTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Made, changed and taken away, in the spellings that Okta's types have. */
export function life(object: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    ...verbs(`${object}.created`, 'create created add register generate import upload enroll'),
    ...verbs(
      `${object}.changed`,
      'update updated activate activated deactivate deactivated suspend unsuspend verify verified renew overwrite move rename',
    ),
    ...verbs(`${object}.deleted`, 'delete deleted remove'),
    ...more,
  };
}

/** The same action for several endings. */
export function verbs(action: string, endings: string): Record<string, string> {
  return Object.fromEntries(endings.split(' ').map((ending) => [ending, action]));
}

/** One action for all that begins like this. */
export function every(action: string, ...beginnings: string[]): OktaTable {
  return Object.fromEntries(beginnings.map((beginning) => [beginning, { '*': action }]));
}
