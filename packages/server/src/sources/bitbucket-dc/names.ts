import { actorOf, idOf, targetOf, type Actor, type Target } from '../names.ts';
import { firstText, object, text, type Json } from '../reader.ts';

/** A user object; names are unique in a server, and so are numbers. */
export function userOf(value: Json | undefined): Actor | undefined {
  const user = object(value);
  if (user === undefined) return undefined;
  const service = firstText(user, 'type') === 'SERVICE';
  return actorOf('bitbucket', service ? 'service' : 'user', {
    id: idOf('bitbucket', text(user['id'])),
    name: firstText(user, 'name', 'slug', 'username', 'displayName'),
    email: firstText(user, 'emailAddress'),
  });
}

/** A repository as `PRJ/pay`. */
export function repositoryOf(value: Json | undefined): Target | undefined {
  const slug = firstText(value, 'slug', 'name');
  const project = firstText(value, 'project.key');
  const name = project === undefined || slug === undefined ? slug : `${project}/${slug}`;
  const id = idOf('bitbucket', firstText(value, 'id'), 'repository');
  return targetOf('bitbucket', 'repository', id, name);
}

/** Something in a repository. */
export function within(
  type: string,
  name: string | undefined,
  parent: Target | undefined,
): Target | undefined {
  const place = parent?.name === undefined ? '' : `${parent.name}:`;
  const id = name === undefined ? undefined : idOf('bitbucket', `${place}${name}`, type);
  return targetOf('bitbucket', type, id, name, { parent });
}
