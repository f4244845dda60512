// Signing in to Microsoft's APIs as an application (client credentials of OAuth 2.0).
import type { Pull, PullSource } from './pull.ts';
import { baseUrl, needed, readToken } from './pull-parts.ts';

const loginOf = (source: PullSource) =>
  baseUrl(source, 'login_url', 'https://login.microsoftonline.com');

/** For a token that the API at this address takes. */
export const azureSignIn = (
  apiOf: (source: PullSource) => string,
): NonNullable<Pull['signIn']> => ({
  request: (source) => ({
    url: `${loginOf(source)}/${encodeURIComponent(needed(source, 'tenant'))}/oauth2/v2.0/token`,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: needed(source, 'pull_client_id'),
      client_secret: needed(source, 'pull_client_secret'),
      scope: `${apiOf(source)}/.default`,
    }).toString(),
  }),
  read: readToken,
});
