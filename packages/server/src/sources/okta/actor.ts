// Who acted in Okta: a person, an app, an agent or Okta itself; behind which token.
import { emailOf, type Actor } from '../event-parts.ts';
import { actorNamed, word } from '../naming.ts';
import { at, firstText, object, text, type JsonObject, entryOf } from '../reader.ts';

const types: Readonly<Record<string, string>> = {
  User: 'user',
  AppUser: 'user',
  SystemPrincipal: 'service',
  PublicClientApp: 'app',
  PublicClientAppEntity: 'app',
  AppInstance: 'app',
  OAuthClient: 'app',
  Agent: 'agent',
  AdAgentInstance: 'agent',
  WorkloadPrincipal: 'service_account',
};

/**
 * The actor; where Okta says `unknown`, what was typed in at sign-in is the name, and without it
 * nobody is named.
 */
export function oktaActor(record: JsonObject): Actor {
  const actor = object(record['actor']);
  const login = known(text(actor?.['alternateId']));
  const id = known(text(actor?.['id']));
  const type = text(actor?.['type']);
  if (id === undefined && login === undefined) {
    const credential = credentialOf(record);
    return {
      ...actorNamed('unknown', undefined),
      ...(credential === undefined ? {} : { credential }),
    };
  }
  return actorNamed(
    type === undefined ? 'user' : (entryOf(types, type) ?? word(type)),
    `okta:${id ?? login}`,
    {
      name: login ?? known(text(actor?.['displayName'])),
      email: emailOf(login),
      credential: credentialOf(record),
    },
  );
}

function known(value: string | undefined): string | undefined {
  return value === undefined || value.toLowerCase() === 'unknown' ? undefined : value;
}

/** The API token or OAuth client of the request; Okta's ids, never the tokens. */
function credentialOf(record: JsonObject): Actor['credential'] {
  const token = firstText(record, 'transaction.detail.requestApiTokenId');
  if (token !== undefined) return { type: 'api_token', id: `okta:token:${token}` };
  const client = text(at(record, 'client.id'));
  if (client !== undefined) return { type: 'oauth_client', id: `okta:${client}` };
  const context = object(record['authenticationContext'] ?? record['authenticationcontext']);
  const kind = text(context?.['credentialType']);
  return kind === undefined ? undefined : { type: word(kind) };
}
