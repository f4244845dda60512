import { actorOf, idOf, targetOf, type Actor, type Target } from '../names.ts';
import { entryOf, firstText, object, type Json } from '../reader.ts';

const types: Readonly<Record<string, string>> = {
  user: 'user',
  team: 'team',
  app_user: 'bot',
  AppUser: 'bot',
};

/** An account object: its UUID is the id, its nickname the name. */
export function accountOf(value: Json | undefined): Actor | undefined {
  const account = object(value);
  if (account === undefined) return undefined;
  const kind = firstText(account, 'type') ?? 'user';
  return actorOf('bitbucket', entryOf(types, kind) ?? 'user', {
    id: idOf('bitbucket', firstText(account, 'uuid', 'account_id')),
    name: firstText(account, 'username', 'nickname', 'display_name', 'displayName'),
    email: firstText(account, 'emailAddress'),
  });
}

/** A repository by UUID and full name. */
export function repositoryOf(value: Json | undefined): Target | undefined {
  return targetOf(
    'bitbucket',
    'repository',
    idOf('bitbucket', firstText(value, 'uuid')),
    firstText(value, 'full_name', 'fullName', 'name'),
  );
}

/** Something in a repository. */
export function within(
  type: string,
  name: string | undefined,
  parent: Target | undefined,
  id?: string,
): Target | undefined {
  const place = parent?.name === undefined ? '' : `${parent.name}:`;
  const known = id ?? name;
  const own = known === undefined ? undefined : idOf('bitbucket', `${place}${known}`, type);
  return targetOf('bitbucket', type, own, name, { parent });
}
