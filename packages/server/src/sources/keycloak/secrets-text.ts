// Passwords that an administrator set stand in `value` and `secretData` of a credential: names that
// say nothing by themselves, so that they are taken out of the record's text here.

const credential = /\\{0,15}"(?:credentials|temporary|secretData)\\{0,15}"\s{0,9}:|reset-password/;
const secret =
  /((\\{0,15})"(?:value|secretData|credentialData)\2"\s{0,9}:\s{0,9}\2")((?:(?!\2")[^])*?)(?=\2")/g;

/** The text without the values of credentials; as it is where it holds none. */
export function withoutCredentials(raw: string): string {
  return credential.test(raw) ? raw.replace(secret, '$1masked') : raw;
}
