// Users and links, as Jira writes them in all its records.
import { emailOf, type Actor } from '../event-parts.ts';
import { actorNamed } from '../naming.ts';
import { firstText, type Json } from '../reader.ts';

/** A user: by the account of Cloud, or the key or name of Data Center; apps are apps. */
export function userOf(value: Json | undefined): Actor {
  const id = firstText(value, 'accountId', 'key', 'name');
  return actorNamed(
    firstText(value, 'accountType') === 'app' ? 'app' : 'user',
    id === undefined ? undefined : `jira:${id}`,
    {
      name: firstText(value, 'displayName', 'name'),
      email: emailOf(firstText(value, 'emailAddress')),
    },
  );
}

/** `https://acme.atlassian.net/browse/OPS-812`, from the address of the issue in the API. */
export function siteLink(self: string | undefined, key: string | undefined): string | undefined {
  const site = /^(https?:\/\/[^\s]{1,500}?)\/rest\//.exec(self ?? '')?.[1];
  return site === undefined || key === undefined ? undefined : `${site}/browse/${key}`;
}
